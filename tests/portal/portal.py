# SPDX-License-Identifier: GPL-3.0-or-later
"""The real schalter-portal on a free port of loopback, over HTTPS with the certificate it makes for
itself, with the released catalogue of Aargau; and the ways others talk to it."""

import base64
import contextlib
import http.client
import json
import pathlib
import random
import re
import shutil
import socket
import ssl
import sys
import tempfile
import time
import uuid

import sodium
from contract import Contract

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests" / "journeys"))

from processes import DEADLINE_S, Processes  # noqa: E402

CATALOGUE = SOURCE / "data" / "catalogue" / "aargau"
MUNICIPALITY = 4045
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
# Crockford's base 32, as references are written in.
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

SETTINGS = """[portal]
listen=127.0.0.1
port=0
idle-seconds={1}
port-file={0}/port
[tls]
ca-file={0}/ca.pem
[storage]
database-file={0}/portal.sqlite
[catalogue]
web-directory={0}/release
file={0}/catalogue.sqlite
[secrets]
exchange-file={0}/keys/exchange-secret.json
seal-file={0}/keys/seal-secrets.json
"""


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def type(self):
        return self.headers.get("Content-Type", "")

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)


class Portal:
    """Use it in a with statement."""

    def __init__(self, build):
        self.build = pathlib.Path(build).resolve()
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="schalter-portal-"))
        self.processes = Processes(self.directory)
        self.processes.environment["SCHALTER_LOCALEDIR"] = str(self.build / "data" / "po")
        self.contract = Contract(SOURCE / "data" / "portal-api.yaml")

    def __enter__(self):
        try:
            self.publish()
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *reason):
        self.processes.stop_all()
        shutil.rmtree(self.directory, ignore_errors=True)

    def run(self, folder, name, *arguments, check=True):
        return self.processes.run(self.build / "src" / folder / name, *arguments, check=check)

    def publish(self):
        keys, publisher = self.directory / "keys", ("publish", "schalter-publish")
        self.run(*publisher, "keygen", "--source", CATALOGUE, "--out", keys)
        self.run(*publisher, "release", CATALOGUE, "--keys", keys, "--version", "1",
                 "--out", self.directory / "release")
        self.run(*publisher, "compile", CATALOGUE, "--keys", keys / "public-keys.json",
                 "--out", self.directory / "catalogue.sqlite")

    def start(self, idle_seconds=30):
        (self.directory / "port").unlink(missing_ok=True)
        settings = self.directory / "portal.conf"
        settings.write_text(SETTINGS.format(self.directory, idle_seconds))
        self.processes.start("portal", self.build / "src" / "portal" / "schalter-portal",
                             "serve", "--config", settings)
        self.processes.expect("portal", (self.directory / "port").exists, "listens")
        self.port = int((self.directory / "port").read_text())
        self.context = ssl.create_default_context(cafile=self.directory / "ca.pem")

    def last_words(self):
        return self.processes.log_of("portal")

    # HTTP.

    def ask(self, method, path, body=None, headers=None):
        """One request on a connection of its own; redirects are not followed. The answer is held
        against the document."""
        with contextlib.closing(self.connect()) as connection:
            return self.ask_on(connection, method, path, body, headers)

    def connect(self, own_address="127.0.0.1"):
        return http.client.HTTPSConnection(
            "127.0.0.1", self.port, context=self.context, timeout=DEADLINE_S,
            source_address=(own_address, 0))

    def open_socket(self, is_secure=True):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE_S)
        return self.context.wrap_socket(plain, server_hostname="127.0.0.1") if is_secure else plain

    def ask_on(self, connection, method, path, body=None, headers=None):
        connection.request(method, path, body, headers or {})
        answer = Answer(connection.getresponse())
        self.contract.check(method, path, answer)
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, None, {name.replace("_", "-"): headers[name] for name in headers})

    def post_form(self, path, fields, **headers):
        body = "&".join(f"{name}={value}" for name, value in fields.items())
        headers = {name.replace("_", "-"): headers[name] for name in headers}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.ask("POST", path, body, headers)

    # What a kiosk's agent does.

    def public_key(self, purpose, bfs=0):
        keys = json.loads((self.directory / "keys" / "public-keys.json").read_text())["keys"]
        found = next(key for key in keys if key["purpose"] == purpose and key["bfs"] == bfs)
        return found["id"], bytes.fromhex(found["key"])

    def make_submission(self, content, **changes):
        key_id, public = self.public_key("authority", MUNICIPALITY)
        sealed = sodium.seal(json.dumps(content).encode(), public)
        envelope = {
            "submission_id": make_uuid7(), "reference": make_reference(MUNICIPALITY),
            "service_id": "hund", "form_id": "hund", "form_version": 1,
            "authority_bfs": MUNICIPALITY, "authority_office": "4045-einwohnerdienste",
            "key_id": key_id, "created_us": time.time_ns() // 1000, "kiosk": "k1",
            "size": len(sealed)}
        envelope.update(changes)
        return {"envelope": envelope, "sealed": base64.b64encode(sealed).decode()}

    def submit(self, submission, key=None):
        key = submission["envelope"]["submission_id"] if key is None else key
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        return self.ask("POST", "/v1/submissions", json.dumps(submission), headers)

    def run_inbox(self, *arguments, check=True):
        return self.run("portal", "schalter-portal", "inbox",
                        "--database", self.directory / "portal.sqlite",
                        "--keys", self.directory / "keys" / "authority-secrets.json", *arguments,
                        check=check)

    def inbox(self, *arguments):
        return [json.loads(line) for line in self.run_inbox(*arguments).splitlines()]

    # What a session does inside the sealed exchange.

    def post_exchange(self, sealed):
        return self.ask("POST", "/v1/exchange", sealed,
                        {"Content-Type": "application/octet-stream"})

    def call(self, name, body, **changes):
        """Status and body of the answer inside the sealed one."""
        reply_public, reply_secret = sodium.box_key_pair()
        request = {"call": name, "reply_key": reply_public.hex(), "body": body, **changes}
        sealed = sodium.seal(json.dumps(request).encode(), self.public_key("exchange")[1])
        answer = self.post_exchange(sealed)
        if answer.status != 200:
            raise AssertionError(f"the exchange is answered {answer.status}: {answer.text}")
        inside = json.loads(sodium.open_sealed(answer.body, reply_secret))
        self.contract.check_sealed(name, body, inside["status"], inside["body"])
        return inside["status"], inside["body"]

    def begin_login(self, **changes):
        request = {"client_id": "schalter-kiosk", "scope": "certificate", "kiosk": "k1",
                   "kiosk_name": "Wettingen, Rathaus"}
        return self.call("device_authorization", {**request, **changes})[1]

    def poll_token(self, device_code):
        return self.call("token", {"grant_type": DEVICE_GRANT, "device_code": device_code,
                                   "client_id": "schalter-kiosk"})

    def answer_on_phone(self, user_code, answer="yes", person="anna-muster", **headers):
        fields = {"code": user_code, "person": person, "answer": answer}
        return self.post_form("/device", fields, **headers)

    def log_in(self, person="anna-muster"):
        login = self.begin_login()
        self.answer_on_phone(login["user_code"], person=person)
        return self.poll_token(login["device_code"])[1]["access_token"]


def make_uuid7():
    """RFC 9562 §5.7."""
    number = uuid.uuid4().int & ~(0xFFFFFFFFFFFF << 80)
    number |= (time.time_ns() // 1_000_000) << 80
    return str(uuid.UUID(int=number & ~(0xF << 76) | 7 << 76))


def times(a, b):
    """In GF(2⁵) with x⁵ + x² + 1."""
    product = 0
    for bit in range(5):
        product ^= a << bit if b >> bit & 1 else 0
    for bit in range(9, 4, -1):
        product ^= 0x25 << (bit - 5) if product >> bit & 1 else 0
    return product


def make_reference(bfs):
    """Municipality, six symbols by chance, and two check symbols, as src/core has them."""
    symbols = [int(digit) for digit in f"{bfs:04d}"] + [random.randrange(32) for _ in range(6)]
    first, second = 0, 0
    for symbol in symbols:
        factor = symbol ^ first
        first, second = second ^ times(3, factor), times(2, factor)
    text = "".join(SYMBOLS[symbol] for symbol in [*symbols, first, second])
    return "-".join(re.findall("....", text))
