#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The portal from outside: handing in, the sealed exchange with the login by phone, the catalogue's
files and the inbox, against the real program over HTTPS."""

import base64
import contextlib
import hashlib
import json
import os
import re
import sys

import sodium
from portal import MUNICIPALITY, Portal, make_uuid7
from tap import Tap

PROBLEM = "application/problem+json"
MIB = 1024 * 1024


def blake2b(data):
    return hashlib.blake2b(data, digest_size=32).hexdigest()


def is_problem(answer, status):
    return (answer.status == status and answer.type == PROBLEM and answer.json["status"] == status
            and bool(answer.json["title"]))


def test_receipt(tap, portal, submission, receipt):
    """As anybody checks it who has the signed catalogue's keys: docs/protocols.md."""
    key_id, public = portal.public_key("seal")
    envelope = json.dumps(submission["envelope"], separators=(",", ":")).encode()
    sealed = base64.b64decode(submission["sealed"])
    tap.equal((receipt["key_id"], receipt["envelope_digest"], receipt["digest"]),
              (key_id, blake2b(envelope), blake2b(sealed)),
              "/portal/http/receipt/is-for-these-bytes-and-this-envelope")
    lines = ["schalter-receipt-1", *(str(receipt[name]) for name in (
        "submission_id", "reference", "envelope_digest", "digest", "received_us")), ""]
    statement, signature = "\n".join(lines).encode(), bytes.fromhex(receipt["signature"])
    tap.check(sodium.is_signed(statement, signature, public), "/portal/http/receipt/its-signature-holds")
    tap.check(not sodium.is_signed(statement.replace(b"-1\n", b"-2\n"), signature, public),
              "/portal/http/receipt/its-signature-holds-for-nothing-else")


def test_submissions(tap, portal):
    answers = {"name": "Zoé Ćurčić", "dogs": 2}
    submission = portal.make_submission(answers)
    first = portal.submit(submission)
    tap.equal(first.status, 201, "/portal/http/submission/is-taken-in")
    tap.equal(first.json["reference"], submission["envelope"]["reference"],
              "/portal/http/submission/is-answered-with-a-receipt")
    test_receipt(tap, portal, submission, first.json)
    again = portal.submit(submission)
    tap.equal((again.status, again.body), (200, first.body),
              "/portal/http/submission/repeated-gets-the-same-answer")
    found = portal.inbox("--reference", submission["envelope"]["reference"])
    tap.equal([message["content"] for message in found], [answers],
              "/portal/http/inbox/shows-what-was-typed-once")
    tap.equal(found[0]["messageId"], submission["envelope"]["submission_id"],
              "/portal/http/inbox/names-the-submission")

    other = portal.make_submission({"name": "Else"},
                                   submission_id=submission["envelope"]["submission_id"])
    tap.check(is_problem(portal.submit(other), 409),
              "/portal/http/submission/other-bytes-under-the-same-key-are-a-conflict")
    moved = json.loads(json.dumps(submission))
    moved["envelope"]["authority_bfs"] = 4021
    tap.check(is_problem(portal.submit(moved), 409),
              "/portal/http/submission/the-same-bytes-to-another-authority-are-a-conflict")
    tap.equal(len(portal.inbox()), 1, "/portal/http/inbox/a-conflict-leaves-nothing-behind")


