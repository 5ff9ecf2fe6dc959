#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each house rule is shown a tree that breaks it and one that keeps it: a rule that cannot fail is
none."""

import pathlib
import shutil
import sys
import tempfile

import lint
from source import Tree

SPDX = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"


def c_function(body, name="work", arguments="void"):
    return SPDX + f'#include "config.h"\n\nvoid\n{name} ({arguments})\n{{\n{body}}}\n'


def header(body):
    return SPDX + "#pragma once\n\n" + body


NESTED_3 = "  if (a)\n    for (;;)\n      while (b)\n        work ();\n"
NESTED_4 = "  if (a)\n    for (;;)\n      while (b)\n        if (c)\n          work ();\n"
ELSE_IF = "  if (a)\n    b ();\n" + "  else if (c)\n    d ();\n" * 6
FALLIBLE = "gboolean schalter_try (GError **error)"

# Rule: (files that break it, files that keep it).
SAMPLES = {
    "file-length": ({"src/core/a.c": SPDX + "\n" * 700}, {"src/core/a.c": SPDX + "\n" * 699}),
    "line-width": ({"src/core/a.c": "x" * 101}, {"src/core/a.c": "ü" * 100}),
    "function-length": (
        {"src/core/a.c": c_function("  work ();\n" * 58)},
        {"src/core/a.c": c_function("  work ();\n" * 57),
         "src/core/b.c": c_function("  work ();\n" * 70, name="a_class_init")},
    ),
    "nesting": (
        {"src/core/a.c": c_function(NESTED_4)},
        {"src/core/a.c": c_function(NESTED_3 + ELSE_IF + "  /* if { for { while { if { */\n")},
    ),
    "parameters": (
        {"src/core/a.c": c_function("", arguments="int a, int b, int c, int d, int e, int f, int g")},
        {"src/core/a.c": c_function("", arguments="int a, int b, void (*c) (int, int), int d, int e"),
         "src/core/b.c": c_function("", name="on_x", arguments="int a, int b, int c, int d, int e, "
                                    "int f, int g")},
    ),
    "known-folders": ({"src/other/a.c": ""}, {"src/core/a.c": ""}),
    "unique-headers": ({"src/core/a.h": "", "src/db/a.h": ""}, {"src/core/a.h": "", "src/db/b.h": ""}),
    "library-owners": (
        {"src/store/a.c": "#include <sqlite3.h>\n"},
        {"src/db/a.c": "#include <sqlite3.h>\n", "src/store/a.c": "/* #include <sqlite3.h> */\n"},
    ),
    "upward-includes": (
        {"src/core/a.c": '#include "b.h"\n', "src/db/b.h": ""},
        {"src/db/a.c": '#include "b.h"\n', "src/core/b.h": "", "src/db/c.c": '#include "a.h"\n'},
    ),
    "pure-core": (
        {"src/core/a.c": c_function("  g_get_real_time ();\n")},
        {"src/agent/a.c": c_function("  g_get_real_time ();\n")},
    ),
    "no-goto": ({"src/core/a.c": "goto out;\n"}, {"src/core/a.c": '/* goto */ "goto";\n'}),
    "banned-calls": (
        {"src/core/a.c": "  strcpy (a, b);\n"},
        {"src/core/a.c": "  my_strcpy (a, b); int system = 1; /* system () */\n"},
    ),
    "dead-code": ({"src/core/a.c": "#if 0\n#endif\n"}, {"src/core/a.c": "#if HAVE_A\n#endif\n"}),
    "mutable-statics": (
        {"src/core/a.c": "static int counter = 0;\n"},
        {"src/core/a.c": "static const int limits[] = { 1 };\nstatic guint signals[2];\n"},
    ),
    "unfinished-marks": (
        {"docs/a.md": "Later: TO" + "DO\n"},
        {"docs/a.md": "Todos are none.\n"},
    ),
    "licence-lines": ({"src/core/a.c": "int a;\n"}, {"src/core/a.c": SPDX, "tests/x": "words\n"}),
    "file-openings": (
        {"src/core/a.c": '#include "a.h"\n', "src/core/a.h": header("")},
        {"src/core/a.c": '#include "config.h"\n\n#include "a.h"\n', "src/core/a.h": header("")},
    ),
    "unused-results": (
        {"src/core/a.h": header(FALLIBLE + ";\n")},
        {"src/core/a.h": header(FALLIBLE + " G_GNUC_WARN_UNUSED_RESULT;\n")},
    ),
    "log-domains": (
        {"src/core/a.c": '#define G_LOG_DOMAIN "a"\n'},
        {"src/core/meson.build": "static_library('a', c_args: '-DG_LOG_DOMAIN=\"a\"')\n"},
    ),
    "formatting": ({"src/core/a.c": "int a  ;\n"}, {"src/core/a.c": "int a;\n"}),
    "top-level": ({"helper/a": ""}, {"src/core/a.c": "", ".hidden": "", "README.md": ""}),
    "sharp-s": ({"data/a.json": '"Stra\u00dfe"'}, {"data/a.json": '"Strasse"'}),
    "machine-paths": (
        {"docs/a.md": "see /ho" + "me/someone/x"},
        {"docs/a.md": "see /usr/share/schalter and $HOME/x"},
    ),
}


def findings(rule, files):
    directory = pathlib.Path(tempfile.mkdtemp(prefix="schalter-lint-"))
    try:
        shutil.copy(pathlib.Path(__file__).resolve().parents[2] / ".clang-format", directory)
        for path, text in files.items():
            (directory / path).parent.mkdir(parents=True, exist_ok=True)
            (directory / path).write_text(text, encoding="utf-8")
        return list(rule(Tree(directory)))
    finally:
        shutil.rmtree(directory)


def main():
    failed = False
    print("TAP version 13")
    for number, rule in enumerate(lint.RULES, 1):
        name = lint.name_of(rule)
        broken, kept = SAMPLES[name]
        missed = not findings(rule, broken)
        wrong = findings(rule, kept)
        for line in (["a broken tree passes"] if missed else []) + wrong:
            print(f"# {line}")
        failed = failed or missed or bool(wrong)
        print(f"{'not ok' if missed or wrong else 'ok'} {number} - {name} can fail and can pass")
    print(f"1..{len(lint.RULES)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
