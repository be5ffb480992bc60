#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""end-to-end.py PROGRAM: drives the program from outside, as assistive technology does, on the
display and message bus that on-display --bus gives. Reads by accessible text, clicks by name."""
import pathlib
import struct
import subprocess
import sys
import tempfile
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

DEADLINE = 60


# --- Captures ---


def block(kind, body):
    size = 12 + len(body)
    return struct.pack("<II", kind, size) + body + struct.pack("<I", size)


def frame(number):
    """UDP from 10.0.0.1 port 1000 + number to 10.0.0.2 port 53."""
    udp = struct.pack("!HHHH", 1000 + number, 53, 8, 0)
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 28, 0, 0, 64, 17, 0, bytes((10, 0, 0, 1)),
                     bytes((10, 0, 0, 2)))
    return bytes(12) + b"\x08\x00" + ip + udp + b"\x00\x00"


def write_capture(path, count):
    data = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    data += block(1, struct.pack("<HHI", 1, 0, 0))
    for number in range(count):
        packet = frame(number)
        head = struct.pack("<IIIII", 0, 0, number * 1000, len(packet), len(packet))
        data += block(6, head + packet)
    path.write_bytes(data)
    return path


# --- The screen, as others see it ---


def children(node):
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child is not None:
            yield child


def everything(node):
    yield node
    for child in children(node):
        yield from everything(child)


def until(what, condition):
    """What @condition gives, as soon as that is true."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        try:
            found = condition()
            if found:
                return found
        except GLib.Error:
            pass  # it changed while it was looked at
        time.sleep(0.05)
    raise AssertionError(f"waited too long until {what}")


class Program:
    def __init__(self, path, *arguments):
        self.path = path
        self.process = subprocess.Popen([path, *map(str, arguments)])

    def run(self, *arguments):
        """Starts the program once more, and waits for that to end."""
        return subprocess.run([self.path, *map(str, arguments)], timeout=DEADLINE,
                              capture_output=True, text=True, check=False)

    def frames(self):
        for program in children(Atspi.get_desktop(0)):
            if program.get_process_id() == self.process.pid:
                return [node for node in children(program) if node.get_role_name() == "frame"]
        return []

    def frame(self, name):
        return until(f"there is a window “{name}”",
                     lambda: next((f for f in self.frames() if f.get_name() == name), None))

    def close(self):
        self.process.terminate()
        self.process.wait(DEADLINE)


def is_laid_out(node):
    """Whether it has a place in its window; what is on a page that was never shown has none."""
    return Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW).width > 0


def find(node, role, name):
    """The node below with this role, and a name that begins so or ends so: a mnemonic is part of
    a name."""
    return until(f"there is a {role} “{name}”", lambda: next(
        (n for n in everything(node) if n.get_role_name() == role
         and (n.get_name().startswith(name) or n.get_name().endswith(name))
         and n.get_state_set().contains(Atspi.StateType.VISIBLE) and is_laid_out(n)), None))


def shows(node, text):
    return until(f"“{text}” is shown", lambda: any(
        text in (n.get_name() or "") for n in everything(node)))


def rows(window):
    """Those of the packet list, as soon as there are any."""
    packets = find(window, "list", "Packets")
    return until("there are packets", lambda: list(children(packets)))


def click(node):
    assert Atspi.Action.do_action(node, 0)


def is_selected(node):
    return node.get_state_set().contains(Atspi.StateType.SELECTED)


def is_pressed(node):
    return node.get_state_set().contains(Atspi.StateType.PRESSED)


# --- Tests ---


def test_reads_rows(program, folder):
    program.run(write_capture(folder / "rows.pcapng", 5))
    window = program.frame("rows.pcapng")
    shows(window, "5 packets")
    find(window, "tree table", "Columns")
    assert [row.get_name() for row in rows(window)] == [
        f"{i + 1}, 0.00{i}000, 10.0.0.1, 10.0.0.2, UDP, 44, {1000 + i} → 53 Len=0"
        for i in range(5)]


def test_selects_a_row(program, folder):
    program.run(write_capture(folder / "select.pcapng", 8))
    window = program.frame("select.pcapng")
    packets = find(window, "list", "Packets")
    assert rows(window)[5].get_name().startswith("6, ")
    assert Atspi.Selection.select_child(packets, 5)
    until("the sixth row is selected", lambda: [
        row.get_name().split(",")[0] for row in rows(window) if is_selected(row)] == ["6"])
    assert Atspi.Selection.select_all(packets)
    until("all rows are selected", lambda: all(map(is_selected, rows(window))))


def test_opens_a_second_file_in_the_same_process(program, folder):
    before = len(program.frames())
    done = program.run(write_capture(folder / "second.pcapng", 2))
    assert done.returncode == 0, done.stderr
    program.frame("second.pcapng")
    assert len(program.frames()) == before + 1
    assert program.run(folder / "second.pcapng").returncode == 0
    assert len(program.frames()) == before + 1
    assert program.run("--new-window", folder / "second.pcapng").returncode == 0
    until("there is one more window", lambda: len(program.frames()) == before + 2)


def test_says_what_is_wrong(program, folder):
    program.run(folder / "missing.pcapng")
    window = program.frame("missing.pcapng")
    shows(window, "could not be opened")
    write_capture(folder / "missing.pcapng", 3)
    click(find(window, "push button", "Try Again"))
    shows(window, "3 packets")


def test_filters(program, folder):
    program.run(write_capture(folder / "filter.pcapng", 10))
    window = program.frame("filter.pcapng")
    shows(window, "10 packets")
    entry = find(window, "text", "Filter")
    assert Atspi.EditableText.set_text_contents(entry, "src port 1003")
    click(entry)
    shows(window, "1 of 10 packets")


def test_hides_the_sidebar(program, folder):
    program.run(write_capture(folder / "sidebar.pcapng", 1))
    button = find(program.frame("sidebar.pcapng"), "push button", "Show Sidebar")
    assert is_pressed(button)
    click(button)
    until("the sidebar is hidden", lambda: not is_pressed(button))


def test_says_its_version(program, folder):
    done = program.run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("Packet Monitor ")


def test_refuses_unknown_options(program, folder):
    done = program.run("--no-such-option")
    assert done.returncode == 1
    assert "--no-such-option" in done.stderr


TESTS = [
    test_reads_rows, test_selects_a_row, test_opens_a_second_file_in_the_same_process,
    test_says_what_is_wrong, test_filters, test_hides_the_sidebar, test_says_its_version,
    test_refuses_unknown_options,
]


def main():
    print(f"1..{len(TESTS)}")
    failed = False
    with tempfile.TemporaryDirectory() as name:
        program = Program(sys.argv[1])
        program.frame("Packet Monitor")
        for number, test in enumerate(TESTS, 1):
            good = True
            try:
                test(program, pathlib.Path(name))
            except (AssertionError, subprocess.TimeoutExpired) as error:
                good = False
                print(f"# {error}")
            title = test.__name__.removeprefix("test_").replace("_", " ")
            print(f"{'ok' if good else 'not ok'} {number} {title}", flush=True)
            failed = failed or not good
        program.close()
    sys.exit(failed)


if __name__ == "__main__":
    main()
