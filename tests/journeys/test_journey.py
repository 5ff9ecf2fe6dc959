#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole journey, end to end, on real parts: the real window under Xvfb, the kiosk in an empty
network namespace, portal, agent, cupsd and printer of their own.

Usage: test_journey.py BUILD [PICTURES]"""

import json
import pathlib
import shutil
import sys

from citizen import ANSWERS, SERVICE, Citizen
from processes import wait_until
from tap import Tap
from world import World


def opened(world, reference):
    """The submissions with this number, opened with the authority's key."""
    text = world.processes.run(
        world.program("portal", "schalter-portal"), "inbox",
        "--database", world.directory / "portal" / "portal.sqlite",
        "--keys", world.directory / "keys" / "authority-secrets.json", "--reference", reference)
    decoder, found, rest = json.JSONDecoder(), [], text.strip()
    while rest:
        item, end = decoder.raw_decode(rest)
        found.append(item)
        rest = rest[end:].strip()
    return found


def hand_in_offline(tap, world, citizen):
    world.processes.stop("portal")
    wait_until(lambda: "offline" in world.ctl("status"), "the kiosk knows that it is offline")
    citizen.begin()
    citizen.find_service()
    citizen.start_form()
    citizen.screen.key("F7", "ctrl+shift+i", "alt+F4", "alt+Left", "ctrl+p", "Menu")
    citizen.settle()
    tap.equal(citizen.screen.page(), "form", "keys that are no letters lead nowhere in a web view")
    citizen.fill_form_in()
    reference = citizen.hand_in()
    tap.check(reference in world.ctl("outbox", "list"), "what was handed in waits in the outbox")
    citizen.screen.key("Return")
    citizen.screen.wait_for_page("print")
    citizen.settle()
    papers = citizen.print_paper(1)
    text = world.text_of(papers[0])
    tap.check(reference in text, "the receipt on paper has the number")
    tap.check(not any(word in text for word in ("Müller", "1984", "Landstrasse")),
              "the receipt says nothing about the person")
    leave(tap, world, citizen)

    world.start_portal()
    wait_until(lambda: reference not in world.ctl("outbox", "list"), "the outbox to be empty")
    inbox = opened(world, reference)
    tap.equal(len(inbox), 1, "the submission has arrived once")
    answers = inbox[0]["content"]["answers"] if "content" in inbox[0] else inbox[0]["answers"]
    tap.equal({name: answers.get(name) for name in ANSWERS}, ANSWERS,
              "opened with the authority's key, the answers are what was typed")


def leave(tap, world, citizen):
    """The session is over: its process is gone, the standby is shown."""
    before = world.sessions()
    citizen.end()
    gone = wait_until(lambda: set(before) - set(world.sessions()), "the session's process to go")
    tap.equal(len(gone), 1, "exactly the citizen's process has gone")
    citizen.screen.key("space")
    citizen.screen.wait_for_page("attract", "home")
    wait_until(lambda: len(world.sessions()) == 2, "a new standby behind the one in front")
    tap.check(True, "the standby is shown, and another one stands behind it")


def print_certificate(tap, world, citizen):
    wait_until(lambda: "online" in world.ctl("status"), "the kiosk knows that it is online")
    if citizen.screen.page() == "attract":
        citizen.begin()
    citizen.find_service()
    citizen.identify_by_phone("zeljko-curcic")
    paper = citizen.print_paper(2)[1]
    text = world.text_of(paper)
    for claim in ("Ćurčić", "Željko", "Wohnsitzbestätigung"):
        tap.check(claim in text, f"the certificate has “{claim}” as text")
    verified = world.ctl("verify", "--keys", world.directory / "keys" / "public-keys.json", paper,
                         check=False)
    tap.check("Ćurčić" in verified, "schalterctl reads the code from the paper and accepts it")
    code = world.code_of(paper)
    tap.check(code.startswith("HTTPS://"), "zbarimg reads the code from the rasterised paper")
    position = len(code) - 40
    other = "A" if code[position] != "A" else "B"
    forged = code[:position] + other + code[position + 1:]
    done = world.processes.run(
        world.program("ctl", "schalterctl"), "--config", world.settings, "verify", "--keys",
        world.directory / "keys" / "public-keys.json", forged, check=False)
    tap.check(done.returncode != 0, "one symbol changed, it is refused")
    leave(tap, world, citizen)
    return paper


def main():
    pictures = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
    tap = Tap()
    if pictures is not None:
        pictures.mkdir(exist_ok=True)
    with World(sys.argv[1], pictures) as world, tap.reporting(world):
        world.start_all()
        citizen = Citizen(world)
        tap.check("version 1 of 20" in world.ctl("status"), "IT sees the catalogue and its time")
        hand_in_offline(tap, world, citizen)
        paper = print_certificate(tap, world, citizen)
        if pictures is not None:
            shutil.copy(paper, pictures / "certificate.pdf")
        tap.equal(world.complaints(), [], "no program has complained")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
