# SPDX-License-Identifier: GPL-3.0-or-later
"""The processes of a throw-away world: started with an environment of their own, each with its log,
and ended by the ids that were written down here and no others."""

import os
import signal
import socket
import subprocess
import time

# A slow machine, with sanitizers: nothing waits this long unless it is broken.
DEADLINE_S = float(os.environ.get("SCHALTER_DEADLINE_S", "90"))
KEPT = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "G_DEBUG", "SOURCE_DATE_EPOCH")


class Late(AssertionError):
    """Something did not come true in time."""


def wait_until(condition, what, deadline_s=DEADLINE_S):
    """Asks again and again; returns the first true answer."""
    end = time.monotonic() + deadline_s
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise Late(f"after {deadline_s:.0f} s still not: {what}")
        time.sleep(0.02)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_port_open(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def is_socket_open(path):
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(1)
        return probe.connect_ex(str(path)) == 0


class Processes:
    def __init__(self, directory):
        self.directory = directory
        self.logs = directory / "log"
        self.logs.mkdir()
        self.running = {}
        self.environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.environment["PATH"] += ":/usr/sbin:/sbin"
        self.environment.update(LANG="C.UTF-8", TZ="Europe/Zurich", TMPDIR="/tmp")

    def start(self, name, *command, **environment):
        log = open(self.logs / f"{name}.log", "ab")
        with log:
            self.running[name] = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.directory,
                env={**self.environment, **environment}, start_new_session=True)
        return self.running[name]

    def run(self, *command, check=True, **environment):
        """Runs to the end; its standard output."""
        done = subprocess.run(
            [str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True,
            cwd=self.directory, env={**self.environment, **environment}, timeout=DEADLINE_S,
            check=False)
        if check and done.returncode != 0:
            raise AssertionError(f"{command[0]} ended with {done.returncode}: "
                                 f"{done.stderr.decode(errors='replace')[-2000:]}")
        return done.stdout.decode(errors="replace") if check else done

    def is_alive(self, name):
        return name in self.running and self.running[name].poll() is None

    def expect(self, name, condition, what):
        """Waits for a process just started; says what its log says if it dies instead."""
        def check():
            if not self.is_alive(name):
                raise AssertionError(f"{name} ended at once:\n{self.log_of(name)[-3000:]}")
            return condition()
        return wait_until(check, f"{name}: {what}")

    def log_of(self, name):
        return (self.logs / f"{name}.log").read_text(errors="replace")

    def stop(self, name, how=signal.SIGTERM):
        """The exit status, or None when it was not running."""
        process = self.running.pop(name, None)
        if process is None:
            return None
        if process.poll() is None:
            process.send_signal(how)
        try:
            return process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait(20)

    def stop_all(self):
        for name in reversed(list(self.running)):
            self.stop(name)
