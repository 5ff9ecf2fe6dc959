#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds data/portal-api.yaml and the server together, both ways: every route is in the document and
the other way round; every status that the document promises is really given, and every answer has
the status, the headers, the type and the schema that the document names."""

import json
import re
import sqlite3
import sys

import jsonschema

import sodium
from browser import Browser
from portal import MUNICIPALITY, Portal, make_uuid7
from tap import Tap
from test_portal_home import fill_in as fill_in_form

ROUTE = re.compile(r"([A-Z]+) (/\S*)")


def test_document(tap, contract):
    tap.equal(contract.document["openapi"], "3.1.0", "/portal/api/is-openapi")
    broken = []
    for reference in contract.references():
        try:
            contract.resolve({"$ref": reference})
        except KeyError:
            broken.append(reference)
    tap.equal(broken, [], "/portal/api/every-reference-leads-somewhere")
    used = set(contract.references())
    known = {f"#/components/{kind}/{name}" for kind, parts in contract.document["components"].items()
             for name in parts if name != "SecurityHeaders"}
    tap.equal(known - used, set(), "/portal/api/every-component-is-used")
    for name, schema in contract.document["components"]["schemas"].items():
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            tap.check(False, f"/portal/api/{name}: {error.message}")
    ids = [operation["operationId"] for operation in contract.operations().values()]
    tap.equal(len(ids), len(set(ids)), "/portal/api/operations-have-names-of-their-own")
    for (method, path), operation in contract.operations().items():
        parameters = [*operation.get("parameters", ()),
                      *contract.document["paths"][path].get("parameters", ())]
        declared = {contract.resolve(part)["name"] for part in parameters
                    if contract.resolve(part)["in"] == "path"}
        tap.equal(declared, set(re.findall(r"\{(\w+)\}", path)),
                  f"/portal/api/{method}-{path}/declares-its-parameters")


def test_routes(tap, portal):
    routes = set(ROUTE.findall(portal.run("portal", "schalter-portal", "routes")))
    tap.equal(routes - set(portal.contract.operations()), set(),
              "/portal/api/every-route-is-in-the-document")
    tap.equal(set(portal.contract.operations()) - routes, set(),
              "/portal/api/every-operation-is-a-route")


# Requests, one for each status that is promised.

def ask_for_files(portal):
    etag = portal.get("/catalogue/manifest.json").headers["ETag"]
    portal.get("/catalogue/manifest.json.minisig")
    portal.get("/catalogue/manifest.json", If_None_Match=etag)
    portal.get("/catalogue/nothing")
    for name in ("pages.css", "portal.css", "canton.css", "check.svg"):
        portal.get("/assets/" + name)
    portal.get("/assets/nothing.css")
    portal.get("/v1/health")


def hand_in(portal):
    submission = portal.make_submission({"name": "Muster"})
    portal.submit(submission)
    portal.submit(submission)
    portal.submit(submission, key="")
    portal.submit(portal.make_submission(
        {}, submission_id=submission["envelope"]["submission_id"]))
    portal.submit(portal.make_submission({}, size=1))
    portal.ask("POST", "/v1/submissions", bytes(13 * 1024 * 1024))


def exchange(portal):
    portal.post_exchange(b"noise")
    portal.post_exchange(bytes(300 * 1024))
    portal.post_exchange(sodium.seal(b"{}", portal.public_key("exchange")[1]))
    token = portal.log_in()
    portal.call("device_authorization", {"client_id": "somebody"})
    portal.poll_token("nothing")
    portal.call("person", {"access_token": token})
    portal.call("person", {"access_token": "nothing"})
    request = {"type": "wohnsitzbestaetigung", "language": "de", "request_id": make_uuid7()}
    portal.call("certificate", {**request, "access_token": token})
    portal.call("certificate", {**request, "access_token": "nothing"})
    portal.call("certificate", {**request, "access_token": portal.log_in("lea-keller")})
    portal.call("certificate", {**request, "access_token": portal.log_in("zeljko-curcic")})
    portal.call("revoke", {"access_token": token})


def use_phone(portal):
    code = portal.begin_login()["user_code"]
    portal.get("/device?code=" + code)
    portal.answer_on_phone(code, Origin="https://evil.example")
    portal.answer_on_phone(code, person="nobody")
    portal.ask("POST", "/device", bytes(5000))
    portal.answer_on_phone(code)
    portal.answer_on_phone(code)
    for _ in range(25):
        portal.get("/device?code=BBBB-BBBB")
    portal.answer_on_phone(code)


def stay_at_home(portal):
    browser = Browser(portal)
    browser.go("/?q=hund")
    browser.go("/service/nothing")
    browser.visit("POST", "/service/nothing", {})
    browser.visit("POST", "/form/person", {})
    for path in ("/form/person", "/receipt"):
        browser.go(path)
    portal.ask("POST", "/service/hund", bytes(2000))
    portal.ask("POST", "/form/person", bytes(70000))
    for path in ("/service/hund", "/form/person"):
        portal.post_form(path, {"bfs": "4045"}, Origin="https://evil.example")


def fill_in(portal):
    browser = Browser(portal)
    page = browser.submit(browser.go("/service/wohnsitzbestaetigung?bfs=4045"))
    browser.send("GET", "/receipt")
    page = fill_in_form(browser, page)
    with sqlite3.connect(portal.directory / "portal.sqlite", isolation_level=None) as lock:
        lock.execute("BEGIN IMMEDIATE")
        browser.submit(page, declaration="yes", action="next")
        lock.execute("ROLLBACK")
    lock.close()
    browser.go("/form/summary")


def test_answers(tap, portal):
    contract = portal.contract
    for requests in (ask_for_files, hand_in, exchange, use_phone, stay_at_home, fill_in):
        requests(portal)
    tap.equal(contract.complaints, [], "/portal/api/every-answer-is-as-the-document-says")
    for method, path, status in contract.promised():
        tap.check((method, path, status) in contract.seen,
                  f"/portal/api/{method}-{path}/is-answered-{status}")


def test_test(tap, portal):
    """That the holding together can fail."""
    contract = portal.contract
    answer = portal.get("/v1/health")
    before = len(contract.complaints)
    for change in ({"status": 299}, {"body": b'{"status": "bad"}'}, {"body": b'{"status": "ok", "a": 1}'}):
        changed = type("Changed", (), {"status": answer.status, "headers": answer.headers,
                                       "type": answer.type, "body": answer.body, **change})()
        changed.json = json.loads(changed.body)
        contract.check("GET", "/v1/health", changed)
    contract.check("GET", "/unheard-of", answer)
    tap.equal(len(contract.complaints) - before, 4, "/portal/api/what-differs-is-noticed")


def main():
    tap = Tap()
    with Portal(sys.argv[1]) as portal, tap.reporting(portal):
        test_document(tap, portal.contract)
        test_routes(tap, portal)
        test_answers(tap, portal)
        test_test(tap, portal)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