def test_refused_submissions(tap, portal):
    fresh = portal.make_submission({"name": "Muster"})
    tap.check(is_problem(portal.submit(fresh, key=""), 400),
              "/portal/http/submission/without-a-key-is-refused")
    tap.check(is_problem(portal.submit(fresh, key=make_uuid7()), 400),
              "/portal/http/submission/with-a-key-of-another-is-refused")
    for name, body in (("no-json", b"{"), ("no-object", b"[]"), ("nothing", b""),
                       ("no-utf8", b'{"envelope": "\xff"}'), ("deep", b"[" * 100000),
                       ("no-envelope", b'{"sealed": "AAAA"}'),
                       ("an-envelope-of-text", b'{"envelope": "x", "sealed": "AAAA"}'),
                       ("sealed-that-is-a-number", b'{"envelope": {}, "sealed": 7}')):
        answer = portal.ask("POST", "/v1/submissions", body, {"Idempotency-Key": make_uuid7()})
        tap.check(is_problem(answer, 400) or is_problem(answer, 422),
                  f"/portal/http/submission/{name}-is-refused")
    for name, change in (("a-wrong-size", {"size": 1}), ("a-wrong-reference", {"reference": "x"}),
                         ("no-reference", {"reference": ""}), ("an-unknown-member", {"name": "Muster"}),
                         ("an-id-that-is-no-uuid", {"submission_id": "1"})):
        submission = portal.make_submission({}, **change)
        tap.check(is_problem(portal.submit(submission), 422), f"/portal/http/submission/{name}-is-refused")
    bad_base64 = portal.make_submission({})
    bad_base64["sealed"] = "*" + bad_base64["sealed"][1:]
    tap.check(is_problem(portal.submit(bad_base64), 422),
              "/portal/http/submission/broken-base64-is-refused")

    large = b'{"envelope": {}, "sealed": "' + b"A" * (13 * MIB) + b'"}'
    answer = portal.ask("POST", "/v1/submissions", large, {"Idempotency-Key": make_uuid7()})
    tap.check(is_problem(answer, 413), "/portal/http/submission/too-large-is-said-to-be-so")
    chunks = (large[at:at + MIB] for at in range(0, len(large), MIB))
    answer = portal.ask("POST", "/v1/submissions", chunks, {"Idempotency-Key": make_uuid7()})
    tap.check(is_problem(answer, 413), "/portal/http/submission/too-large-in-pieces-is-said-to-be-so")
    tap.equal(len(portal.inbox()), 1, "/portal/http/inbox/what-was-refused-is-not-in-it")


def test_login(tap, portal):
    login = portal.begin_login()
    tap.check(re.fullmatch("[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}", login["user_code"]),
              "/portal/http/login/the-code-is-of-letters-that-make-no-words")
    tap.equal(login["verification_uri"], f"https://127.0.0.1:{portal.port}/device",
              "/portal/http/login/tells-the-address-of-the-phones-page")
    poll = portal.poll_token(login["device_code"])
    tap.equal(poll, (400, {"error": "authorization_pending"}), "/portal/http/login/waits-for-the-phone")
    poll = portal.poll_token(login["device_code"])
    tap.equal(poll, (400, {"error": "slow_down"}), "/portal/http/login/asking-at-once-again-is-too-fast")

    page = portal.get("/device?code=" + login["user_code"])
    tap.check(page.status == 200 and login["user_code"] in page.text
              and "Wettingen, Rathaus" in page.text, "/portal/http/phone/shows-code-and-kiosk")
    typed = portal.get("/device?code=" + login["user_code"].lower().replace("-", "+"))
    tap.equal(typed.status, 200, "/portal/http/phone/forgives-how-a-code-is-typed")
    foreign = portal.answer_on_phone(login["user_code"], Origin="https://evil.example")
    tap.equal(foreign.status, 403, "/portal/http/phone/refuses-posts-from-other-sites")
    tap.equal(portal.answer_on_phone(login["user_code"]).status, 200, "/portal/http/phone/confirms")

    status, token = portal.poll_token(login["device_code"])
    tap.equal((status, token.get("token_type")), (200, "Bearer"), "/portal/http/login/gives-a-token")
    tap.equal(portal.poll_token(login["device_code"]), (400, {"error": "expired_token"}),
              "/portal/http/login/gives-the-token-once")
    return token["access_token"]


