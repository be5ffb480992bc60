#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""documents.py PKTMON ROOT: whether the manual and the completion of bash name the verbs and
options that the program PKTMON has, and no others. ROOT: of the sources. Prints TAP."""
import pathlib
import re
import shutil
import subprocess
import sys

PKTMON, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
MANUAL = (ROOT / "data" / "pktmon.1.scd").read_text(encoding="utf-8")
COMPLETION = ROOT / "data" / "pktmon.bash"
OPTION = re.compile(r"^ +(?:-(\w), )?--([\w-]+)", re.MULTILINE)


def run(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True,
                          env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}).stdout


def find_verbs():
    listed = run(PKTMON, "--help").split("Verbs:\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in listed.splitlines()]


def find_options(verb):
    """The options of a verb, as {long: short or ''}."""
    found = {long: short for short, long in OPTION.findall(run(PKTMON, verb, "--help"))}
    del found["help"]
    return found


def complete(*words):
    """What bash offers behind these words, the last of which is being written."""
    script = 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pktmon; ' \
             'printf "%s\\n" "${COMPREPLY[@]}"'
    return set(run("bash", "-c", script, str(COMPLETION), "pktmon", *words).split())


def check_manual(verbs):
    heads = re.findall(r"^## (.*)$", MANUAL, re.MULTILINE)
    if sorted(heads) != sorted(verbs):
        yield f"the manual explains the verbs {heads}"
    for verb in verbs:
        if f"\n*pktmon {verb}*" not in MANUAL:
            yield f"the synopsis lacks {verb}"


def check_manual_options(verbs):
    for verb in verbs:
        part = MANUAL.split(f"\n## {verb}\n")[1].split("\n## ")[0].split("\n# ")[0]
        synopsis = re.search(rf"^\*pktmon {verb}\*.*$", MANUAL, re.MULTILINE).group()
        explained = dict(re.findall(r"^(?:\*-\w\*, )?\*--([\w-]+)\*(?: _\w+_)?()$", part,
                                    re.MULTILINE))
        options = find_options(verb)
        if set(explained) != set(options):
            yield f"the manual explains {sorted(explained)} of {verb}"
        if set(re.findall(r"\*--([\w-]+)\*", synopsis)) != set(options):
            yield f"the synopsis of {verb} is {synopsis}"
        for long, short in options.items():
            if short and f"\n*-{short}*, *--{long}*" not in part:
                yield f"the manual lacks -{short} of {verb}"


def check_manual_form(_):
    if not shutil.which("scdoc"):
        return
    if ".TH" not in run("scdoc", text=MANUAL):
        yield "scdoc makes no page"


def check_completion(verbs):
    if complete("") != {*verbs, "--help", "--version"}:
        yield f"bash completes the verbs {complete('')}"
    if complete("re") != {verb for verb in verbs if verb.startswith("re")}:
        yield f"bash completes re to {complete('re')}"
    if complete("help", "") != set(verbs):
        yield f"bash completes help to {complete('help', '')}"


def check_completion_options(verbs):
    for verb in verbs:
        options = find_options(verb)
        if complete(verb, "--") != {"--help", *(f"--{long}" for long in options)}:
            yield f"bash completes {verb} to {complete(verb, '--')}"


def check_completion_values(verbs):
    names = complete("decode", "--link-type", "")
    for name in names:
        run(PKTMON, "decode", "--link-type", name, "00")
    if "EN10MB" not in names:
        yield f"bash completes link types to {names}"
    if complete("read", str(COMPLETION)[:-2]) != {str(COMPLETION)}:
        yield "bash does not complete files"
    if complete("filter", "") != {"check"} or "port=" not in complete("filter", "check", "po"):
        yield "bash does not complete constraints"
    if "export" not in complete("preset", "") or "dns" in complete("preset", "list", ""):
        yield "bash does not complete presets"
    if complete("read", "--filter", "") != set():
        yield "bash completes filters"


CHECKS = [
    check_manual, check_manual_options, check_manual_form, check_completion,
    check_completion_options, check_completion_values,
]


def main():
    verbs = find_verbs()
    print(f"1..{len(CHECKS)}")
    failed = False
    for number, check in enumerate(CHECKS, 1):
        problems = list(check(verbs))
        for problem in problems:
            print(f"# {problem}")
        name = check.__name__.removeprefix("check_").replace("_", " ")
        print(f"{'not ok' if problems else 'ok'} {number} {name}")
        failed = failed or bool(problems)
    sys.exit(failed)


if __name__ == "__main__":
    main()
