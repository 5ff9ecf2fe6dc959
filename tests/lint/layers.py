# SPDX-License-Identifier: GPL-3.0-or-later
"""The levels of docs/architecture.md: which folder of src/ may include what."""

import re

LEVELS = {
    "core": 0,
    "crypto": 1, "db": 1, "forms": 1, "bus": 1, "print": 1, "portal-client": 1, "widgets": 1,
    "catalogue": 2, "store": 2,
    "kiosk": 3, "counter": 3, "agent": 3, "ctl": 3, "publish": 3, "portal": 3,
}

# An outside header's beginning, and the folders that own it.
OWNERS = [
    ("sqlite3", {"db"}),
    ("sodium", {"crypto"}),
    ("gnutls/", {"crypto"}),
    ("cups/", {"print"}),
    ("cairo", {"print", "ctl"}),
    ("pango/", {"print"}),
    ("qrencode", {"print"}),
    ("poppler", {"ctl"}),
    ("zbar", {"ctl"}),
    ("webkit/", {"widgets"}),
    ("gtk/", {"widgets", "kiosk", "counter"}),
    ("gdk/", {"widgets", "kiosk", "counter"}),
    ("libnotify/", {"counter"}),
    ("libsoup/", {"portal-client", "portal", "agent", "counter"}),
    ("zstd", {"catalogue"}),
    ("libstemmer", {"catalogue"}),
    ("systemd/", {"kiosk", "counter", "agent", "portal"}),
    ("gio/", set(LEVELS) - {"core"}),
    ("time.h", set(LEVELS) - {"core"}),
    ("unistd.h", set(LEVELS) - {"core"}),
    ("fcntl.h", set(LEVELS) - {"core"}),
]

# What reaches outside without a header of its own: core takes bytes and times, and decides.
IMPURE = re.compile(r"\b(g_get_(?:real|monotonic)_time|g_date_time_new_now\w*|g_getenv|g_random_\w+|"
                    r"g_file_\w+|g_print|g_printerr|fopen|g_idle_add\w*|g_timeout_add\w*) ?\(")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def includes(file):
    for match in INCLUDE.finditer(file.uncommented):
        yield match.group(1) == '"', match.group(2), file.uncommented.count("\n", 0, match.start()) + 1


def owner_of(header):
    return next((owners for prefix, owners in OWNERS if header.startswith(prefix)), None)


def library_owners(tree):
    for file in tree.within("src"):
        for is_ours, header, line in includes(file) if file.is_c else ():
            owners = None if is_ours else owner_of(header)
            if owners is not None and file.folder not in owners:
                yield f"{file.path}:{line}: <{header}> belongs to {', '.join(sorted(owners))}"


def upward_includes(tree):
    homes = {file.path.rsplit("/", 1)[1]: file.folder for file in tree.within("src") if file.is_c}
    for file in tree.within("src"):
        for is_ours, header, line in includes(file) if file.is_c else ():
            home = homes.get(header) if is_ours else None
            if home is None or home == file.folder:
                continue
            if LEVELS.get(home, 9) >= LEVELS.get(file.folder, -1):
                yield f"{file.path}:{line}: {file.folder}/ must not see {home}/{header}"


def known_folders(tree):
    for file in tree.within("src"):
        if file.is_c and file.folder not in LEVELS:
            yield f"{file.path}:1: no folder of the architecture"


def unique_headers(tree):
    seen = {}
    for file in tree.within("src"):
        name = file.path.rsplit("/", 1)[1]
        if name.endswith(".h") and seen.setdefault(name, file.path) != file.path:
            yield f"{file.path}:1: the name is taken by {seen[name]}"


def pure_core(tree):
    for file in tree.within("src/core"):
        for match in IMPURE.finditer(file.code):
            line = file.code.count("\n", 0, match.start()) + 1
            yield f"{file.path}:{line}: {match.group(1)}: core has no clock, files, chance or environment"
