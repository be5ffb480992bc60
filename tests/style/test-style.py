#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-style.py STYLE: every check of the style test finds what it is there for."""
import pathlib
import subprocess
import sys
import tempfile

HEAD = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
LIST = {"core/base/meson.build": "files('bad.c')\n"}

# What is wrong in a tree of these files: name of the check → files.
TREES = {
    "file length": {**LIST, "core/base/bad.c": HEAD + "int x;\n" * 600},
    "function length": {
        **LIST, "core/base/bad.c": HEAD + "int\nlong_one (void)\n{\n" + "  x ();\n" * 80 + "}\n",
    },
    "names": {
        "core/base/meson.build": "files('bad.c', 'worse.c')\n",
        "core/base/bad.c": HEAD + "int\npktmon_find (void)\n{\n  return 1;\n}\n",
        "core/base/worse.c": HEAD + "int\npktmon_find (void)\n{\n  return 2;\n}\n",
    },
    "includes": {**LIST, "core/base/bad.c": HEAD + '#include "store/store.h"\n'},
    "listed": {"core/base/meson.build": "files()\n", "core/base/bad.c": HEAD},
    "heads": {**LIST, "core/base/bad.c": "int x;\n"},
    "lines": {**LIST, "core/base/bad.c": HEAD + "int x; /* " + "TO" + "DO */\n"},
    "format": {**LIST, "core/base/bad.c": HEAD + "int   x;\n"},
    "scripts": {"app/bad": "#!/bin/bash\nif then\n"},
    "translations": {**LIST, "core/base/bad.c": HEAD + 'const char *x = N_ ("x");\n'},
    "whole strings": {**LIST, "core/base/bad.c": HEAD + 'x = _ ("%" G_GSIZE_FORMAT);\n'},
    "resources": {"ui/ui.gresource.xml": "<file>good.ui</file>", "ui/bad.ui": "<interface/>"},
}


def failing_checks(style, files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        run = subprocess.run([style, folder], capture_output=True, text=True, check=False)
    return [line.split(" ", 3)[3] for line in run.stdout.splitlines() if line.startswith("not ok")]


def main():
    print(f"1..{len(TREES)}")
    failed = False
    for number, (name, files) in enumerate(TREES.items(), 1):
        good = name in failing_checks(sys.argv[1], files)
        print(f"{'ok' if good else 'not ok'} {number} finds bad {name}")
        failed = failed or not good
    sys.exit(failed)


if __name__ == "__main__":
    main()
