#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the sources of a catalogue as large as Switzerland: 2,110 municipalities and 1,000 services in four languages,
made of a canton's by adding words. Offices come from rules, so that 2 million offerings need no rows of their own.

Usage: country.py SOURCE OUT
"""

import json
import pathlib
import random
import shutil
import sys

N_MUNICIPALITIES = 2110
N_SERVICES = 1000
BEGINNINGS = "Alt Berg Birch Buch Dorn Eich Erl Fels Feld Gais Grün Hasel Heim Hoch Kalt Kirch Lang Linden Moos Nieder " \
             "Ober Reben Rot Sand Schön Sonn Stein Tann Unter Wald Weid Wies".split()
MIDDLES = ["", "en", "el", "er"]
ENDINGS = "ach au bach berg bühl dorf eck egg feld hofen holz ikon ingen kon matt rüti stetten thal tobel wil wies".split()
TRADES = {"de": "Gärtnerei Bäckerei Schreinerei Metzgerei Werkstatt Apotheke Druckerei Kellerei Molkerei Sägerei Weberei",
          "fr": "jardinerie boulangerie menuiserie boucherie atelier pharmacie imprimerie cave laiterie scierie tissage",
          "it": "giardinaggio panetteria falegnameria macelleria officina farmacia tipografia cantina latteria segheria "
                "tessitura",
          "en": "nursery bakery joinery butchery workshop pharmacy printshop winery dairy sawmill weaving"}


def add_words(value, copy):
    """Every text of a service with one word more, which its copies do not share."""
    if isinstance(value, dict) and "de" in value and isinstance(value["de"], str):
        return {tag: f"{text} {TRADES[tag].split()[copy % 11]}" for tag, text in value.items()}
    if isinstance(value, dict):
        return {name: add_words(part, copy) for name, part in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [add_words(part, copy) for part in value]
    return value


def write_services(folder):
    originals = [(path, json.loads(path.read_text())) for path in sorted(folder.glob("*.json"))]
    written = len(originals)
    for copy in range(N_SERVICES):
        for path, service in originals:
            if written == N_SERVICES:
                return
            changed = add_words(service, copy)
            changed["id"] = f"{service['id']}-{copy + 1}"
            for name in ("form", "certificate", "see_also"):
                changed.pop(name, None)
            changed["online"] = False
            (folder / f"{changed['id']}.json").write_text(json.dumps(changed, ensure_ascii=False))
            written += 1


def write_municipalities(out):
    municipalities = json.loads((out / "municipalities.json").read_text())
    places = json.loads((out / "places.json").read_text())
    taken = {entry["bfs"] for entry in municipalities["municipalities"] + municipalities["merged"]}
    names = [a + b + c for a in BEGINNINGS for b in MIDDLES for c in ENDINGS]
    random.Random("country").shuffle(names)
    for bfs in range(1, 10000):
        if len(municipalities["municipalities"]) == N_MUNICIPALITIES:
            break
        if bfs in taken:
            continue
        name = names.pop()
        municipalities["municipalities"].append({"bfs": bfs, "name": name, "district": "Aarau", "participates": True})
        places["places"].append({"postcode": 1000 + bfs % 4000, "locality": name, "bfs": bfs})
    (out / "municipalities.json").write_text(json.dumps(municipalities))
    (out / "places.json").write_text(json.dumps(places))


def main():
    source, out = map(pathlib.Path, sys.argv[1:])
    shutil.copytree(source, out)
    write_services(out / "services")
    write_municipalities(out)


if __name__ == "__main__":
    main()
