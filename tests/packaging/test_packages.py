#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What meson installs, sorted into the packages: nothing left over, and units that systemd accepts.

The long form (SCHALTER_TEST_LONG) really builds the packages and asks lintian; with --image, as root,
it also builds the kiosk image of them and boots it until its first page is painted.

Usage: test_packages.py SOURCE-ROOT BUILD-ROOT [--image]"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(sys.argv[1]).resolve()
BUILD = pathlib.Path(sys.argv[2]).resolve()
# What a unit starts or requires that another package brings: (its name, the package).
FOREIGN_PROGRAMS = {"/usr/bin/cage": "cage"}
FOREIGN_UNITS = {"seatd.service": "seatd"}
# Each of these keeps bubblewrap, the web view's sandbox, from starting under a systemd of Debian 13.
NO_SANDBOX = ["ProcSubset", "ProtectHostname", "ProtectKernelLogs", "ProtectKernelTunables",
              "RestrictNamespaces", "RestrictSUIDSGID"]
SHIPPED = {
    "schalter-appliance": ["usr/lib/systemd/system-preset/10-schalter.preset",
                           "etc/systemd/system/getty@.service"],
    "schalter-counter": ["usr/bin/schalter-counter"],
    "schalter-kiosk": ["usr/bin/schalter-agent", "usr/bin/schalter-kiosk",
                       "usr/lib/systemd/system/schalter-agent.service",
                       "usr/lib/systemd/system/schalter-kiosk.service",
                       "usr/share/dbus-1/system.d/org.schalter.Agent.conf"],
    "schalter-portal": ["usr/bin/schalter-portal",
                        "usr/lib/systemd/system/schalter-portal.service"],
    "schalter-tools": ["usr/bin/schalterctl", "usr/bin/schalter-publish"],
}
n_done = n_failed = 0


def check(is_true, what, why=""):
    global n_done, n_failed
    n_done += 1
    n_failed += not is_true
    print(f"{'ok' if is_true else 'not ok'} {n_done} - {what}", flush=True)
    for line in why.splitlines()[-40:] if not is_true else []:
        print(f"# {line}", flush=True)


def run(*command, **options):
    """Whether it ended well, and what it said."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True,
                          stderr=subprocess.STDOUT, check=False, **options)
    return done.returncode == 0, done.stdout


def installed_tree(work):
    """A source tree whose debian/tmp holds what meson installs, as dh finds it after the build."""
    tree = work / "schalter"
    shutil.copytree(SOURCE / "packaging/debian", tree / "debian", symlinks=True)
    (tree / "data").symlink_to(SOURCE / "data")
    (tree / "debian/changelog").write_text(
        "schalter (0) unstable; urgency=medium\n\n  * None.\n\n"
        " -- Nobody <nobody@example.org>  Thu, 01 Jan 1970 00:00:00 +0000\n")
    options = json.loads(subprocess.check_output(["meson", "introspect", BUILD, "--buildoptions"]))
    prefix = next(option["value"] for option in options if option["name"] == "prefix")
    subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--quiet",
                    "--destdir", work / "installed"], check=True, stdout=subprocess.DEVNULL)
    (tree / "debian/tmp").mkdir()
    (work / "installed" / prefix.lstrip("/")).rename(tree / "debian/tmp/usr")
    return tree


def check_contents(tree):
    for helper in ("dh_install", "dh_installdirs", "dh_link", "dh_missing"):
        check(*with_reason(run(helper, cwd=tree), f"{helper} is content"))
    for package, paths in SHIPPED.items():
        missing = [path for path in paths if not os.path.lexists(tree / "debian" / package / path)]
        check(not missing, f"{package} has what it is for", "\n".join(missing))


def with_reason(result, what):
    return result[0], what, result[1]


def dependencies(package):
    control = (SOURCE / "packaging/debian/control").read_text()
    paragraph = re.search(rf"^Package: {package}\n(.*?)(\n\n|\Z)", control, re.M | re.S).group(1)
    field = re.search(r"^Depends:(.*?)(?=^\S|\Z)", paragraph, re.M | re.S).group(1)
    return re.findall(r"[\w.+-]+", field)


def check_units(tree, work):
    """Each unit with the programs of its own package in place; another's are stood in for."""
    folder, stand_ins = work / "units", work / "stand-ins"
    folder.mkdir()
    stand_ins.mkdir()
    for unit in FOREIGN_UNITS:
        (stand_ins / unit).write_text("[Service]\nExecStart=/bin/true\n")
    for source in sorted(tree.glob("debian/schalter-*/usr/lib/systemd/system/*")):
        package = tree / "debian" / source.relative_to(tree / "debian").parts[0]
        for path in [source] if source.is_file() else source.iterdir():
            text = path.read_text()
            for program in FOREIGN_PROGRAMS:
                text = text.replace(program, "/bin/true")
            text = text.replace("=/usr/bin/schalter", f"={package}/usr/bin/schalter")
            target = folder / path.relative_to(source.parent)
            target.parent.mkdir(exist_ok=True)
            target.write_text(text)
    units = sorted(path for path in folder.iterdir() if path.is_file())
    check(len(units) >= 4, "there are units to look at")
    for unit in units:
        done, said = run("systemd-analyze", "verify", "--man=no", unit,
                         env={**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:{stand_ins}:"})
        ours = [line for line in said.splitlines() if "chalter" in line]
        check(done and not ours, f"systemd accepts {unit.name}", said)
    kiosk = (SOURCE / "data/systemd/schalter-kiosk.service").read_text()
    fatal = re.findall(rf"^(?:{'|'.join(NO_SANDBOX)})=.*", kiosk, re.M)
    check(not fatal, "the kiosk's unit lets the web view's sandbox start", "\n".join(fatal))
    needed = {*FOREIGN_PROGRAMS.values(), *FOREIGN_UNITS.values()}
    missing = needed - set(dependencies("schalter-kiosk"))
    check(not missing, "what units need of other packages is depended on", " ".join(missing))


def check_packages(work):
    out = work / "packages"
    check(*with_reason(run(SOURCE / "packaging/build-deb", out), "the packages are built"))
    for package in SHIPPED:
        check(len(list(out.glob(f"{package}_*.deb"))) == 1, f"{package} is among them")
    lint = run("lintian", "--allow-root", "--fail-on", "error", *out.glob("*.changes"))
    check(*with_reason(lint, "lintian finds no error"))


def check_image():
    check(*with_reason(run(SOURCE / "kiosk-image/build"), "the image is built"))
    picture = SOURCE / "kiosk-image/out/attract.png"
    picture.unlink(missing_ok=True)
    check(*with_reason(run(SOURCE / "kiosk-image/boot", picture), "it boots to its first page"))
    check(picture.is_file(), "the picture is there")


def main():
    with tempfile.TemporaryDirectory(prefix="schalter-packages-") as folder:
        work = pathlib.Path(folder)
        tree = installed_tree(work)
        check_contents(tree)
        check_units(tree, work)
        if os.environ.get("SCHALTER_TEST_LONG"):
            check_packages(work)
            if "--image" in sys.argv:
                check_image()
    print(f"1..{n_done}")
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main())
