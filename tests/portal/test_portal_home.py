#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""People at home: search, a service, its form, handing in; and what hostile browsers try."""

import re
import sqlite3
import sys
import urllib.parse

from browser import Browser
from portal import Portal
from tap import Tap

SERVICE = "/service/wohnsitzbestaetigung"
QUESTIONS = {"de": "Was möchten Sie erledigen?", "fr": "Que souhaitez-vous régler",
             "it": "Che cosa desidera sbrigare?", "en": "What would you like to get done?"}
# What is typed, page by page, and what the authority must read in the end.
PAGES = (
    {"given_names": "Zoé Ursula", "surname": "Müller-Bär"},
    {"birth_date.day": "3", "birth_date.month": "2", "birth_date.year": "1984"},
    {"address.street": "Landstrasse", "address.house_number": "12a", "address.postcode": "5430",
     "address.town": "Wettingen"},
    {"purpose": "authority"},
    {"delivery": "post"},
    {"phone": "079 123 45 67", "email": "zoe@example.ch"},
    {"remarks": "Bitte <b>bis Freitag</b> & so"},
)
ANSWERS = {
    "given_names": "Zoé Ursula", "surname": "Müller-Bär", "birth_date": "1984-02-03",
    "address": {"street": "Landstrasse", "house_number": "12a", "postcode": "5430",
                "town": "Wettingen"},
    "purpose": "authority", "delivery": "post", "phone": "+41791234567",
    "email": "zoe@example.ch", "remarks": "Bitte <b>bis Freitag</b> & so",
}


def search(browser, words, **more):
    return browser.go("/?" + urllib.parse.urlencode({"q": words, **more}))


def services_on(page):
    return [link for link in page.links if link.startswith("/service/")]


def test_search(tap, portal):
    for tag, question in QUESTIONS.items():
        page = Browser(portal, tag).go("/")
        tap.check(question in page.heading, f"/portal/home/search/asks-in-{tag}")
    browser = Browser(portal)
    page = browser.go("/")
    lives = [link for link in page.links if link.startswith("/?life=")]
    tap.check(len(lives) >= 10 and len(services_on(page)) >= 6,
              "/portal/home/search/begins-with-situations-and-what-is-needed-most")
    for life in lives:
        tap.check(services_on(browser.go(life)), f"/portal/home{life}/has-services")
    found = search(browser, "wohnsitz bescheinigung")
    tap.equal(services_on(found)[:1], [SERVICE], "/portal/home/search/finds-by-other-words")
    found = search(browser, "hund wettingen")
    tap.check(services_on(found)[0] == "/service/hund?bfs=4045" and "<mark>" in found.answer.text,
              "/portal/home/search/understands-the-municipality-and-marks-what-it-found")
    few = services_on(search(browser, "bestellen"))
    many = services_on(search(browser, "bestellen", more="1"))
    tap.check(len(few) == 8 and len(many) > 8 and many[:8] == few, "/portal/home/search/has-more")
    french = search(Browser(portal, "fr"), "chien")
    tap.check("/service/hund" in services_on(french), "/portal/home/search/finds-in-french")
    for name, words in (("nonsense", "qqqqzzzz xxxxyyyy"), ("markup", "<script>alert(1)</script>"),
                        ("sql", "'; DROP TABLE service; --"), ("long", "a" * 5000), ("emoji", "🐕"),
                        ("blanks", "   "), ("zero", "\0"), ("percent", "100 %")):
        page = search(browser, words)
        tap.check(page.status == 200 and "<script" not in page.answer.text
                  and len(page.links) > 5, f"/portal/home/search/stays-calm-at-{name}")
    for query in ("q=%ff", "q=%zz", "q", "=&&&", "q=a&q=b", "life=%3Cscript%3E", "life="):
        tap.check(portal.get("/?" + query).status in (200, 400),
                  f"/portal/home/search/stays-calm-at-{query}")


def test_service(tap, portal):
    browser = Browser(portal)
    page = browser.go(SERVICE)
    tap.check(page.heading == "Wohnsitzbestätigung bestellen" and "Wo wohnen Sie?" in page.text
              and not [form for form in page.forms if form["method"] == "post"],
              "/portal/home/service/asks-for-the-municipality-first")
    page = browser.go(SERVICE + "?place=5430")
    tap.check(SERVICE + "?bfs=4045" in page.links and SERVICE + "?bfs=4048" in page.links,
              "/portal/home/service/offers-all-municipalities-of-a-postcode")
    page = browser.go(SERVICE + "?place=Nirgendwo")
    tap.check('role="alert"' in page.answer.text, "/portal/home/service/says-that-there-is-no-place")
    page = browser.go(SERVICE + "?bfs=4045")
    tap.check("Wettingen" in page.text and page.form("post")["fields"] == {"bfs": "4045"},
              "/portal/home/service/knows-the-office-of-the-municipality")
    for query in ("?bfs=9999", "?bfs=abc", "?bfs=-1", "?bfs=99999999999999999999", "?place=%3Cb%3E"):
        page = browser.go(SERVICE + query)
        tap.check(page.status == 200 and "<b>" not in page.answer.text,
                  f"/portal/home/service/stays-calm-at-{query}")
    for path in ("/service/", "/service/nothing", "/service/a/b", "/service/%27"):
        tap.equal(browser.go(path).status, 404, f"/portal/home{path}/is-no-service")
    everything = {link for link in browser.go("/").links if link.startswith("/?life=")}
    services = {service for life in everything for service in services_on(browser.go(life))}
    broken = [service for service in services if browser.go(service + "?bfs=4045").status != 200]
    tap.equal(broken, [], f"/portal/home/service/every-page-can-be-shown ({len(services)})")


