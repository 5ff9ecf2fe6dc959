# SPDX-License-Identifier: GPL-3.0-or-later
"""House rules: what must not be written, and what each file begins with."""

import re
import subprocess

BANNED = re.compile(
    r"\b(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|system|popen|alloca|g_alloca|tmpnam|mktemp|"
    r"strtok|atoi|atol|atof|g_error|g_spawn_command_line_\w+|gtk_show_uri\w*|gtk_file_\w+|gtk_about_\w+|"
    r"gtk_print_\w+|gtk_font_\w+|webkit_web_context_set_automation_allowed|g_object_[sg]et_data\w*|"
    r"g_test_skip|g_test_incomplete|sqlite3_mprintf|sqlite3_snprintf|sleep|usleep|g_usleep|nanosleep|"
    r"gchar|gint|gfloat|gdouble)\b(?=(.?))")
TYPES = {"gchar", "gint", "gfloat", "gdouble"}
FRAME = {"meson.build", "README.md", "LICENSE", "CONTRIBUTING.md", "src", "ui", "data", "packaging",
         "tests", "kiosk-image", "docs"}
MARKS = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
HOSTS = re.compile(r"https?://(?:deb|registry|security|ftp|snapshot|archive|mirror)\.|"
                   r"\b(?:pypi\.org|crates\.io|npmjs\.(?:org|com)|proxy\.golang\.org)\b")
# A checkout in one of these says nothing about the machine.
COMMON_PARENTS = {"/", "/tmp", "/root", "/home", "/usr/src", "/opt", "/srv", "/mnt", "/build", "/src"}
HEADED = (".c", ".h", ".py", ".sh", ".css", ".xml", ".yaml", ".service", ".ui", ".dockerfile")
STATIC_DATA = re.compile(r"^[ ]*static (?!const\b|inline\b|void\b)[^()\n]*[^()\n ]\s*(?:=|;|\[)", re.M)
GOBJECT_TABLES = re.compile(r"\b(signals|properties)\[")


def line_of(text, match):
    return text.count("\n", 0, match.start()) + 1


def no_goto(tree):
    for file in tree.c_files:
        for match in re.finditer(r"\bgoto\b", file.code):
            yield f"{file.path}:{line_of(file.code, match)}: goto"


def banned_calls(tree):
    for file in tree.c_files:
        for match in BANNED.finditer(file.code):
            name = match.group(1)
            is_call = re.match(r"\w+ ?\(", file.code[match.start():])
            if is_call or name in TYPES:
                yield f"{file.path}:{line_of(file.code, match)}: {name}"


def dead_code(tree):
    for file in tree.c_files:
        for match in re.finditer(r"^[ \t]*#[ \t]*if[ \t]+0\b|^[ \t]*//", file.text, re.M):
            yield f"{file.path}:{line_of(file.text, match)}: dead code or a // comment"


def mutable_statics(tree):
    for file in tree.within("src"):
        for match in STATIC_DATA.finditer(file.code):
            if not GOBJECT_TABLES.search(match.group(0)):
                yield f"{file.path}:{line_of(file.code, match)}: static data that can change"


def unfinished_marks(tree):
    for file in tree.files:
        if not file.path.startswith("data/catalogue/"):
            for match in MARKS.finditer(file.text):
                yield f"{file.path}:{line_of(file.text, match)}: {match.group(1)}"


def licence_lines(tree):
    for file in tree.files:
        script = file.text.startswith("#!")
        if (script or file.path.endswith(HEADED)) and "SPDX-License-Identifier: GPL-3.0-or-later" not in (
                "\n".join(file.lines[:5])):
            yield f"{file.path}:1: no SPDX line"


def file_openings(tree):
    """A .c begins with config.h and its own header; a .h is guarded by #pragma once."""
    names = {file.path for file in tree.c_files}
    for file in tree.c_files:
        found = re.findall(r'^#include [<"]([^>"]+)[>"]', file.uncommented, re.M)
        if file.path.endswith(".h"):
            if "\n#pragma once\n" not in file.uncommented:
                yield f"{file.path}:1: no #pragma once"
        elif found[:1] != ["config.h"]:
            yield f"{file.path}:1: the first include must be config.h"
        elif file.path[:-2] + ".h" in names and found[1:2] != [file.path.rsplit("/", 1)[1][:-2] + ".h"]:
            yield f"{file.path}:1: the second include must be its own header"


def unused_results(tree):
    """Whoever calls what can fail must look at the answer."""
    for file in tree.within("src"):
        if not file.path.endswith(".h"):
            continue
        for match in re.finditer(r"[^;{}]*\bGError \*\*error\)([^;{}]*);", file.code):
            if "(*" in match.group(0) or "typedef" in match.group(0):
                continue
            if re.search(r"\bvoid\s+\w+\s*\(", match.group(0)):
                continue  # it hands its error on, and gives nothing that could be ignored
            if "G_GNUC_WARN_UNUSED_RESULT" not in match.group(1):
                line = file.code.count("\n", 0, match.end()) + 1
                yield f"{file.path}:{line}: a prototype that can fail lacks G_GNUC_WARN_UNUSED_RESULT"


def log_domains(tree):
    for file in tree.c_files:
        for match in re.finditer(r"#\s*define\s+G_LOG_DOMAIN", file.uncommented):
            yield f"{file.path}:{line_of(file.uncommented, match)}: the log domain comes from meson"
    for file in tree.files:
        if re.fullmatch(r"src/[^/]+/meson\.build", file.path):
            builds = len(re.findall(r"\b(?:static_library|executable)\(", file.text))
            if builds > file.text.count("-DG_LOG_DOMAIN="):
                yield f"{file.path}:1: a target without G_LOG_DOMAIN"


def formatting(tree):
    names = [file.path for file in tree.c_files]
    if names:
        command = ["clang-format-14", "--dry-run", "--Werror", *names]
        found = subprocess.run(command, cwd=tree.root, capture_output=True, text=True)
        for line in found.stderr.splitlines():
            if "error:" in line:
                yield line


def top_level(tree):
    for name in sorted({path.split("/")[0] for path in tree.paths}):
        if name not in FRAME and not name.startswith("."):
            yield f"{name}: not in the frame"


def sharp_s(tree):
    for file in tree.within("data", "ui", "docs", "packaging", "kiosk-image"):
        for number, line in enumerate(file.lines, 1):
            if "\u00df" in line or "\u1e9e" in line:
                yield f"{file.path}:{number}: Swiss German has no sharp s"


def machine_paths(tree):
    parent = str(tree.root.resolve().parent)
    own = [] if parent in COMMON_PARENTS else [re.escape(parent + "/")]
    place = re.compile("|".join([*own, r"(?<![\w.$}])/home/\w+/", r"(?<![\w.$}])/root/\w"]))
    for file in tree.files:
        for pattern, what in ((place, "path of a machine"), (HOSTS, "host of a registry")):
            for match in pattern.finditer(file.text):
                yield f"{file.path}:{line_of(file.text, match)}: {what}: {match.group(0)}"
