# SPDX-License-Identifier: GPL-3.0-or-later
"""A throw-away world on loopback: every program of the project with the real parts around it, in a
directory of its own. Nothing outside that directory is changed, and everything goes when it closes."""

import grp
import os
import pathlib
import pwd
import re
import shutil
import ssl
import tempfile
import urllib.request

import processes
from processes import Processes, free_port, is_port_open, is_socket_open, wait_until
from screen import Screen

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CANTON = "aargau"
MUNICIPALITY = 4021
QUEUE = "certificates"

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/><allow user="*"/></policy></busconfig>
"""

SETTINGS = """[kiosk]
id=baden-1
name=Baden, Stadthaus
canton=AG
municipality={municipality}
idle-seconds={idle_seconds}
windowed={windowed}

[agent]
state-directory={directory}/agent
bus-address=unix:path={directory}/bus.sock

[catalogue]
key-file={directory}/keys/publisher.pub
sync-seconds=2

[portal]
uri=https://localhost:{portal_port}
ca-file={directory}/portal/ca.pem

[printer]
queue={queue}
cups-socket={directory}/cups.sock
device-uri=ipp://localhost:{printer_port}/ipp/print

[counter]
listen=127.0.0.1
port={counter_port}
"""

PORTAL_SETTINGS = """[portal]
listen=127.0.0.1
port={port}
port-file={directory}/portal/port
[tls]
ca-file={directory}/portal/ca.pem
[storage]
database-file={directory}/portal/portal.sqlite
[catalogue]
web-directory={directory}/release
file={directory}/portal/catalogue.sqlite
[secrets]
exchange-file={directory}/keys/exchange-secret.json
seal-file={directory}/keys/seal-secrets.json
"""


class World:
    """Use it in a with statement; start what you need, in this order:
    publish, bus, portal, printer, scheduler, agent, screen, kiosk, counter."""

    def __init__(self, build, pictures=None, windowed=False, idle_seconds=600):
        self.build = pathlib.Path(build).resolve()
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="schalter-world-"))
        self.directory.chmod(0o711)  # the scheduler's filters must get through
        self.processes = Processes(self.directory)
        self.screen = Screen(self.processes, pictures)
        self.portal_port, self.printer_port, self.counter_port = free_port(), free_port(), free_port()
        for name in ("home", "run", "keys", "portal", "agent", "release"):
            (self.directory / name).mkdir(mode=0o700)
        self.settings = self.write(
            "schalter.conf",
            SETTINGS.format(directory=self.directory, portal_port=self.portal_port, queue=QUEUE,
                            printer_port=self.printer_port, counter_port=self.counter_port,
                            municipality=MUNICIPALITY, idle_seconds=idle_seconds,
                            windowed="true" if windowed else "false"))
        self.processes.environment.update(
            HOME=str(self.directory / "home"), XDG_RUNTIME_DIR=str(self.directory / "run"),
            DBUS_SESSION_BUS_ADDRESS=f"unix:path={self.directory}/bus.sock",
            DBUS_SYSTEM_BUS_ADDRESS=f"unix:path={self.directory}/bus.sock",
            CUPS_SERVER=str(self.directory / "cups.sock"), SCHALTER_PRINTER=str(self.directory),
            GSETTINGS_BACKEND="memory", GTK_USE_PORTAL="0", GTK_A11Y="none",
            LIBGL_ALWAYS_SOFTWARE="1", GSK_RENDERER="cairo", WEBKIT_DISABLE_DMABUF_RENDERER="1")

        if (self.build / "data" / "po").exists():  # an installed program finds them by itself
            self.processes.environment["SCHALTER_LOCALEDIR"] = str(self.build / "data" / "po")

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.processes.stop_all()
        if kind is not None and os.environ.get("SCHALTER_KEEP_WORLD"):
            print(f"# the world is kept in {self.directory}")
        else:
            shutil.rmtree(self.directory, ignore_errors=True)

    def write(self, name, text):
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        return path

    def program(self, folder, name):
        """A program of this build, or of a prefix it was installed to."""
        built = self.build / "src" / folder / name
        return built if built.exists() else self.build / "bin" / name

    # The canton.

    def publish(self, version=1):
        """Keys, once; then a signed release of the canton's catalogue."""
        publisher = self.program("publish", "schalter-publish")
        source, keys = SOURCE / "data" / "catalogue" / CANTON, self.directory / "keys"
        if not (keys / "public-keys.json").exists():
            self.processes.run(publisher, "keygen", "--source", source, "--out", keys)
        self.processes.run(publisher, "release", source, "--keys", keys, "--version", str(version),
                           "--out", self.directory / "release")
        self.processes.run(publisher, "compile", source, "--keys", keys / "public-keys.json",
                           "--out", self.directory / "portal" / "catalogue.sqlite")

    def start_portal(self):
        settings = self.write("portal.conf", PORTAL_SETTINGS.format(
            port=self.portal_port, directory=self.directory))
        self.processes.start("portal", self.program("portal", "schalter-portal"),
                             "serve", "--config", settings)
        self.processes.expect("portal", lambda: is_port_open(self.portal_port), "listens")

    def fetch(self, path, body=None):
        """What the portal answers a browser with."""
        context = ssl.create_default_context(cafile=self.directory / "portal" / "ca.pem")
        address = f"https://127.0.0.1:{self.portal_port}{path}"
        with urllib.request.urlopen(address, body, context=context, timeout=20) as answer:
            return answer.read().decode()

    # The kiosk.

    def start_agent(self):
        self.processes.start("agent", self.program("agent", "schalter-agent"),
                             "--config", self.settings)
        self.processes.expect("agent", lambda: "baden-1" in self.ctl("status", check=False),
                              "answers on the bus")

    def ctl(self, *arguments, check=True):
        done = self.processes.run(self.program("ctl", "schalterctl"), "--config", self.settings,
                                  *arguments, check=False)
        if check and done.returncode != 0:
            raise AssertionError(f"schalterctl {arguments}: {done.stderr.decode()}")
        return done.stdout.decode()

    def portal_address(self):
        return f"https://localhost:{self.portal_port}"

    def start_kiosk_process(self):
        """In an empty network namespace, as its unit has it: nothing but the agent is in reach."""
        alone = ["unshare", "--net"] if os.getuid() == 0 else ["unshare", "--map-root-user", "--net"]
        kiosk = self.program("kiosk", "schalter-kiosk")
        self.processes.start("kiosk", *alone, "sh", "-c", 'ip link set lo up; exec "$@"', "sh",
                             kiosk, "--config", self.settings, **self.screen.environment)

    def start_kiosk(self):
        self.start_kiosk_process()
        self.processes.expect("kiosk", lambda: self.screen.page() == "attract", "shows its first page")

    # The bus.

    def start_bus(self):
        """Hermetic: no service files, so that nothing is started behind our back."""
        socket = self.directory / "bus.sock"
        config = self.write("bus.conf", BUS_CONFIG.format(socket=socket))
        self.processes.start("bus", "dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile")
        self.processes.expect("bus", lambda: is_socket_open(socket), "listens")

    # Paper.

    def start_printer(self):
        for name in ("printer-keys", "printer-spool", "out"):
            (self.directory / name).mkdir(exist_ok=True)
        self.write("behaviour", "ok\n")
        support = SOURCE / "tests" / "support"
        self.processes.start(
            "printer", "ippeveprinter", "-v", "-p", self.printer_port, "-n", "localhost", "-r", "off",
            "-K", self.directory / "printer-keys", "-d", self.directory / "printer-spool",
            "-a", support / "printer-a4.conf", "-c", support / "printer-command.sh", "Demo Printer")
        self.processes.expect("printer", lambda: is_port_open(self.printer_port), "listens")

    def papers(self):
        """The documents that the printer has taken, oldest first."""
        return sorted((self.directory / "out").iterdir())

    def wait_for_paper(self, count):
        return wait_until(lambda: len(self.papers()) >= count and self.papers(),
                          f"{count} documents at the printer")

    def start_scheduler(self):
        """cupsd behind a Unix socket, configured by the kiosk's own files."""
        is_root = os.getuid() == 0
        own_group = grp.getgrgid(os.getgid()).gr_name
        user, group = ("lp", "lp") if is_root else (pwd.getpwuid(os.getuid()).pw_name, own_group)
        for name in ("etc/ppd", "etc/ssl", "cache", "state", "spool/tmp"):
            (self.directory / name).mkdir(parents=True, mode=0o755, exist_ok=True)
        temporary = self.directory / "spool" / "tmp"
        shutil.chown(temporary, group=group)
        temporary.chmod(0o1770)
        values = {"SOCKET": "cups.sock", "SERVER_ROOT": "etc", "CACHE_DIR": "cache", "STATE_DIR": "state",
                  "SPOOL_DIR": "spool", "ERROR_LOG": "log/cups-error.log"}
        values = {name: str(self.directory / path) for name, path in values.items()}
        values.update(USER=user, GROUP=group, SYSTEM_GROUP=own_group)
        for name in ("cupsd.conf", "cups-files.conf"):
            text = (SOURCE / "data" / "cups" / f"{name}.in").read_text()
            for key, value in values.items():
                text = text.replace(f"@{key}@", value)
            self.write(f"etc/{name}", text)
        self.processes.start("cupsd", "cupsd", "-f", "-c", self.directory / "etc/cupsd.conf",
                             "-s", self.directory / "etc/cups-files.conf")
        self.processes.expect(
            "cupsd", lambda: is_socket_open(self.directory / "cups.sock"), "listens")
        self.processes.run(
            "lpadmin", "-h", self.directory / "cups.sock", "-p", QUEUE, "-E",
            "-v", f"ipp://localhost:{self.printer_port}/ipp/print", "-m", "everywhere",
            "-o", "printer-error-policy=abort-job", "-o", "PageSize=A4")

    # Looking behind the scenes.

    def start_all(self):
        self.publish()
        self.start_bus()
        self.start_portal()
        self.start_printer()
        self.start_scheduler()
        self.start_agent()
        self.screen.start()
        self.start_kiosk()

    def sessions(self):
        """Process ids of the kiosk's sessions: the host's children."""
        host = self.processes.running["kiosk"].pid
        listed = pathlib.Path(f"/proc/{host}/task/{host}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def ended_prints(self):
        """Names of the jobs that the agent has followed to their end."""
        return re.findall(r"Print (\S+) ended: confirmed", self.processes.log_of("agent"))

    def text_of(self, paper):
        return self.processes.run("pdftotext", "-layout", paper, "-")

    def code_of(self, paper):
        """The QR code, read from a picture of the paper."""
        picture = self.directory / "paper"
        self.processes.run("pdftoppm", "-r", "150", "-png", "-singlefile", paper, picture)
        return self.processes.run("zbarimg", "--nodbus", "-q", "--raw", "-Sdisable",
                                  "-Sqrcode.enable", f"{picture}.png").strip()

    def complaints(self):
        """Critical messages, and what sanitizers say, of our own programs."""
        pattern = re.compile(r"CRITICAL|ERROR:|runtime error|Sanitizer")
        lines = ((name, line) for name in ("agent", "kiosk", "portal", "counter")
                 for line in self.words_of(name) if pattern.search(line))
        return [f"{name}: {line}" for name, line in lines]

    def words_of(self, name):
        path = self.processes.logs / f"{name}.log"
        return path.read_text(errors="replace").splitlines() if path.exists() else []

    def last_words(self):
        return "".join(f"\n--- {path.stem}\n" + "\n".join(self.words_of(path.stem)[-20:])
                       for path in sorted(self.processes.logs.glob("*.log")))
