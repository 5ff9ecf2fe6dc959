#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether every text that people see is there in German, French and Italian, in TAP."""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PO = ROOT / "data" / "po"
KEYWORDS = ("-k_", "-kN_", "-kC_:1c,2", "-kngettext:1,2")
HAS_TEXT = re.compile(r'\b(?:_|N_|C_|ngettext) ?\(\s*"|translatable="yes"')


def sources():
    files = [*ROOT.glob("src/*/*.c"), *ROOT.glob("ui/*/*.ui")]
    return sorted(str(path.relative_to(ROOT)) for path in files if HAS_TEXT.search(path.read_text()))


def extract(files, target):
    subprocess.run(["xgettext", "--from-code=UTF-8", *KEYWORDS, "-o", target, *files],
                   cwd=ROOT, check=True, stderr=subprocess.DEVNULL)


def missing(language, template, folder):
    """Texts of the template that the language lacks or has only as a guess."""
    merged = folder / f"{language}.po"
    subprocess.run(["msgmerge", "-q", "--no-fuzzy-matching", "-o", merged, PO / f"{language}.po",
                    template], check=True)
    left = subprocess.run(["msgattrib", "--untranslated", "--no-wrap", merged],
                          capture_output=True, text=True, check=True).stdout
    return re.findall(r'^msgid "(.+)"$', left, re.M)


def report(number, is_well, what, details=()):
    print(f"{'ok' if is_well else 'not ok'} {number} - {what}")
    for detail in details:
        print(f"# {detail}")
    return is_well


def main():
    files = sources()
    listed = [line for line in (PO / "POTFILES").read_text().splitlines() if not line.startswith("#")]
    wells = [report(1, sorted(listed) == files, "POTFILES lists every file with a text",
                    sorted(set(listed) ^ set(files)))]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        template = folder / "schalter.pot"
        extract(files, template)
        for number, language in enumerate(("de", "fr", "it")):
            left = missing(language, template, folder)
            wells.append(report(2 * number + 2, not left, f"every text is there in {language}", left))
            done = subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null",
                                   PO / f"{language}.po"], capture_output=True, text=True, check=False)
            wells.append(report(2 * number + 3, done.returncode == 0,
                                f"placeholders agree in {language}", done.stderr.splitlines()))
    print(f"1..{len(wells)}")
    return 0 if all(wells) else 1


if __name__ == "__main__":
    sys.exit(main())
