#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a libFuzzer program over its corpus: replays it, and for 60 s looks for more when the long tests are asked for.

Usage: fuzz.py PROGRAM CORPUS
"""

import os
import subprocess
import sys
import tempfile

program, corpus = sys.argv[1:]
seconds = 60 if os.environ.get("SCHALTER_TEST_LONG") else 2
print("1..1")
with tempfile.TemporaryDirectory() as found:
    done = subprocess.run([program, f"-max_total_time={seconds}", "-rss_limit_mb=2048", "-timeout=10",
                           f"-artifact_prefix={found}/", found, corpus], capture_output=True, text=True, check=False)
for line in done.stderr.splitlines()[-20:]:
    print("#", line)
name = os.path.basename(program)
print(f"{'ok' if done.returncode == 0 else 'not ok'} 1 {name} finds nothing")
sys.exit(0 if done.returncode == 0 else 1)
