# SPDX-License-Identifier: GPL-3.0-or-later
"""What the house rules look at: a tree of files, C source with comments and strings blanked, and
the functions in it. The tree is clang-formatted, so that a function begins with a brace in column 0."""

import pathlib
import re
import subprocess

# Text that is not of our making or not meant to be read.
UNREAD = re.compile(r"(^|/)(LICENSE|[^/]+\.(png|svg|pdf|db|sqlite|zst|bin|ttf|otf|woff2))$")
BLANKED = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:\\\n|[^\n])*", re.M)


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


class Function:
    def __init__(self, name, line, n_lines, parameters, body):
        self.name = name
        self.line = line
        self.n_lines = n_lines
        self.parameters = parameters
        self.body = body


class File:
    def __init__(self, root, path):
        self.path = path
        self.text = (root / path).read_text(encoding="utf-8", errors="replace")
        self.lines = self.text.split("\n")
        self.is_c = path.endswith((".c", ".h"))
        # Without comments; and without strings and directives as well.
        self.uncommented = BLANKED.sub(
            lambda m: blank(m) if m.group(0).startswith("/") else m.group(0), self.text)
        self.code = DIRECTIVE.sub(blank, BLANKED.sub(blank, self.text)) if self.is_c else ""

    @property
    def folder(self):
        """The folder of src/ or tests/ that the file is in, or ""."""
        parts = self.path.split("/")
        return parts[1] if len(parts) > 2 and parts[0] in ("src", "tests") else ""

    def functions(self):
        lines = self.code.split("\n")
        for start, line in enumerate(lines):
            if line != "{":
                continue
            first = start
            while first > 0 and lines[first - 1].strip() and lines[first - 1][0] not in "};":
                first -= 1
            header = "\n".join(lines[first:start])
            name = re.search(r"\b(\w+) ?\((.*)\)", header, re.S)
            end = next((n for n in range(start, len(lines)) if lines[n] == "}"), len(lines) - 1)
            if name:
                name_line = first + header[: name.start()].count("\n")
                yield Function(
                    name.group(1),
                    name_line + 1,
                    end - name_line + 1,
                    split_parameters(name.group(2)),
                    "\n".join(lines[start : end + 1]),
                )


def split_parameters(text):
    parts, depth, current = [], 0, ""
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += character
    parts.append(current.strip())
    return [part for part in parts if part not in ("", "void")]


class Tree:
    """A checkout: its files as git knows them (with those not added yet), or all where git is absent."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.paths = sorted(self._list())
        self.files = [File(self.root, path) for path in self.paths if not UNREAD.search(path)]
        self.c_files = [file for file in self.files if file.is_c]

    def _list(self):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        if (self.root / ".git").exists():
            listed = subprocess.run(command, cwd=self.root, capture_output=True, check=True).stdout
            names = listed.decode().split("\0")
        else:
            names = [str(path.relative_to(self.root)) for path in self.root.rglob("*")]
        return {name for name in names if name and (self.root / name).is_file()}

    def within(self, *folders):
        return [file for file in self.files if file.path.startswith(tuple(f + "/" for f in folders))]
