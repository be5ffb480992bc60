#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""style.py ROOT: measures the sources below ROOT, and says as TAP where they break the rules."""
import pathlib
import re
import shutil
import subprocess
import sys

MAX_FILE = 600
MAX_FUNCTION = 80
MAX_CLASS_INIT = 120
MAX_COLUMNS = 100

# Who may include whom: folder → the folders whose headers it sees, beside its own.
CORE = {
    "base": set(),
    "pcapng": {"base"},
    "source": {"base", "pcapng", "probe"},
    "probe": {"base", "constraint"},
    "constraint": {"base", "pcapng"},
    "preset": {"base", "pcapng", "source", "constraint", "export"},
    "store": {"base", "pcapng", "constraint", "dissect", "probe"},
    "dissect": {"base"},
    "stats": {"base", "pcapng", "store", "probe"},
    "helper": {"base", "pcapng", "constraint", "probe"},
    "session": {"base", "pcapng", "source", "constraint", "store", "helper"},
    "export": {"base", "pcapng", "constraint", "store", "dissect", "probe"},
}
FORBIDDEN_IN_CORE = ("gtk/", "adwaita", "gdk/")
MARKS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
TRANSLATED = re.compile(r"\b(N?_|ngettext|g_dngettext) \(")
GLUED = re.compile(r'\b(?:N?_|ngettext) \((?:"[^"\n]*"\s*)+(G_\w+)')


class Tree:
    def __init__(self, root):
        self.root = root
        skip = {"build", ".git", "_build"}
        self.files = [
            p for p in sorted(root.rglob("*"))
            if p.is_file() and not skip & set(p.relative_to(root).parts)
        ]

    def named(self, *suffixes):
        return [p for p in self.files if p.suffix in suffixes]

    def name(self, path):
        return str(path.relative_to(self.root))


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def functions(path):
    """Yields (name, length, whether it is static) of each function: its braces stand alone at the
    start of a line."""
    start = name = static = None
    text = lines(path)
    for number, line in enumerate(text):
        if line == "{":
            head = number - 1
            while head > 0 and text[head].startswith((" ", "\t")):
                head -= 1
            found = re.match(r".*?(\w+) \(", text[head])
            name, start = (found.group(1) if found else "?"), number
            static = head > 0 and text[head - 1].startswith("static ")
        elif line == "}" and start is not None:
            yield name, number - start + 1, static
            start = None


def check_file_length(tree):
    for path in tree.named(".c", ".h", ".py"):
        if len(lines(path)) > MAX_FILE:
            yield f"{tree.name(path)} has {len(lines(path))} lines, more than {MAX_FILE}"


def check_function_length(tree):
    for path in tree.named(".c"):
        for name, length, _ in functions(path):
            limit = MAX_CLASS_INIT if name.endswith("class_init") else MAX_FUNCTION
            if length > limit:
                yield f"{tree.name(path)}: {name} has {length} lines, more than {limit}"


def check_names(tree):
    """Linkers take the first of two functions of one name in static libraries, and say nothing."""
    places = {}
    for path in tree.named(".c"):
        if path.name.startswith("no-"):
            continue  # stands in for others where they are not built
        if path.relative_to(tree.root).parts[0] in ("core", "ui", "app"):
            for name, _, static in functions(path):
                if not static and name.startswith("pktmon_"):
                    places.setdefault(name, []).append(tree.name(path))
    for name, paths in places.items():
        if len(paths) > 1:
            yield f"{name} is defined in {' and '.join(paths)}"


def includes(path):
    for line in lines(path):
        found = re.match(r'#include ["<]([^">]+)[">]', line)
        if found:
            yield found.group(1)


def check_includes(tree):
    for path in tree.named(".c", ".h"):
        parts = path.relative_to(tree.root).parts
        for include in includes(path):
            folder = include.split("/")[0] if "/" in include else ""
            where = f"{tree.name(path)} includes {include}"
            if parts[0] == "core" and include.startswith(FORBIDDEN_IN_CORE):
                yield f"{where}: the core does not know GTK"
            if parts[0] == "core" and folder in CORE and folder != parts[1]:
                if folder not in CORE.get(parts[1], set()):
                    yield f"{where}: core/{parts[1]} does not see core/{folder}"
            if parts[0] in ("core", "ui") and folder == "app":
                yield f"{where}: only app sees app"
            if parts[0] == "core" and folder == "ui":
                yield f"{where}: the core does not see ui"


def check_listed(tree):
    for path in tree.named(".c"):
        folder, text = path.parent, ""
        while tree.root in (folder, *folder.parents):
            if (folder / "meson.build").exists():
                text += (folder / "meson.build").read_text(encoding="utf-8")
            folder = folder.parent
        if not re.search(rf"['/]{re.escape(path.name)}'", text):
            if f"'{path.stem}'" not in text:
                yield f"{tree.name(path)} stands in no meson.build"