def test_lost(tap, portal):
    lost = portal.get("/nowhere", Accept="text/html,*/*;q=0.8", Accept_Language="it")
    tap.check(lost.status == 404 and '<html lang="it"' in lost.text and 'href="/"' in lost.text,
              "/portal/home/an-unknown-address-leads-back-to-the-search")


def begin(browser, service=SERVICE, bfs=4045):
    return browser.submit(browser.go(f"{service}?bfs={bfs}"))


def fill_in(browser, page, pages=PAGES):
    for typed in pages:
        form = page.form("post")
        page = browser.visit("POST", form["action"], {**form["fields"], **typed, "action": "next"})
    return page


def test_journey(tap, portal):
    browser = Browser(portal)
    page = begin(browser, search_and_choose(browser))
    tap.check(page.path.startswith("/form/") and page.form("post")["fields"].get("token"),
              "/portal/home/form/begins")
    wrong = browser.submit(page, given_names="", surname="", action="next")
    tap.check(wrong.path == page.path and 'role="alert"' in wrong.answer.text,
              "/portal/home/form/says-what-has-to-be-mended")
    summary = fill_in(browser, wrong)
    tap.check(summary.path == "/form/summary" and "Zoé Ursula" in summary.text
              and "Bitte <b>bis Freitag</b> & so" in summary.text, "/portal/home/form/shows-what-was-typed")
    tap.equal(portal.inbox(), [], "/portal/home/form/is-not-handed-in-before-it-is-confirmed")
    again = browser.submit(summary, action="next")
    tap.equal(again.path, "/form/summary", "/portal/home/form/asks-for-the-declaration")
    handed_in = dict(again.form("post")["fields"], declaration="yes", action="next")
    receipt = browser.visit("POST", "/form/summary", handed_in)
    tap.equal((receipt.path, receipt.heading), ("/receipt", "Eingereicht"),
              "/portal/home/form/is-handed-in")
    reference = re.search(r"4045-[0-9A-Z]{4}-[0-9A-Z]{4}", receipt.text).group()
    messages = portal.inbox("--reference", reference)
    tap.equal([message["content"]["answers"] for message in messages], [ANSWERS],
              "/portal/home/inbox/shows-the-answers-as-typed")
    tap.equal((messages[0]["senderId"], messages[0]["recipientId"].split("/")[0]), ("web", "4045"),
              "/portal/home/inbox/says-where-it-comes-from-and-goes-to")
    repeated = browser.visit("POST", "/form/summary", handed_in)
    tap.check(repeated.path == "/receipt" and reference in repeated.text and len(portal.inbox()) == 1,
              "/portal/home/form/handed-in-twice-is-handed-in-once")
    tap.check("Zoé" not in browser.go("/form/summary").text, "/portal/home/form/is-gone-afterwards")
    stored = (portal.directory / "portal.sqlite").read_bytes()
    tap.check(not any(word in stored for word in ("Müller-Bär".encode(), b"1984-02-03", b"zoe@")),
              "/portal/home/form/is-stored-sealed")


def search_and_choose(browser):
    """As people go: from the search to the service."""
    return services_on(search(browser, "wohnsitz bescheinigung"))[0].split("?")[0]


def test_languages(tap, portal):
    browser = Browser(portal, "en")
    page = fill_in(browser, begin(browser), PAGES[:1])
    tap.check('<html lang="en"' in page.answer.text, "/portal/home/form/speaks-as-the-browser-wishes")
    french = browser.go(page.path + "?ui_locales=fr")
    later = browser.go("/form/person")
    tap.check('<html lang="fr"' in french.answer.text and '<html lang="fr"' in later.answer.text
              and "Zoé" in later.answer.text, "/portal/home/form/another-language-keeps-the-answers")


