# SPDX-License-Identifier: GPL-3.0-or-later
"""What citizens do at the kiosk, by keyboard, step by step; a picture of every page on the way."""

import re
import urllib.parse

from processes import wait_until

SERVICE = "wohnsitzbestaetigung"
QUERY = "wohnsitz bescheinigung"

# What is typed into the form, and what the authority must read in the end.
ANSWERS = {
    "given_names": "Zoé Ursula",
    "surname": "Müller-Bär",
    "birth_date": "1984-02-03",
    "address": {"street": "Landstrasse", "house_number": "12a", "postcode": "5430",
                "town": "Wettingen"},
    "purpose": "authority",
    "delivery": "post",
    "phone": "+41791234567",
    "email": "zoe@example.ch",
    "remarks": "Bitte bis Freitag",
}


class Citizen:
    def __init__(self, world):
        self.world = world
        self.screen = world.screen

    def picture(self, name):
        self.screen.take_picture(name)

    def settle(self):
        """Until two pictures in a row are the same: the page is complete."""
        state = {"last": None}

        def is_still():
            picture = self.world.directory / "settle.png"
            self.world.processes.run("import", "-window", "root", "-silent", "-resize", "20%",
                                     picture, **self.screen.environment)
            seen, state["last"] = state["last"], picture.read_bytes()
            return seen == state["last"]
        wait_until(is_still, "the screen to stand still")

    def begin(self):
        self.screen.wait_for_page("attract")
        self.picture("attract")
        self.screen.focus()
        self.screen.key("space")
        self.screen.wait_for_page("home")
        self.settle()
        self.picture("home")

    def find_service(self):
        """Types in their own words; Enter opens the first that is found."""
        self.screen.type(QUERY)
        self.settle()
        self.picture("results")
        self.screen.key("Return")
        self.screen.wait_for_page("service")
        self.settle()
        self.picture("service")

    def start_form(self):
        self.screen.key("Return")
        self.screen.wait_for_page("municipality")
        self.settle()
        self.picture("municipality")
        self.screen.key("Return")
        self.screen.wait_for_page("form")
        self.settle()

    def next_page(self, name, *texts):
        self.picture(name)
        self.screen.type_into_fields(*texts)
        self.settle()

    def fill_form_in(self):
        self.screen.key("Return")
        self.settle()
        self.picture("form-with-errors")
        self.next_page("form-name", ANSWERS["given_names"], ANSWERS["surname"])
        self.next_page("form-birth", "3", "2", "1984")
        self.next_page("form-address", "Landstrasse", "12a", "5430")
        self.next_page("form-purpose", " ")
        self.next_page("form-delivery", " ")
        self.next_page("form-contact", "079 123 45 67", ANSWERS["email"])
        # A text of several lines takes Enter for itself: on to the button.
        self.picture("form-remarks")
        self.screen.type(ANSWERS["remarks"])
        self.screen.key("Tab", "Return")
        self.settle()
        self.picture("form-summary")

    def hand_in(self):
        """Backwards from the end of the page: back, hand in, the declaration."""
        self.screen.key("shift+Tab", "shift+Tab", "shift+Tab", "space", "Return")
        self.screen.wait_for_page("receipt")
        self.settle()
        self.picture("receipt")
        code = wait_until(self.screen.read_code, "the receipt's code on the screen")
        assert re.fullmatch(r"4021-[0-9A-Z]{4}-[0-9A-Z]{4}", code), code
        return code

    def identify_by_phone(self, person):
        """Reads the code from the screen as a phone does, and answers on its page."""
        self.screen.key("Return")
        self.screen.wait_for_page("identify")
        address = wait_until(self.screen.read_code, "the login's code on the screen")
        self.picture("identify")
        query = urllib.parse.parse_qs(urllib.parse.urlparse(address).query)
        page = self.world.fetch(f"/device?{urllib.parse.urlencode(query, doseq=True)}")
        assert query["code"][0] in page, "the phone shows another code"
        answer = {"code": query["code"][0], "person": person, "answer": "yes"}
        self.world.fetch("/device", urllib.parse.urlencode(answer).encode())
        self.screen.wait_for_page("print")
        self.settle()

    def print_paper(self, count):
        """Until the printer says that it is out; the documents it has had so far."""
        self.picture("print")
        self.screen.key("Return")
        papers = self.world.wait_for_paper(count)
        wait_until(lambda: papers[-1].name.split("-", 1)[1] in self.world.ended_prints(),
                   "the agent's confirmation")
        self.settle()
        self.picture("printed")
        return papers

    def end(self):
        self.screen.key("Return")
        self.screen.wait_for_page("end")
        self.settle()
        self.picture("end")