def test_token(tap, portal, token):
    status, person = portal.call("person", {"access_token": token})
    tap.equal((status, person["surname"], person["municipality"]), (200, "Muster", MUNICIPALITY),
              "/portal/http/person/is-who-the-phone-said")
    request = {"access_token": token, "type": "wohnsitzbestaetigung", "language": "de",
               "request_id": make_uuid7()}
    status, certificate = portal.call("certificate", request)
    tap.equal(status, 200, "/portal/http/certificate/is-issued")
    tap.equal(portal.call("certificate", request), (200, certificate),
              "/portal/http/certificate/repeated-is-the-same")
    seal = certificate["seal_code"]
    keys = portal.directory / "keys" / "public-keys.json"
    tap.check(seal.startswith("HTTPS://"), "/portal/http/certificate/has-a-seal-code")
    verified = portal.run("ctl", "schalterctl", "verify", "--keys", keys, seal, check=False)
    tap.check(verified.returncode == 0 and b"Muster" in verified.stdout,
              "/portal/http/certificate/its-seal-holds")
    status, problem = portal.call("certificate", {**request, "type": "ausweis",
                                                  "request_id": make_uuid7()})
    tap.equal((status, problem["status"]), (403, 403), "/portal/http/certificate/of-no-kind-is-refused")
    status, _ = portal.call("certificate", {**request, "request_id": make_uuid7(),
                                            "access_token": portal.log_in("lea-keller")})
    tap.equal(status, 403, "/portal/http/certificate/is-not-for-minors")
    status, _ = portal.call("certificate", {**request, "access_token": portal.log_in("zeljko-curcic")})
    tap.equal(status, 409, "/portal/http/certificate/of-another-person-is-a-conflict")

    tap.equal(portal.call("revoke", {"access_token": token})[0], 200, "/portal/http/token/is-revoked")
    tap.equal(portal.call("person", {"access_token": token})[0], 401,
              "/portal/http/token/revoked-is-good-for-nothing")
    tap.equal(portal.call("revoke", {"access_token": token})[0], 200,
              "/portal/http/token/revoking-again-is-fine")


def test_denied_login(tap, portal):
    login = portal.begin_login(kiosk_name="<script>&amp;")
    page = portal.get("/device?code=" + login["user_code"])
    tap.check("<script" not in page.text and "&lt;script&gt;&amp;amp;" in page.text,
              "/portal/http/phone/escapes-the-kiosks-name")
    tap.equal(portal.answer_on_phone(login["user_code"], answer="no").status, 200,
              "/portal/http/phone/refuses")
    tap.equal(portal.poll_token(login["device_code"]), (400, {"error": "access_denied"}),
              "/portal/http/login/is-told-that-the-phone-said-no")
    tap.equal(portal.poll_token("0" * 64), (400, {"error": "expired_token"}),
              "/portal/http/login/knows-no-other-device-code")
    status, error = portal.call("device_authorization", {"client_id": "somebody"})
    tap.equal((status, error["error"]), (400, "invalid_client"), "/portal/http/login/is-for-kiosks")
    status, error = portal.call("token", {"grant_type": "password"})
    tap.equal((status, error["error"]), (400, "unsupported_grant_type"),
              "/portal/http/login/has-one-kind-of-grant")


def test_idle(tap, portal):
    """Who says nothing, or stops in the middle, does not hold a connection for ever."""
    portal.processes.stop("portal")
    portal.start(idle_seconds=1)
    begun = b"POST /v1/exchange HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc"
    connections = {"nothing": portal.open_socket(), "half-a-line": portal.open_socket(),
                   "half-a-body": portal.open_socket(), "not-even-a-handshake": portal.open_socket(False)}
    connections["half-a-line"].sendall(b"GET / HT")
    connections["half-a-body"].sendall(begun)
    tap.equal(portal.get("/v1/health").status, 200, "/portal/http/idle/others-are-answered-meanwhile")
    for name, connection in connections.items():
        with connection:
            tap.equal(connection.recv(1), b"", f"/portal/http/idle/is-closed-after-{name}")


def test_inbox_of_hostile_submissions(tap, portal):
    n_before = len(portal.inbox())
    public = portal.public_key("authority", MUNICIPALITY)[1]
    for plain in (b'{"a":' * 30000, b"\xff", b""):
        submission = portal.make_submission({})
        sealed = sodium.seal(plain, public)
        submission["envelope"]["size"] = len(sealed)
        submission["sealed"] = base64.b64encode(sealed).decode()
        tap.equal(portal.submit(submission).status, 201, "/portal/http/submission/is-taken-in-unread")
    portal.submit(portal.make_submission({}, key_id="authority-9999-00000000"))
    portal.submit(portal.make_submission({"after": "the hostile ones"}))
    done = portal.run_inbox(check=False)
    lines = done.stdout.decode().splitlines()
    tap.equal((len(lines), json.loads(lines[-1])["content"]), (n_before + 1, {"after": "the hostile ones"}),
              "/portal/http/inbox/what-cannot-be-read-hides-nothing")
    tap.equal((done.returncode, done.stderr.decode().count("cannot be read"),
               "1 more are for authorities" in done.stderr.decode()), (1, 3, True),
              "/portal/http/inbox/says-what-cannot-be-read")


