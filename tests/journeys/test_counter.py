#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Staff and kiosk, on real parts: the counter paired with the real agent, the printer run out of
paper, a citizen who calls, somebody who comes.

Usage: test_counter.py BUILD [PICTURES]"""

import pathlib
import sys
import urllib.request

from citizen import Citizen
from desk import Desk
from processes import wait_until
from tap import Tap
from world import World

# Where the bar at the bottom of every page has “Call staff”.
CALL_STAFF = (747, 1858)


def set_paper(world, sheets):
    """The form of the printer's own web page: two trays."""
    trays = (f"size0=iso_a4_210x297mm&type0=stationery&level0={sheets}"
             f"&size1=iso_a4_210x297mm&type1=stationery-letterhead&level1={sheets}")
    with urllib.request.urlopen(f"http://localhost:{world.printer_port}/media?{trays}", timeout=20):
        pass


def pair(tap, world, desk):
    desk.enter_line("schalter-pair:1:localhost:1:0123:4567")
    desk.screen.take_picture("desk-bad-line")
    tap.check(not desk.file.exists(), "a damaged line pairs nothing")
    desk.enter_line(world.ctl("pair").strip())
    wait_until(desk.file.exists, "the kiosk to be written down")
    tap.equal(desk.file.stat().st_mode & 0o777, 0o600, "its credential is the user's alone")
    tap.check("name=Baden, Stadthaus" in desk.file.read_text(), "the kiosk has said its name")


def run_out_of_paper(tap, world, desk):
    set_paper(world, 0)
    desk.wait_for_notifications(1)
    tap.check(True, "a printer without paper is on the desk")
    desk.screen.take_picture("desk-no-paper")
    set_paper(world, 250)
    desk.wait_for_notifications(0)
    tap.equal(desk.last_notification(), ("Baden, Stadthaus", "The printer has no paper."),
              "it said which kiosk and what; it is gone when there is paper")


def call_staff(world, desk):
    world.screen.tap(*CALL_STAFF)
    desk.wait_for_notifications(1)
    desk.wait_for_title("Kiosks: 1 call")


def call_and_come(tap, world, desk, citizen):
    call_staff(world, desk)
    citizen.settle()
    world.screen.take_picture("kiosk-called")
    desk.screen.take_picture("desk-called")
    desk.open_notification()
    desk.screen.key("Return")
    desk.wait_for_notifications(0)
    desk.wait_for_title("Kiosks")
    tap.equal(desk.last_notification(), ("Baden, Stadthaus", "Somebody asks for help."),
              "a call is on the desk until somebody says that they come")
    citizen.settle()
    world.screen.take_picture("kiosk-answered")
    desk.screen.take_picture("desk-answered")


def come_back(tap, world, desk):
    """Whatever is started anew, the two find each other, without a new pairing."""
    world.processes.stop("agent")
    wait_until(lambda: not world.processes.is_alive("agent"), "the agent to be gone")
    desk.screen.take_picture("desk-lost")
    world.start_agent()
    desk.processes.stop("counter")
    desk.start_program()
    # The session, too, needs a moment to find its agent again.
    def is_called():
        world.screen.tap(*CALL_STAFF)
        return desk.n_notifications() == 1
    wait_until(is_called, "a call to arrive again")
    tap.check(True, "after both were started anew a call arrives again")
    desk.processes.stop("counter")
    desk.wait_for_notifications(0)
    tap.check(True, "no notification stays when the program goes")


def main():
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    tap = Tap()
    with World(sys.argv[1], pictures) as world, tap.reporting(world):
        world.publish()
        world.start_bus()
        world.start_portal()
        world.start_printer()
        world.start_agent()
        world.screen.start()
        world.start_kiosk()
        desk, citizen = Desk(world, pictures), Citizen(world)
        desk.start()
        pair(tap, world, desk)
        run_out_of_paper(tap, world, desk)
        citizen.begin()
        call_and_come(tap, world, desk, citizen)
        come_back(tap, world, desk)
        tap.equal(world.complaints(), [], "nobody has complained")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
