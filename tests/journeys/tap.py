# SPDX-License-Identifier: GPL-3.0-or-later
"""TAP, the test anything protocol, on standard output."""

import contextlib
import traceback


class Tap:
    def __init__(self):
        self.n_done = 0
        self.n_failed = 0

    def check(self, is_true, what):
        self.n_done += 1
        self.n_failed += not is_true
        print(f"{'ok' if is_true else 'not ok'} {self.n_done} - {what}", flush=True)
        return is_true

    def equal(self, found, wanted, what):
        if not self.check(found == wanted, what):
            print(f"# found  {found!r}\n# wanted {wanted!r}", flush=True)

    @contextlib.contextmanager
    def reporting(self, world):
        """What stops the journey is one more failure; the programs' last words go with it."""
        try:
            yield
        except Exception:
            self.check(False, "the journey goes on to its end")
            for line in (traceback.format_exc() + world.last_words()).splitlines():
                print(f"# {line}", flush=True)

    def finish(self):
        print(f"1..{self.n_done}", flush=True)
        return 1 if self.n_failed else 0
