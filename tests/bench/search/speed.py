#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a key press costs in a flat index of many texts, this engine and its peers in one run: processor time.

Usage: speed.py FLAT DATA [--sizes 1000,10000,100000] [--presses N] [--minisearch FOLDER] [--lucene FOLDER]
                [--only ENGINE]
  FLAT  the program flat of this build
  DATA  a folder as quality.py reads it: its pages are cut into texts of 60 words, its short queries are typed
"""

import argparse
import random

from engines import get_engines
from quality import read_documents, read_queries
from variants import Compounds

WORDS_PER_TEXT = 60
PLACES = ["Aarau", "Baden", "Brugg", "Buchs", "Lenzburg", "Möhlin", "Muri", "Oftringen", "Rheinfelden", "Spreitenbach",
          "Suhr", "Wettingen", "Windisch", "Wohlen", "Zofingen", "Aarburg", "Bremgarten", "Gränichen", "Obersiggenthal"]


def make_texts(pages, count):
    """As many texts as asked for: the pages, each time for another place and from another word on."""
    for i in range(count):
        page, round_ = pages[i % len(pages)], i // len(pages)
        words = page["text"].split()
        start = (round_ * 37) % max(1, len(words) - WORDS_PER_TEXT)
        place = f"{PLACES[round_ % len(PLACES)]} {round_}"
        yield f"{i}", f"{page['title']} {place}", " ".join(words[start:start + WORDS_PER_TEXT])


def make_presses(rows, count):
    """Every beginning of short queries, a third of them mistyped; a fixed choice of @count."""
    rng = random.Random("presses")
    plain = [query for name, query, _ in rows if name == "kw.orig"]
    mistyped = [query for name, query, _ in rows if name == "kw.typo"]
    queries = rng.sample(plain, 60) + rng.sample(mistyped, 30)
    presses = [query[:i] for query in queries for i in range(1, len(query) + 1)]
    start = rng.randrange(max(1, len(presses) - count))
    return presses[start:start + count]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("flat")
    parser.add_argument("data")
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--presses", type=int, default=400)
    parser.add_argument("--minisearch")
    parser.add_argument("--lucene")
    parser.add_argument("--only")
    options = parser.parse_args()
    pages = read_documents(options.data, "de")
    presses = make_presses(read_queries(options.data, "de", Compounds()), options.presses)
    print(f"{len(presses)} key presses\n\n| texts | engine | p50 ms | p95 ms | p99 ms | longest ms | ratio of p95 | index |")
    print("|---|---|---|---|---|---|---|---|")
    for size in map(int, options.sizes.split(",")):
        texts = list(make_texts(pages, size))
        own = None
        for engine in get_engines(options.flat, options.minisearch, options.lucene):
            if options.only and engine.name != options.only:
                continue
            _, times = engine.run("de", texts, presses)
            times.sort()
            p50, p95, p99 = (times[int(share * len(times))] / 1e3 for share in (0.5, 0.95, 0.99))
            own = own or p95
            print(f"| {size} | {engine.name} | {p50:.2f} | {p95:.2f} | {p99:.2f} | {times[-1] / 1e3:.2f} | {p95 / own:.1f} | "
                  f"{engine.cost} |", flush=True)


if __name__ == "__main__":
    main()
