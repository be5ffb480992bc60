#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""data.py SOURCE BUILD: checks, as TAP, what the desktop is told of the application: the files of
the folder data in SOURCE and, where the build makes them, in BUILD."""
import configparser
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

APP_ID = "org.packetmonitor.PacketMonitor"


class Data:
    def __init__(self, source, build):
        self.root = pathlib.Path(source)
        self.source = self.root / "data"
        self.build = pathlib.Path(build) / "data"

    def desktop(self):
        parser = configparser.ConfigParser(interpolation=None)
        parser.optionxform = str
        parser.read(self.build / f"{APP_ID}.desktop", encoding="utf-8")
        return parser["Desktop Entry"]

    def media_types(self):
        return set(self.desktop()["MimeType"].strip(";").split(";"))


def run(*command):
    """Yields what a checker that fails, or says anything of warnings, writes."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        yield from (done.stdout + done.stderr).splitlines() or [f"exit status {done.returncode}"]


def check_desktop_file(data):
    yield from run("desktop-file-validate", "--warn-kde", data.build / f"{APP_ID}.desktop")


def check_metainfo(data):
    yield from run("appstreamcli", "validate", "--no-net", "--strict",
                   data.build / f"{APP_ID}.metainfo.xml")


def check_schema(data):
    yield from run("glib-compile-schemas", "--strict", "--dry-run", data.source)


def check_settings_have_names(data):
    schema = ET.parse(data.source / f"{APP_ID}.gschema.xml")
    keys = {key.get("name") for key in schema.iter("key")}
    header = (data.root / "ui" / "settings.h").read_text(encoding="utf-8")
    names = set(re.findall(r'#define PKTMON_SETTING_\w+ "([^"]+)"', header))
    for key in sorted(keys ^ names):
        yield f"{key} is not both in the schema and in ui/settings.h"


def check_media_types(data):
    metainfo = ET.parse(data.build / f"{APP_ID}.metainfo.xml")
    provided = {element.text for element in metainfo.iter("mediatype")}
    if provided != data.media_types():
        yield f"{provided} in the metainfo, {data.media_types()} in the desktop file"
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    for element in ET.parse(data.source / f"{APP_ID}.xml").iter(f"{space}mime-type"):
        if element.get("type") not in data.media_types():
            yield f"{element.get('type')} is defined, but not opened"


def check_icons(data):
    for name in (APP_ID, f"{APP_ID}-symbolic"):
        root = ET.parse(data.source / "icons" / f"{name}.svg").getroot()
        if root.get("width") != root.get("height"):
            yield f"{name}.svg is no square"
    if data.desktop()["Icon"] != APP_ID:
        yield "the desktop file has another icon"


def check_bus_name(data):
    service = (data.build / f"{APP_ID}.service").read_text(encoding="utf-8")
    if f"Name={APP_ID}\n" not in service:
        yield "the service has another name than the application"


def check_policy(data):
    policy = data.build / "org.packetmonitor.policy"
    yield from run("xmllint", "--noout", "--nonet", "--dtdvalid",
                   "/usr/share/polkit-1/policyconfig-1.dtd", policy)
    paths = [element.text for element in ET.parse(policy).iter("annotate")]
    helper = re.search(r'#define HELPER_PATH "([^"]+)"',
                       (data.build.parent / "config.h").read_text(encoding="utf-8"))
    if paths != [helper.group(1)]:
        yield f"the policy is for {paths}, the program starts {helper.group(1)}"


def check_presets(data):
    """Every preset is installed."""
    recipe = (data.source / "meson.build").read_text(encoding="utf-8")
    there = {f"presets/{path.name}" for path in (data.source / "presets").iterdir()}
    if there != set(re.findall(r"'(presets/.*?)'", recipe)):
        yield f"installed are not the presets {sorted(there)}"


CHECKS = [
    check_desktop_file, check_metainfo, check_schema, check_settings_have_names, check_media_types,
    check_icons, check_bus_name, check_policy, check_presets,
]


def main():
    data = Data(*sys.argv[1:])
    print(f"1..{len(CHECKS)}")
    failed = False
    for number, check in enumerate(CHECKS, 1):
        problems = list(check(data))
        for problem in problems:
            print(f"# {problem}")
        name = check.__name__.removeprefix("check_").replace("_", " ")
        print(f"{'not ok' if problems else 'ok'} {number} {name}")
        failed = failed or bool(problems)
    sys.exit(failed)


if __name__ == "__main__":
    main()
