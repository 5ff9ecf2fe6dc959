# SPDX-License-Identifier: GPL-3.0-or-later
"""What a citizen has: a screen to look at, a keyboard and a finger. A virtual X display of the
kiosk's own size, unless the world is to be seen on the display that is there."""

import os
import re
import subprocess

from processes import wait_until

WIDTH, HEIGHT = 1080, 1920


class Screen:
    def __init__(self, processes, pictures=None):
        self.processes = processes
        self.pictures = pictures
        self.n_pictures = 0
        self.environment = {}
        self.window = None

    def start(self):
        """Xvfb picks a free display and says which."""
        read_end, write_end = os.pipe()
        log = open(self.processes.logs / "xvfb.log", "wb")
        with log:
            self.processes.running["xvfb"] = subprocess.Popen(
                ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
                 "-nolisten", "tcp", "-noreset"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[write_end],
                start_new_session=True, env=self.processes.environment)
        os.close(write_end)
        with os.fdopen(read_end) as answer:
            number = answer.readline().strip()
        if not number:
            raise AssertionError(f"no display: {self.processes.log_of('xvfb')}")
        self.environment = {"DISPLAY": f":{number}", "GDK_BACKEND": "x11"}
        self.processes.run("setxkbmap", "-layout", "ch", **self.environment)

    def xdotool(self, *arguments, check=True):
        return self.processes.run("xdotool", *arguments, check=check, **self.environment)

    # Looking.

    def titles(self):
        """Titles of the windows on the screen, by window id."""
        found = self.xdotool("search", "--onlyvisible", "--name", "^Schalter", check=False)
        windows = found.stdout.decode().split()
        names = ((window, self.xdotool("getwindowname", window, check=False)) for window in windows)
        return {window: name.stdout.decode().strip() for window, name in names}

    def page(self):
        """The page shown, by its id: the window's title ends in it."""
        for window, title in self.titles().items():
            match = re.fullmatch(r"Schalter\S* . (\S+)", title)
            if match:
                self.window = window
                return match.group(1)
        return None

    def wait_for_page(self, *pages):
        return wait_until(lambda: self.page() in pages and self.page(),
                          f"the page {' or '.join(pages)} (is: {self.page()})")

    def take_picture(self, name):
        """Numbered in the order taken; nothing when nobody wants pictures."""
        if self.pictures is None:
            return None
        self.n_pictures += 1
        target = self.pictures / f"{self.n_pictures:02d}-{name}.png"
        self.processes.run("import", "-window", "root", "-silent", target, **self.environment)
        return target

    def read_code(self):
        """What a phone's camera reads from the screen; None when there is no code to be seen."""
        picture = self.processes.directory / "code.png"
        self.processes.run("import", "-window", "root", "-silent", picture, **self.environment)
        found = self.processes.run("zbarimg", "--nodbus", "-q", "--raw", picture, check=False)
        return found.stdout.decode().strip() or None

    # Doing.

    def focus(self):
        if self.window:
            self.xdotool("windowfocus", "--sync", self.window, check=False)

    def type(self, text):
        """On a Swiss keyboard, so that umlauts are keys; what it lacks, xdotool cannot type well."""
        self.xdotool("type", "--delay", "15", "--", text)

    def type_into_fields(self, *texts):
        """One field after the other, Tab between them; then Enter, which leads on."""
        for number, text in enumerate(texts):
            if number > 0:
                self.key("Tab")
            if text:
                self.type(text)
        self.key("Return")

    def key(self, *names):
        self.xdotool("key", "--delay", "30", *names)

    def tap(self, x, y):
        self.xdotool("mousemove", x, y, "click", "1")