def test_languages(tap, portal):
    code = portal.begin_login()["user_code"]
    questions = {"de": "Stehen Sie vor diesem Schalter?", "fr": "Êtes-vous devant cette borne",
                 "it": "È davanti a questo sportello?", "en": "Are you standing at this kiosk?"}
    for tag, question in questions.items():
        page = portal.get(f"/device?code={code}", Accept_Language=f"{tag}-CH, x;q=0.9")
        tap.check(question in page.text and f'<html lang="{tag}"' in page.text
                  and page.headers["Content-Language"] == tag, f"/portal/http/phone/speaks-{tag}")
    asked = portal.get(f"/device?code={code}&ui_locales=it", Accept_Language="en")
    tap.check(questions["it"] in asked.text and code in asked.text,
              "/portal/http/phone/the-language-asked-for-goes-first")
    cookie = asked.headers["Set-Cookie"]
    tap.check(all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=")),
              "/portal/http/phone/its-cookie-is-strict")
    later = portal.get(f"/device?code={code}", Accept_Language="en", Cookie=cookie.split(";")[0])
    tap.check(questions["it"] in later.text, "/portal/http/phone/remembers-the-language")
    done = portal.answer_on_phone(code, answer="no", Cookie=cookie.split(";")[0])
    tap.check("Rifiutato" in done.text, "/portal/http/phone/answers-in-the-language")


def test_guessing(tap, portal):
    """Last of all: afterwards this address does not get in for a minute."""
    login = portal.begin_login()
    wrong = {portal.get(f"/device?code=BBBB-BBB{letter}").status for letter in "BCDFGHJKLMNPQRSTVWXZ"}
    tap.equal(wrong, {404}, "/portal/http/phone/knows-no-wrong-code")
    guessed = portal.get("/device?code=" + login["user_code"])
    tap.equal(guessed.status, 429, "/portal/http/phone/slows-down-who-guesses")
    tap.check(int(guessed.headers.get("Retry-After", "0")) > 0, "/portal/http/phone/says-how-long-to-wait")
    with contextlib.closing(portal.connect("127.0.0.2")) as neighbour:
        found = portal.ask_on(neighbour, "GET", "/device?code=" + login["user_code"])
    tap.equal(found.status, 200, "/portal/http/phone/lets-others-in-meanwhile")


def test_garbage_exchange(tap, portal):
    public = portal.public_key("exchange")[1]
    reply_key = sodium.box_key_pair()[0].hex()
    garbage = {
        "nothing": b"", "noise": os.urandom(500), "another-key": sodium.seal(b"{}", os.urandom(32)),
        "no-json": sodium.seal(b"\xff{", public), "no-object": sodium.seal(b"[]", public),
        "no-body": sodium.seal(b'{"call": "token"}', public),
        "no-reply-key": sodium.seal(b'{"call": "token", "body": {}}', public),
        "a-weak-reply-key": sodium.seal(
            b'{"call": "token", "body": {}, "reply_key": "%s"}' % (b"0" * 64), public),
        "deep": sodium.seal(b'{"a":' * 30000, public)}
    for name, sealed in garbage.items():
        answer = portal.post_exchange(sealed)
        tap.check(is_problem(answer, 400) or is_problem(answer, 422),
                  f"/portal/http/exchange/{name}-is-a-problem")
    tap.check(is_problem(portal.post_exchange(bytes(300 * 1024)), 413),
              "/portal/http/exchange/too-large-is-a-problem")
    status, problem = portal.call("unheard_of", {})
    tap.equal((status, problem["status"]), (404, 404), "/portal/http/exchange/an-unknown-call-is-a-problem")
    status, _ = portal.call("person", {"access_token": {"of": "objects"}})
    tap.equal(status, 401, "/portal/http/exchange/members-of-another-type-are-a-problem")
    status, error = portal.call("token", {"grant_type": None, "device_code": reply_key})
    tap.equal(status, 400, "/portal/http/exchange/null-members-are-a-problem")


