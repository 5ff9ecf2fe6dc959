#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How well this engine and its peers find what was meant, in one run: MRR@10 for each variant of each query file.

Usage: quality.py FLAT DATA [--minisearch FOLDER] [--lucene FOLDER] [--only ENGINE]
  FLAT  the program flat of this build
  DATA  a folder with docs.LL.jsonl and dev.queries.LL.tsv, dev.queries_kw.LL.tsv of OMoS-QA (CC BY 4.0)
"""

import argparse
import json
import os

from engines import get_engines
from variants import Compounds, make_variants

SEED = "schalter"
ORDER = ["kw.orig", "kw.typo", "kw.prefix", "kw.ascii", "kw.split", "qa.orig", "qa.typo", "qa.kwonly", "qa.kwtypo",
         "qa.prefix", "qa.kwprefix", "qa.ascii", "qa.split", "qa.kwsplit"]


def read_documents(data, language):
    with open(os.path.join(data, f"docs.{language}.jsonl"), encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_queries(data, language, compounds):
    """Rows of (column, query, set of relevant keys)."""
    rows = []
    for kind, name in (("kw", "dev.queries_kw"), ("qa", "dev.queries")):
        path = os.path.join(data, f"{name}.{language}.tsv")
        if not os.path.exists(path):
            continue
        with open(path, encoding="utf-8") as lines:
            for number, line in enumerate(list(lines)[1:]):
                query, relevant = line.rstrip("\n").split("\t")
                keys = set(relevant.replace(",", " ").split())
                seed = f"{SEED}{kind}{number}"
                for variant, text in make_variants(query, kind == "qa", language, seed, compounds).items():
                    rows.append((f"{kind}.{variant}", text, keys))
    return rows


def get_reciprocal_rank(answer, relevant, cities):
    """Among the pages of the relevant ones' city: other cities have the same pages."""
    wanted = {cities[key] for key in relevant if key in cities}
    places = [key for key in answer if cities.get(key) in wanted][:10]
    return next((1 / (i + 1) for i, key in enumerate(places) if key in relevant), 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("flat")
    parser.add_argument("data")
    parser.add_argument("--minisearch")
    parser.add_argument("--lucene")
    parser.add_argument("--only")
    options = parser.parse_args()
    compounds = Compounds()
    for language in ("de", "en", "fr"):
        documents = read_documents(options.data, language)
        cities = {document["id"]: document["city"] for document in documents}
        texts = [(document["id"], document["title"], document["text"]) for document in documents]
        rows = read_queries(options.data, language, compounds)
        columns = [name for name in ORDER if any(row[0] == name for row in rows)]
        print(f"\n{language}: {len(documents)} pages, {len(rows)} queries\n")
        print("| engine | " + " | ".join(columns) + " | macro |\n|---|" + "---|" * (len(columns) + 1))
        for engine in get_engines(options.flat, options.minisearch, options.lucene):
            if options.only and engine.name != options.only:
                continue
            answers, _ = engine.run(language, texts, [row[1] for row in rows])
            ranks = {name: [] for name in columns}
            for (name, _, relevant), answer in zip(rows, answers):
                ranks[name].append(get_reciprocal_rank(answer, relevant, cities))
            means = [sum(ranks[name]) / len(ranks[name]) for name in columns]
            figures = " | ".join(f"{mean:.3f}" for mean in means)
            print(f"| {engine.name} | {figures} | {sum(means) / len(means):.3f} |", flush=True)


if __name__ == "__main__":
    main()
