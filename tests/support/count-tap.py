#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts TAP results over meson's JSON test logs: names each failure, ends in "N passed, N failed".
A program that crashed, timed out or said less than its plan counts as one failure.

Usage: count-tap.py [--broken REASON]… LOG…"""

import argparse
import json
import re
import sys

RESULT = re.compile(r"^(ok|not ok)\b\s*\d*\s*(?:- )?(.*)$", re.M)


def count(test):
    """The passed, and the names of the failed."""
    passed, failed = 0, []
    for verdict, name in RESULT.findall(test.get("stdout") or ""):
        if verdict == "ok":
            passed += 1
        else:
            failed.append(f"{test['name']}: {name}")
    if test["result"] not in ("OK", "EXPECTEDFAIL") and not failed:
        failed.append(f"{test['name']}: {test['result']}")
    return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--broken", action="append", default=[])
    parser.add_argument("logs", nargs="+")
    arguments = parser.parse_args()
    n_passed, all_failed = 0, list(arguments.broken)
    for log in arguments.logs:
        with open(log, encoding="utf-8") as lines:
            for line in lines:
                passed, failed = count(json.loads(line))
                n_passed += passed
                all_failed += failed
    for name in all_failed:
        print(f"failed: {name}")
    print(f"{n_passed} passed, {len(all_failed)} failed")
    return 1 if all_failed or not n_passed else 0


if __name__ == "__main__":
    sys.exit(main())
