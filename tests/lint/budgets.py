# SPDX-License-Identifier: GPL-3.0-or-later
"""Budgets: how long, how deep, how wide."""

import re

MAX_FILE_LINES = 700
MAX_FUNCTION_LINES = 60
MAX_CLASS_INIT_LINES = 80
MAX_DEPTH = 3
MAX_PARAMETERS = 6
MAX_WIDTH = 100

SOURCE = (".c", ".h", ".py", ".sh", ".css", ".ui", ".build")


def file_length(tree):
    for file in tree.files:
        n_lines = len(file.lines) - 1
        if file.path.endswith(SOURCE) and n_lines > MAX_FILE_LINES:
            yield f"{file.path}:1: {n_lines} lines; at most {MAX_FILE_LINES}"


def line_width(tree):
    for file in tree.c_files:
        for number, line in enumerate(file.lines, 1):
            if len(line) > MAX_WIDTH:
                yield f"{file.path}:{number}: {len(line)} columns; at most {MAX_WIDTH}"


def function_length(tree):
    for file in tree.c_files:
        for function in file.functions():
            is_class_init = function.name.endswith("_class_init")
            limit = MAX_CLASS_INIT_LINES if is_class_init else MAX_FUNCTION_LINES
            if function.n_lines > limit:
                yield (f"{file.path}:{function.line}: {function.name} has {function.n_lines} lines; "
                       f"at most {limit}")


def parameters(tree):
    """Cancellable, callback and user data count. A callback (on_…) has the signature that the
    library asks for, and main and virtual functions of GTK have theirs."""
    for file in tree.c_files:
        for function in file.functions():
            if function.name.startswith("on_") or function.name.endswith("measure"):
                continue
            if len(function.parameters) > MAX_PARAMETERS:
                yield (f"{file.path}:{function.line}: {function.name} has "
                       f"{len(function.parameters)} parameters; at most {MAX_PARAMETERS}")


class Statements:
    """Just enough of C's grammar to tell how deep control statements are nested, braces or not."""

    def __init__(self, body):
        self.tokens = re.findall(r"\w+|[{}();:]", body)
        self.at = 0
        self.deepest = 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def skip_parentheses(self):
        depth = 0
        while self.at < len(self.tokens):
            depth += (self.peek() == "(") - (self.peek() == ")")
            self.at += 1
            if depth == 0:
                return

    def skip_expression(self):
        """To the semicolon; initialisers in braces are skipped whole."""
        depth = 0
        while self.at < len(self.tokens):
            token = self.peek()
            if token == "}" and depth == 0:
                return
            depth += (token in "({") - (token in ")}")
            self.at += 1
            if token == ";" and depth == 0:
                return

    def block(self, depth):
        self.at += 1
        while self.at < len(self.tokens) and self.peek() != "}":
            self.statement(depth)
        self.at += 1

    def inner(self, depth):
        self.deepest = max(self.deepest, depth + 1)
        if self.peek() == "{":
            self.block(depth + 1)
        else:
            self.statement(depth + 1)

    def statement(self, depth):
        token = self.peek()
        if token == "{":
            self.inner(depth)
        elif token in ("if", "for", "while", "switch"):
            self.at += 1
            self.skip_parentheses()
            self.inner(depth)
            if token == "if" and self.peek() == "else":
                self.at += 1
                if self.peek() == "if":
                    self.statement(depth)
                else:
                    self.inner(depth)
        elif token == "do":
            self.at += 1
            self.inner(depth)
            self.skip_expression()
        elif token in ("case", "default"):
            while self.peek() not in (":", ""):
                self.at += 1
            self.at += 1
        else:
            self.skip_expression()


def nesting(tree):
    for file in tree.c_files:
        for function in file.functions():
            statements = Statements(function.body)
            statements.block(0)
            if statements.deepest > MAX_DEPTH:
                yield (f"{file.path}:{function.line}: {function.name} is nested "
                       f"{statements.deepest} deep; at most {MAX_DEPTH}")


def count_lines(files, suffixes):
    return sum(len(file.lines) - 1 for file in files if file.path.endswith(suffixes))

