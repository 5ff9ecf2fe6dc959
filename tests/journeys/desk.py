# SPDX-License-Identifier: GPL-3.0-or-later
"""What staff have: a desk with a screen of its own, a notification daemon, and schalter-counter."""

import json

import screen
from processes import wait_until


class Desk:
    def __init__(self, world, pictures=None):
        self.world = world
        self.processes = world.processes
        self.screen = screen.Screen(world.processes, pictures)
        self.data = world.directory / "desk"
        self.file = self.data / "schalter" / "counter.conf"

    def start(self):
        """Like everything in the world, on its one bus; the display is another machine's."""
        kiosk_display = self.processes.running.pop("xvfb", None)
        self.screen.start()
        self.processes.running["desk-xvfb"] = self.processes.running.pop("xvfb")
        if kiosk_display is not None:
            self.processes.running["xvfb"] = kiosk_display
        self.processes.start("dunst", "dunst", **self.screen.environment)
        self.processes.expect("dunst", lambda: self.n_notifications() == 0, "is on the bus")
        self.start_program()

    def start_program(self):
        """Without GL, which the renderer does not use: its driver loses memory when it is unloaded."""
        self.processes.start("counter", self.world.program("counter", "schalter-counter"),
                             XDG_DATA_HOME=str(self.data), GDK_DEBUG="gl-disable",
                             **self.screen.environment)
        self.processes.expect("counter", self.title, "shows its window")
        self.focus()

    # Looking.

    def window(self):
        found = self.screen.xdotool("search", "--onlyvisible", "--name", "^Kiosks", check=False)
        return (found.stdout.decode().split() or [None])[0]

    def title(self):
        window = self.window()
        return window and self.screen.xdotool("getwindowname", window).strip()

    def wait_for_title(self, title):
        return wait_until(lambda: self.title() == title, f"a window “{title}” (is: {self.title()})")

    def n_notifications(self):
        done = self.processes.run("dunstctl", "count", "displayed", check=False)
        return int(done.stdout) if done.returncode == 0 else -1

    def wait_for_notifications(self, count):
        wait_until(lambda: self.n_notifications() == count, f"{count} notifications on the desk")

    def last_notification(self):
        """Headline and text of the one that went last."""
        history = json.loads(self.processes.run("dunstctl", "history"))["data"][0]
        return history[0]["summary"]["data"], history[0]["body"]["data"]

    # Doing.

    def focus(self):
        self.screen.xdotool("windowfocus", "--sync", self.window())

    def enter_line(self, line):
        self.screen.key("ctrl+a")
        self.screen.type(line)
        self.screen.key("Return")

    def open_notification(self):
        self.processes.run("dunstctl", "action", "0")
        self.focus()
