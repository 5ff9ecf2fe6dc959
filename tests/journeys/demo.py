#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/demo: a throw-away world, and the kiosk in it.

With a display it opens the window and stays until it is closed (Ctrl+C). Without one it does what a
citizen does: orders a confirmation of residence while the portal is out of reach, gets a receipt,
and later has the certificate printed after a login by phone. Pictures and papers stay in
demo-output/.

Usage: demo.py PREFIX [--pictures]
"""

import os
import pathlib
import shutil
import sys
import time

from citizen import Citizen
from processes import wait_until
from world import SOURCE, World

OUTPUT = SOURCE / "demo-output"
PERSON = "zeljko-curcic"


class Diary:
    """Says what happens, and how long it took."""

    def __init__(self):
        self.began = self.last = time.monotonic()

    def tell(self, what):
        now = time.monotonic()
        print(f"{now - self.last:6.1f} s  {what}", flush=True)
        self.last = now


def start_world(world, diary):
    world.publish()
    diary.tell("keys made; the catalogue of Aargau compiled, signed and released")
    world.start_bus()
    world.start_portal()
    world.start_printer()
    world.start_scheduler()
    world.start_agent()
    diary.tell("portal, printer, print scheduler and agent are running, on loopback")


def drive(world, diary):
    world.screen.start()
    world.start_kiosk()
    diary.tell("the kiosk shows its first page; it is in a network namespace of its own, empty")
    citizen = Citizen(world)

    world.processes.stop("portal")
    wait_until(lambda: "offline" in world.ctl("status"), "the kiosk to know that it is offline")
    citizen.begin()
    citizen.find_service()
    citizen.start_form()
    citizen.fill_form_in()
    reference = citizen.hand_in()
    diary.tell(f"offline: a service found, its form filled in and handed in as {reference}")
    citizen.screen.key("Return")
    citizen.screen.wait_for_page("print")
    citizen.settle()
    shutil.copy(citizen.print_paper(1)[0], OUTPUT / "receipt.pdf")
    citizen.end()
    diary.tell("the receipt is on paper, and the session has ended")

    world.start_portal()
    wait_until(lambda: reference not in world.ctl("outbox", "list"), "the outbox to be empty")
    diary.tell("the portal is back, and what was handed in has arrived")
    citizen.screen.key("space")
    citizen.begin()
    citizen.find_service()
    citizen.identify_by_phone(PERSON)
    certificate = OUTPUT / "certificate.pdf"
    shutil.copy(citizen.print_paper(2)[1], certificate)
    citizen.end()
    diary.tell("logged in by phone, and the certificate is on paper")
    print(world.ctl("verify", "--keys", world.directory / "keys" / "public-keys.json", certificate))


def leave_to_user(world, diary):
    """The kiosk in a window of the display that is there, until it or the user ends."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_SESSION_TYPE")
    world.screen.environment = {name: os.environ[name] for name in names if name in os.environ}
    if "WAYLAND_DISPLAY" in os.environ:
        world.processes.environment["XDG_RUNTIME_DIR"] = os.environ["XDG_RUNTIME_DIR"]
    world.start_kiosk_process()
    diary.tell("the kiosk is in its window; Ctrl+C here ends everything")
    print(f"The phone page is {world.portal_address()}/device (any of the three test persons).")
    try:
        world.processes.running["kiosk"].wait()
    except KeyboardInterrupt:
        print()


def main():
    has_display = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    drives = not has_display or "--pictures" in sys.argv[2:]
    diary = Diary()
    if drives:
        shutil.rmtree(OUTPUT, ignore_errors=True)
        OUTPUT.mkdir()
    with World(pathlib.Path(sys.argv[1]), OUTPUT if drives else None, windowed=not drives) as world:
        try:
            start_world(world, diary)
            if drives:
                drive(world, diary)
            else:
                leave_to_user(world, diary)
        except Exception:
            print(world.last_words(), file=sys.stderr)
            raise
    if drives:
        print(f"All of it took {time.monotonic() - diary.began:.0f} s. Look at {OUTPUT}:")
        print("  " + "\n  ".join(path.name for path in sorted(OUTPUT.iterdir())))


if __name__ == "__main__":
    main()
