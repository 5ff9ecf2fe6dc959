# SPDX-License-Identifier: GPL-3.0-or-later
"""data/portal-api.yaml, and whether an answer is as it says."""

import re

import jsonschema
import yaml

METHODS = ("get", "post")


class Contract:
    def __init__(self, path):
        self.document = yaml.safe_load(path.read_text())
        self.seen = set()
        self.complaints = []

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def references(self, node=None):
        """Every reference in the document."""
        node = self.document if node is None else node
        children = node.items() if isinstance(node, dict) else enumerate(node)
        for name, child in children:
            if name == "$ref":
                yield child
            elif isinstance(child, (dict, list)):
                yield from self.references(child)

    def operations(self):
        return {(method.upper(), path): operation for path, item in self.document["paths"].items()
                for method, operation in item.items() if method in METHODS}

    def schema_errors(self, schema, value):
        """References in schemas count from the document's root."""
        resolver = jsonschema.RefResolver("", self.document)
        validator = jsonschema.Draft202012Validator(schema, resolver=resolver)
        return [f"{'/'.join(map(str, error.path))}: {error.message}"[:300]
                for error in validator.iter_errors(value)]

    # Answers.

    def find(self, method, path):
        path = path.split("?")[0]
        for (known_method, known_path), operation in self.operations().items():
            pattern = re.sub(r"\\\{\w+\\\}", ".*", re.escape(known_path))
            if method == known_method and re.fullmatch(pattern, path, re.S):
                return known_path, operation
        return None, None

    def check(self, method, path, answer):
        """Called with every answer; keeps what is not as the document says."""
        if answer.status == 400 and not answer.body and not answer.type:
            return  # HTTP itself does not allow it
        known_method = "GET" if method == "HEAD" else method
        known_path, operation = self.find(known_method, path)
        errors = self.check_strictness(answer)
        if operation is None:
            errors += self.check_problem(answer, ("404", "405"))
        elif not (promise := self.find_promise(operation, answer.status)):
            errors.append("status is not in the document")
        else:
            self.seen.add((known_method, known_path, str(answer.status)))
            response = self.resolve(promise)
            errors += self.check_headers(response, answer)
            errors += [] if method == "HEAD" else self.check_content(response, answer)
        self.complaints += [f"{method} {path[:60]} → {answer.status}: {error}" for error in errors]

    @staticmethod
    def find_promise(operation, status):
        """A range (5XX) stands for what goes wrong on the server."""
        responses = operation["responses"]
        return responses.get(str(status)) or responses.get(f"{status // 100}XX")

    def check_strictness(self, answer):
        schema = self.document["components"]["headers"]["SecurityHeaders"]["schema"]
        return self.schema_errors(schema, dict(answer.headers.items()))

    def check_problem(self, answer, statuses):
        if str(answer.status) == "404" and answer.type == "text/html; charset=utf-8":
            return self.schema_errors({"$ref": "#/components/schemas/Page"}, answer.text)
        if str(answer.status) not in statuses or answer.type != "application/problem+json":
            return [f"{answer.type} for a path that is not in the document"]
        return self.schema_errors({"$ref": "#/components/schemas/Problem"}, answer.json)

    def check_headers(self, response, answer):
        for name, header in response.get("headers", {}).items():
            header = self.resolve(header)
            value = answer.headers.get(name)
            if value is not None:
                yield from (f"{name}: {error}" for error in self.schema_errors(header["schema"], value))
            elif header.get("required"):
                yield f"{name} is missing"

    def check_content(self, response, answer):
        content = response.get("content", {})
        if not content:
            return ["it has a body"] if answer.body else []
        if answer.type not in content:
            return [f"{answer.type} is not in the document"]
        schema = content[answer.type]["schema"]
        if "json" in answer.type:
            return self.schema_errors(schema, answer.json)
        is_binary = self.resolve(schema).get("contentEncoding") == "binary"
        return [] if is_binary else self.schema_errors(schema, answer.text)

    def check_sealed(self, call, body, status, answer):
        """An answer from inside the sealed exchange."""
        known = self.document["x-sealed-calls"].get(call)
        if known is None:
            wanted = {"404": {"$ref": "#/components/schemas/Problem"}}
        else:
            wanted = known["answers"]
        if str(status) not in wanted:
            self.complaints.append(f"{call} → {status}: status is not in the document")
            return
        self.seen.add(("CALL", call, str(status)))
        errors = self.schema_errors(wanted[str(status)], answer)
        if known is not None and status == 200:
            errors += self.schema_errors(known["request"], body)
        self.complaints += [f"{call} → {status}: {error}" for error in errors]

    # The whole.

    def promised(self):
        """Every status of every operation and of every sealed call; not the ranges."""
        for (method, path), operation in self.operations().items():
            yield from ((method, path, status) for status in operation["responses"]
                        if "X" not in status)
        for call, known in self.document["x-sealed-calls"].items():
            yield from (("CALL", call, status) for status in known["answers"])
