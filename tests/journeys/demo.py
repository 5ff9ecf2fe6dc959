#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""packaging/demo: the throw-away world, as far as its programs are finished.

Makes keys, signs and releases the catalogue of Aargau, starts the portal on loopback, and asks it
over HTTPS for what a kiosk would ask for.
"""

import pathlib
import ssl
import sys
import urllib.request

from processes import wait_until
from world import World

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CATALOGUE = SOURCE / "data" / "catalogue" / "aargau"

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


def publish(world):
    publisher = world.program("publish", "schalter-publish")
    keys = world.directory / "keys"
    world.processes.run(publisher, "keygen", "--source", CATALOGUE, "--out", keys)
    world.processes.run(publisher, "release", CATALOGUE, "--keys", keys, "--version", "1",
                        "--out", world.directory / "release")
    world.processes.run(publisher, "compile", CATALOGUE, "--keys", keys / "public-keys.json",
                        "--out", world.directory / "portal" / "catalogue.sqlite")


def start_portal(world):
    settings = world.write("portal.conf", PORTAL_SETTINGS.format(
        port=world.portal_port, directory=world.directory))
    world.processes.start("portal", world.program("portal", "schalter-portal"),
                          "serve", "--config", settings)
    wait_until(lambda: (world.directory / "portal" / "port").exists(), "the portal listens")


def fetch(world, path):
    context = ssl.create_default_context(cafile=world.directory / "portal" / "ca.pem")
    address = f"https://127.0.0.1:{world.portal_port}{path}"
    with urllib.request.urlopen(address, context=context, timeout=20) as answer:
        return answer.read()


def main():
    with World(sys.argv[1]) as world:
        publish(world)
        start_portal(world)
        print(f"portal     {fetch(world, '/v1/health').decode()}")
        print(f"manifest   {fetch(world, '/catalogue/manifest.json').decode()[:76]}…")
        print(f"phone page {len(fetch(world, '/device'))} bytes")
    print("Here the demo ends: the agent and the pages of the kiosk are not finished yet (README.md).")
    return 1


if __name__ == "__main__":
    sys.exit(main())
