#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""catalogues.py SOURCE: checks, as TAP, that each catalogue in SOURCE/po is valid and translates
every text that the sources have now."""
import pathlib
import subprocess
import sys
import tempfile

# What meson's preset for GLib looks for, and the N_ of tables.
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2", "g_dngettext:2,3"]


def run(*command, cwd=None):
    """Yields what a command that fails says."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True,
                          check=False)
    if done.returncode != 0:
        yield from (done.stdout + done.stderr).splitlines() or [f"exit status {done.returncode}"]


def make_template(root, template):
    return run("xgettext", "--files-from=po/POTFILES.in", "--from-code=UTF-8", "--output", template,
               *(f"--keyword={keyword}" for keyword in KEYWORDS), cwd=root)


def languages(root):
    lines = (root / "po" / "LINGUAS").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def checks(root, template):
    """Yields (name, problems)."""
    yield "the texts can be gathered", list(make_template(root, template))
    for language in languages(root):
        catalogue = root / "po" / f"{language}.po"
        yield f"{language} is valid", list(run("msgfmt", "--check-format", "--check-domain",
                                               "--output=/dev/null", catalogue))
        yield f"{language} is complete", list(run("msgcmp", catalogue, template))


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    failed = False
    print(f"1..{1 + 2 * len(languages(root))}")
    with tempfile.TemporaryDirectory() as folder:
        template = pathlib.Path(folder) / "template.pot"
        for number, (name, problems) in enumerate(checks(root, template), 1):
            for problem in problems:
                print(f"# {problem}")
            print(f"{'not ok' if problems else 'ok'} {number} {name}")
            failed = failed or bool(problems)
    sys.exit(failed)


if __name__ == "__main__":
    main()