def test_catalogue(tap, portal):
    manifest = portal.get("/catalogue/manifest.json")
    released = (portal.directory / "release" / "catalogue" / "manifest.json").read_bytes()
    tap.equal((manifest.status, manifest.type, manifest.body), (200, "application/json", released),
              "/portal/http/catalogue/carries-the-files-as-released")
    etag = manifest.headers["ETag"]
    for name, known in (("the-same", etag), ("one-of-many", f'"x", {etag}'), ("weak", f"W/{etag}"),
                        ("any", "*")):
        again = portal.get("/catalogue/manifest.json", If_None_Match=known)
        tap.equal((again.status, again.body, again.headers["ETag"]), (304, b"", etag),
                  f"/portal/http/catalogue/is-unchanged-when-known-as-{name}")
    tap.equal(portal.get("/catalogue/manifest.json", If_None_Match='"x"').status, 200,
              "/portal/http/catalogue/is-sent-when-something-else-is-known")
    tap.equal(portal.get("/catalogue/..%2fkeys%2fexchange-secret.json").status, 400,
              "/portal/http/catalogue/has-no-hidden-slashes")
    for path in ("", "../keys/exchange-secret.json",
                 "%2e%2e/portal.conf", ".hidden", "nothing.json", "x" * 5000):
        tap.check(is_problem(portal.get("/catalogue/" + path), 404),
                  f"/portal/http/catalogue/has-no-file-{path[:30]}")
    head = portal.ask("HEAD", "/catalogue/manifest.json")
    tap.equal((head.status, head.body, head.headers["Content-Length"]), (200, b"", str(len(released))),
              "/portal/http/catalogue/tells-its-size-without-sending")


def test_manners(tap, portal):
    tap.equal(portal.get("/v1/health").json, {"status": "ok"}, "/portal/http/health/is-good")
    tap.check(is_problem(portal.get("/nowhere"), 404), "/portal/http/has-no-other-path")
    wrong = portal.ask("DELETE", "/v1/submissions")
    tap.check(is_problem(wrong, 405), "/portal/http/other-methods-are-a-problem")
    tap.equal(wrong.headers.get("Allow"), "POST", "/portal/http/other-methods-are-told-the-right-one")
    for path in ("/device", "/v1/health", "/nowhere", "/catalogue/manifest.json"):
        headers = portal.get(path).headers
        tap.check("script-src 'none'" in headers["Content-Security-Policy"]
                  and headers["X-Content-Type-Options"] == "nosniff"
                  and headers["Cache-Control"] in ("no-store", "no-cache"),
                  f"/portal/http/is-strict-at-{path}")


def test_restart(tap, portal):
    submission = portal.make_submission({"before": "the restart"})
    before = portal.submit(submission)
    tap.equal(portal.processes.stop("portal"), 0, "/portal/http/ends-when-asked-to")
    portal.start()
    after = portal.submit(submission)
    tap.equal((after.status, after.body), (200, before.body),
              "/portal/http/submission/is-known-after-a-restart")


def main():
    tap = Tap()
    with Portal(sys.argv[1]) as portal, tap.reporting(portal):
        test_submissions(tap, portal)
        test_refused_submissions(tap, portal)
        test_token(tap, portal, test_login(tap, portal))
        test_denied_login(tap, portal)
        test_garbage_exchange(tap, portal)
        test_languages(tap, portal)
        test_catalogue(tap, portal)
        test_manners(tap, portal)
        test_restart(tap, portal)
        test_idle(tap, portal)
        test_inbox_of_hostile_submissions(tap, portal)
        test_guessing(tap, portal)
        tap.equal(portal.contract.complaints, [], "/portal/http/answers-as-the-document-says")
        tap.check(not re.search("CRITICAL|WARNING|ERROR:|runtime error", portal.last_words()),
                  "/portal/http/complains-of-nothing")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
