#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The house rules of CONTRIBUTING.md as a program: one TAP test for each rule.

Usage: lint.py [TREE]"""

import pathlib
import sys

import budgets
import house
import layers
from source import Tree

RULES = [
    budgets.file_length, budgets.line_width, budgets.function_length, budgets.nesting,
    budgets.parameters,
    layers.known_folders, layers.unique_headers, layers.library_owners, layers.upward_includes,
    layers.pure_core,
    house.no_goto, house.banned_calls, house.dead_code, house.mutable_statics,
    house.unfinished_marks, house.licence_lines, house.file_openings, house.unused_results,
    house.log_domains, house.formatting, house.top_level, house.sharp_s, house.machine_paths,
]


def name_of(rule):
    return rule.__name__.replace("_", "-")


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
    tree = Tree(root if len(sys.argv) > 1 else root.parents[2])
    source = budgets.count_lines(tree.within("src"), (".c", ".h"))
    tests = budgets.count_lines(tree.within("tests"), (".c", ".h", ".py"))
    print("TAP version 13")
    print(f"# {source} lines of source, {tests} of tests: {tests / max(source, 1):.2f}")
    failed = False
    for number, rule in enumerate(RULES, 1):
        findings = list(rule(tree))
        failed = failed or bool(findings)
        for finding in findings:
            print(finding, file=sys.stderr)
        print(f"{'not ok' if findings else 'ok'} {number} - {name_of(rule)}")
    print(f"1..{len(RULES)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