def check_heads(tree):
    for path in tree.named(".c", ".h"):
        text = lines(path)
        if not text or "SPDX-License-Identifier: GPL-3.0-or-later" not in text[0]:
            yield f"{tree.name(path)} does not begin with its license"
        if path.suffix == ".h" and "#pragma once" not in text:
            yield f"{tree.name(path)} has no #pragma once"


def check_lines(tree):
    for path in tree.named(".c", ".h", ".py", ".build"):
        for number, line in enumerate(lines(path), 1):
            where = f"{tree.name(path)}:{number}"
            if "\t" in line:
                yield f"{where} has a tab"
            if len(line) > MAX_COLUMNS:
                yield f"{where} has {len(line)} columns, more than {MAX_COLUMNS}"
            if line != line.rstrip():
                yield f"{where} ends with spaces"
            if path.name != "style.py" and MARKS.search(line):
                yield f"{where} has a mark of unfinished work"


def check_format(tree):
    if not shutil.which("clang-format"):
        return
    paths = tree.named(".c", ".h")
    if not paths:
        return
    run = subprocess.run(["clang-format", "--style=file", "-n", "-Werror", *map(str, paths)],
                         cwd=tree.root, capture_output=True, text=True, check=False)
    for line in run.stderr.splitlines():
        if "error:" in line:
            yield line.replace(str(tree.root) + "/", "")


def check_scripts(tree):
    for path in tree.files:
        if path.suffix or path.stat().st_size == 0:
            continue
        with open(path, "rb") as file:
            head = file.readline()
        if head.startswith(b"#!/bin/bash"):
            run = subprocess.run(["bash", "-n", path], capture_output=True, text=True, check=False)
            if run.returncode != 0:
                yield f"{tree.name(path)}: {run.stderr.strip()}"


def has_strings(path):
    """Whether @path holds text to translate."""
    if path.suffix == ".c":
        return TRANSLATED.search(path.read_text(encoding="utf-8"))
    if path.suffix == ".ui":
        return 'translatable="yes"' in path.read_text(encoding="utf-8")
    return path.name.endswith((".gschema.xml", ".desktop.in", ".metainfo.xml.in"))


def check_translations(tree):
    listed = tree.root / "po" / "POTFILES.in"
    names = lines(listed) if listed.exists() else []
    for path in tree.files:
        name = tree.name(path)
        if not name.startswith("tests/") and has_strings(path) and name not in names:
            yield f"{name} has strings to translate, and is not in po/POTFILES.in"
    for name in names:
        if not (tree.root / name).is_file():
            yield f"po/POTFILES.in lists {name}, which is not there"
    if names != sorted(set(names)):
        yield "po/POTFILES.in is not sorted"


def check_whole_strings(tree):
    """A catalogue holds what the compiler sees before macros are put in: a string that goes on with
    one is never found there."""
    for path in tree.named(".c"):
        if tree.name(path).startswith("tests/"):
            continue
        for found in GLUED.finditer(path.read_text(encoding="utf-8")):
            yield f"{tree.name(path)} translates a string that goes on with {found.group(1)}"


def check_resources(tree):
    listed = tree.root / "ui" / "ui.gresource.xml"
    text = listed.read_text(encoding="utf-8") if listed.exists() else ""
    for path in tree.named(".ui", ".css"):
        if f">{path.name}<" not in text:
            yield f"{tree.name(path)} is not in ui/ui.gresource.xml"


CHECKS = [
    check_file_length, check_function_length, check_names, check_includes, check_listed,
    check_heads, check_lines, check_format, check_scripts, check_translations,
    check_whole_strings, check_resources,
]


def measure(tree):
    sizes = sorted(len(lines(p)) for p in tree.named(".c", ".h"))
    lengths = sorted(n for p in tree.named(".c") for _, n, _ in functions(p))
    if sizes and lengths:
        print(f"# {len(sizes)} files, median {sizes[len(sizes) // 2]} lines, longest {sizes[-1]}; "
              f"{len(lengths)} functions, median {lengths[len(lengths) // 2]}, "
              f"longest {lengths[-1]}")


def main():
    tree = Tree(pathlib.Path(sys.argv[1]).resolve())
    measure(tree)
    print(f"1..{len(CHECKS)}")
    failed = False
    for number, check in enumerate(CHECKS, 1):
        name = check.__name__.removeprefix("check_").replace("_", " ")
        problems = list(check(tree))
        for problem in problems:
            print(f"# {problem}")
        print(f"{'not ok' if problems else 'ok'} {number} {name}")
        failed = failed or bool(problems)
    sys.exit(failed)


if __name__ == "__main__":
    main()