def test_separation(tap, portal):
    first, second = Browser(portal), Browser(portal)
    typed = fill_in(first, begin(first), PAGES[:1])
    begin(second)
    tap.check(first.cookies["__Host-form"] != second.cookies["__Host-form"],
              "/portal/home/form/everybody-has-their-own")
    back = second.go("/form/person")
    tap.check("Zoé" not in back.answer.text and "Zoé" in first.go("/form/person").answer.text,
              "/portal/home/form/nobody-sees-anothers-answers")
    tap.check("Zoé" in begin(first).answer.text or first.go("/form/person").answer.text.count("Zoé"),
              "/portal/home/form/opened-again-goes-on")
    cookie = portal.post_form(SERVICE, {"bfs": "4045"}).headers["Set-Cookie"]
    tap.check(all(word in cookie for word in ("__Host-form=", "Secure", "HttpOnly",
                                              "SameSite=Strict", "Path=/"))
              and "Max-Age" not in cookie, "/portal/home/form/its-cookie-is-strict")
    stranger = Browser(portal)
    for token in (None, "0" * 64, "", "x" * 5000, "../..", first.cookies["__Host-form"].upper()):
        stranger.cookies = {} if token is None else {"__Host-form": token}
        tap.equal([stranger.go("/form/person").status, stranger.go("/receipt").status], [404, 404],
                  f"/portal/home/form/is-not-there-for-{str(token)[:8]}")
    return first, typed


def test_forgery(tap, portal, browser, page):
    form = page.form("post")
    fields = urllib.parse.urlencode({**form["fields"], **PAGES[1], "action": "next"})
    cookie = f"__Host-form={browser.cookies['__Host-form']}"
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    for name, said in (("origin", {"Origin": "https://evil.example"}), ("null", {"Origin": "null"}),
                       ("port", {"Origin": "https://127.0.0.1:1"}),
                       ("scheme", {"Origin": f"http://127.0.0.1:{portal.port}"}),
                       ("site", {"Sec-Fetch-Site": "cross-site"}),
                       ("neighbour", {"Sec-Fetch-Site": "same-site"})):
        answer = portal.ask("POST", form["action"], fields, {**headers, **said})
        tap.equal(answer.status, 403, f"/portal/home/form/refuses-a-post-of-another-{name}")
        answer = portal.ask("POST", SERVICE, "bfs=4045", {**headers, **said})
        tap.equal(answer.status, 403, f"/portal/home/service/refuses-a-post-of-another-{name}")
    proxied = {"Host": "portal.ag.example", "Origin": "https://portal.ag.example"}
    tap.equal(portal.post_form(SERVICE, {"bfs": "4045"}, **proxied).status, 303,
              "/portal/home/form/is-posted-under-the-name-that-a-proxy-hands-on")
    for name, change in (("no", {"token": ""}), ("an-invented", {"token": "0" * 32 + "-1"})):
        page = browser.go(page.path)
        changed = {**form["fields"], **PAGES[1], "action": "next", **change}
        after = browser.visit("POST", form["action"], changed)
        tap.equal(after.path, page.path, f"/portal/home/form/{name}-token-changes-nothing")
    large = portal.ask("POST", form["action"], b"a=" + bytes(70000), headers)
    tap.equal(large.status, 413, "/portal/home/form/too-large-is-said-to-be-so")
    for body in (b"\xff\xfe", b"token=%00", b"&" * 1000, b"a=1&" * 1000):
        answer = portal.ask("POST", form["action"], body, headers)
        tap.equal(answer.status, 303, f"/portal/home/form/stays-calm-at-{body[:6]!r}")
    tap.equal(browser.go(page.path).path, page.path, "/portal/home/form/goes-on-after-all-that")


def test_full_database(tap, portal):
    """While nothing can be written, nothing is lost."""
    browser = Browser(portal)
    summary = fill_in(browser, begin(browser))
    n_before = len(portal.inbox())
    with sqlite3.connect(portal.directory / "portal.sqlite", isolation_level=None) as lock:
        lock.execute("BEGIN IMMEDIATE")
        page = browser.submit(summary, declaration="yes", action="next")
        tap.equal((page.path, page.status), ("/receipt", 503), "/portal/home/receipt/says-not-yet")
        lock.execute("ROLLBACK")
    lock.close()
    receipt = browser.go("/receipt")
    tap.check(receipt.status == 200 and len(portal.inbox()) == n_before + 1
              and portal.inbox()[-1]["content"]["answers"] == ANSWERS,
              "/portal/home/receipt/hands-in-once-it-can")


def main():
    tap = Tap()
    with Portal(sys.argv[1]) as portal, tap.reporting(portal):
        test_search(tap, portal)
        test_service(tap, portal)
        test_lost(tap, portal)
        test_journey(tap, portal)
        test_languages(tap, portal)
        test_forgery(tap, portal, *test_separation(tap, portal))
        test_full_database(tap, portal)
        tap.equal(portal.contract.complaints, [], "/portal/home/answers-as-the-document-says")
        words = portal.last_words()
        tap.check(not re.search("CRITICAL|ERROR:|runtime error", words)
                  and words.count("WARNING") == words.count("could not be taken in"),
                  "/portal/home/complains-of-nothing-else")
        tap.check(not re.search("Zo|Bär|4045-", words), "/portal/home/logs-nobody")
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
