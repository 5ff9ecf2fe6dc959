#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a citizen waits for, measured on the screen of the real kiosk, and the memory it takes.

Usage: figures.py BUILD       (a build without sanitizers; prints the table of docs/benchmarks.md)
"""

import os
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "journeys"))

from citizen import QUERY, Citizen  # noqa: E402
from eye import Eye  # noqa: E402
from processes import wait_until  # noqa: E402
from world import World  # noqa: E402

WHOLE = (0, 100, 1080, 1700)
RESULTS = (40, 320, 1000, 900)
N_STARTS = 5


def show(what, values, unit="ms"):
    middle = statistics.median(values)
    print(f"| {what} | {middle:.0f} {unit} | {max(values):.0f} {unit} | {len(values)} |", flush=True)


def memory_mib(pid, name):
    """Proportional share: what would be free again without this process."""
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0


def descendants(pid):
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from descendants(int(child))


def measure_starts(world, eye):
    cold = []
    for _ in range(N_STARTS):
        world.processes.stop("kiosk")
        time.sleep(0.5)
        began = time.monotonic()
        world.start_kiosk_process()
        wait_until(lambda: world.screen.page() == "attract", "the first page")
        cold.append((time.monotonic() - began) * 1000)
    show("cold start of the kiosk to the attract page", cold)


def measure_search(world, eye, citizen):
    keys = []
    citizen.screen.wait_for_page("attract")
    citizen.screen.focus()
    citizen.screen.key("space")
    citizen.screen.wait_for_page("home")
    citizen.settle()
    for letter in QUERY:
        with eye.timed_change((40, 180, 1000, 1500), keys):
            world.screen.xdotool("key", "space" if letter == " " else letter)
        time.sleep(0.15)
    show("key press to the screen that answers it (with the start of xdotool)", keys)
    citizen.screen.key("Return")
    citizen.screen.wait_for_page("service")
    citizen.settle()


def measure_form(world, eye, citizen):
    posts = []
    citizen.start_form()
    pages = (("Zoe", "Muster"), ("3", "2", "1984"), ("Landstrasse", "12a", "5430"), (" ",), (" ",),
             ("079 123 45 67", ""))
    for texts in pages:
        for number, text in enumerate(texts):
            if number > 0:
                world.screen.key("Tab")
            if text:
                world.screen.type(text)
        citizen.settle()
        with eye.timed_change((100, 110, 880, 160), posts):
            world.screen.xdotool("key", "Return")
        citizen.settle()
    show("post of a form page to the next page on the screen (with the start of xdotool)", posts)
    world.screen.key("Tab", "Return")
    citizen.settle()


def measure_memory(world):
    rows = {"session process with a form": [], "web process": [], "standby process": []}
    sessions = world.sessions()
    for pid in sessions:
        webs = [child for child in descendants(pid)
                if "WebKitWebProces" in pathlib.Path(f"/proc/{child}/comm").read_text()]
        role = "session process with a form" if pid == sessions[0] else "standby process"
        rows[role].append(memory_mib(pid, "Pss"))
        rows["web process"] += [memory_mib(child, "Pss") for child in webs]
    for what, values in rows.items():
        if values:
            show(f"memory (PSS): {what}", values, "MiB")


def measure_print(world, citizen):
    accepted = []
    spool = world.directory / "spool"
    citizen.screen.key("Return")
    citizen.screen.wait_for_page("print")
    citizen.settle()
    known = set(os.listdir(spool))
    began = time.monotonic()
    world.screen.xdotool("key", "Return")
    while set(os.listdir(spool)) <= known:
        if time.monotonic() - began > 20:
            raise AssertionError("no job at the scheduler")
    accepted.append((time.monotonic() - began) * 1000)
    show("“print” to the job at the scheduler", accepted)
    world.wait_for_paper(1)
    wait_until(lambda: world.ended_prints(), "the end of the print")
    citizen.settle()


def measure_end(world, citizen):
    ended = []
    began = time.monotonic()
    world.screen.xdotool("key", "Return")
    wait_until(lambda: world.screen.page() == "end", "the farewell")
    ended.append((time.monotonic() - began) * 1000)
    show("end of a session to the next one in front, ready for keys", ended)


def main():
    print("| what | median | worst | n |\n|---|--:|--:|--:|")
    with World(sys.argv[1]) as world:
        world.start_all()
        eye = Eye(world.screen.environment["DISPLAY"])
        citizen = Citizen(world)
        measure_starts(world, eye)
        world.processes.stop("portal")
        wait_until(lambda: "offline" in world.ctl("status"), "offline")
        measure_search(world, eye, citizen)
        measure_form(world, eye, citizen)
        measure_memory(world)
        citizen.hand_in()
        measure_print(world, citizen)
        measure_end(world, citizen)


if __name__ == "__main__":
    main()
