# SPDX-License-Identifier: GPL-3.0-or-later
"""A browser at home, as far as pages without script need one: cookies, links, forms, redirects."""

import html.parser
import urllib.parse


class Page(html.parser.HTMLParser):
    """The links and forms of a page, and its text."""

    def __init__(self, path, answer):
        super().__init__()
        self.path, self.answer = path, answer
        self.links, self.forms, self.words, self.headings = [], [], [], []
        self.open = []
        self.feed(answer.text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a":
            self.links.append(attributes.get("href"))
        elif tag == "form":
            self.forms.append({"method": attributes["method"], "action": attributes["action"],
                               "fields": {}})
        elif tag == "input" and self.forms and "name" in attributes:
            kind = attributes.get("type")
            if kind in ("text", "hidden", "search"):
                self.forms[-1]["fields"][attributes["name"]] = attributes.get("value", "")
        if tag not in ("input", "img", "br", "meta", "link", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.open.pop()

    def handle_data(self, data):
        if not {"script", "style", "title"} & set(self.open):
            self.words.append(data)
        if self.open and self.open[-1] == "h1":
            self.headings.append(data)

    @property
    def heading(self):
        return "".join(self.headings).strip()

    @property
    def text(self):
        return " ".join("".join(self.words).split())

    @property
    def status(self):
        return self.answer.status

    def form(self, method):
        return next(form for form in self.forms if form["method"] == method)


class Browser:
    def __init__(self, portal, language="de"):
        self.portal = portal
        self.cookies = {}
        self.headers = {"Accept-Language": language}

    def send(self, method, path, fields=None):
        """One request, with what a browser says along with it."""
        headers = dict(self.headers)
        body = None
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            body = urllib.parse.urlencode(fields)
            headers.update({"Content-Type": "application/x-www-form-urlencoded",
                            "Origin": f"https://127.0.0.1:{self.portal.port}",
                            "Sec-Fetch-Site": "same-origin"})
        answer = self.portal.ask(method, path, body, headers)
        for cookie in answer.headers.get_all("Set-Cookie", ()):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def visit(self, method, path, fields=None):
        answer = self.send(method, path, fields)
        for _ in range(5):
            if answer.status != 303:
                return Page(path, answer)
            path = answer.headers["Location"]
            answer = self.send("GET", path)
        raise AssertionError(f"{path} redirects for ever")

    def go(self, path):
        return self.visit("GET", path)

    def submit(self, page, **fields):
        """The page's own form with its hidden fields, and what is typed."""
        form = page.form("post")
        typed = {name.replace("__", "."): value for name, value in fields.items()}
        return self.visit("POST", form["action"], {**form["fields"], **typed})
