# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine of this project and its peers behind one interface: build(documents), then
search(query) → keys, best first. Times are processor time of the search alone, in microseconds."""

import json
import os
import re
import sqlite3
import subprocess
import tempfile
import time

WORDS = re.compile(r"\w+")
N_HITS = 100
SNOWBALL = {"de": "german", "fr": "french", "en": "english"}


def timed(search, queries):
    answers, times = [], []
    for query in queries:
        begun = time.process_time_ns()
        answers.append(search(query))
        times.append((time.process_time_ns() - begun) / 1e3)
    return answers, times


def write_lines(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in rows:
            file.write("\t".join(re.sub(r"\s+", " ", text) for text in row) + "\n")


class Schalter:
    """The engine of this project, by way of the program flat."""
    name = "schalter"

    def __init__(self, program):
        self.program = program

    def run(self, language, documents, queries):
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("documents", "queries")]
            write_lines(paths[0], documents)
            write_lines(paths[1], ((str(i), query) for i, query in enumerate(queries)))
            done = subprocess.run([self.program, language, *paths], check=True, capture_output=True, text=True)
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        self.cost = done.stderr.strip()
        return [row[2:] for row in rows], [float(row[1]) for row in rows]


class Fts5:
    """SQLite's FTS5: words joined by OR, the last one as a beginning, bm25 with a weighted title."""

    def __init__(self, name, tokeniser, is_stemmed=False):
        self.name, self.tokeniser, self.is_stemmed = name, tokeniser, is_stemmed

    def _prepare(self, language):
        self.stem = None
        if self.is_stemmed:
            import Stemmer
            self.stem = Stemmer.Stemmer(SNOWBALL[language]).stemWord

    def _text(self, text):
        return " ".join(self.stem(word.lower()) for word in WORDS.findall(text)) if self.stem else text

    def _expression(self, query):
        words = [word.lower() for word in WORDS.findall(query)]
        if "trigram" in self.tokeniser:
            return " OR ".join(f'"{word[i:i + 3]}"' for word in words for i in range(max(0, len(word) - 2)))
        parts = [f'"{self.stem(word) if self.stem else word}"' for word in words]
        return " OR ".join(parts + [f'"{words[-1]}"*']) if words else ""

    def _search(self, query):
        expression = self._expression(query)
        if not expression:
            return []
        rows = self.db.execute("SELECT key FROM texts WHERE texts MATCH ? ORDER BY bm25 (texts, 0, 4, 1) LIMIT ?",
                               (expression, N_HITS))
        return [row[0] for row in rows]

    def run(self, language, documents, queries):
        self._prepare(language)
        self.db = sqlite3.connect(":memory:")
        self.db.execute(f"CREATE VIRTUAL TABLE texts USING fts5 (key UNINDEXED, title, body, tokenize='{self.tokeniser}')")
        self.db.executemany("INSERT INTO texts VALUES (?, ?, ?)",
                            ((key, self._text(title), self._text(body)) for key, title, body in documents))
        pages, size = (self.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
        self.cost = f"{pages * size / 1e6:.1f} MB"
        return timed(self._search, queries)


class Xapian:
    """Xapian with the language's stemmer, spelling correction, and the last word as a beginning."""
    name = "xapian"

    def _search(self, query):
        import xapian
        flags = (xapian.QueryParser.FLAG_SPELLING_CORRECTION | xapian.QueryParser.FLAG_PARTIAL)
        self.enquire.set_query(self.parser.parse_query(query, flags))
        corrected = self.parser.get_corrected_query_string()
        if corrected:
            self.enquire.set_query(self.parser.parse_query(corrected, flags))
        return [match.document.get_data().decode() for match in self.enquire.get_mset(0, N_HITS)]

    def run(self, language, documents, queries):
        import xapian
        with tempfile.TemporaryDirectory() as folder:
            db = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
            generator = xapian.TermGenerator()
            generator.set_stemmer(xapian.Stem(SNOWBALL[language]))
            generator.set_database(db)
            generator.set_flags(xapian.TermGenerator.FLAG_SPELLING)
            for key, title, body in documents:
                document = xapian.Document()
                document.set_data(key)
                generator.set_document(document)
                generator.index_text(title, 4)
                generator.index_text(body)
                db.add_document(document)
            db.commit()
            self.parser = xapian.QueryParser()
            self.parser.set_stemmer(xapian.Stem(SNOWBALL[language]))
            self.parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
            self.parser.set_database(db)
            self.enquire = xapian.Enquire(db)
            size = sum(entry.stat().st_size for entry in os.scandir(folder))
            self.cost = f"{size / 1e6:.1f} MB"
            return timed(self._search, queries)


class MiniSearch:
    """MiniSearch for Node: fuzzy by a fifth of a word's length, the last word as a beginning. @folder holds its
    node_modules."""
    name = "minisearch"

    def __init__(self, folder):
        self.folder = folder

    def run(self, language, documents, queries):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "minisearch.cjs")
        data = json.dumps({"documents": list(documents), "queries": queries, "hits": N_HITS})
        environment = dict(os.environ, NODE_PATH=os.path.join(self.folder, "node_modules"))
        done = subprocess.run(["node", "--max-old-space-size=4096", script], input=data, check=True, text=True,
                              capture_output=True, env=environment)
        answer = json.loads(done.stdout)
        self.cost = f"{answer['heap'] / 1e6:.0f} MB of heap"
        return answer["answers"], answer["times"]


class Lucene:
    """Lucene from Debian: German analysis, fuzzy words, the last word as a beginning. @folder holds the compiled
    Peer.class."""
    name = "lucene"
    jars = ":".join(f"/usr/share/java/lucene-{part}-8.7.0.jar" for part in ("core", "analyzers-common"))

    def __init__(self, folder):
        self.folder = folder

    def run(self, language, documents, queries):
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("documents", "queries")]
            write_lines(paths[0], documents)
            write_lines(paths[1], ((query,) for query in queries))
            done = subprocess.run(["java", "-Xmx3g", "-cp", f"{self.jars}:{self.folder}", "Peer", language, *paths],
                                  check=True, text=True, capture_output=True)
        rows = [line.split("\t") for line in done.stdout.splitlines()]
        self.cost = done.stderr.strip().splitlines()[-1]
        return [row[1:] for row in rows], [float(row[0]) for row in rows]


def get_engines(program, minisearch=None, lucene=None):
    engines = [Schalter(program), Fts5("fts5", "unicode61 remove_diacritics 2"),
               Fts5("fts5+snowball", "unicode61 remove_diacritics 2", True), Fts5("fts5 trigram", "trigram"), Xapian()]
    if minisearch:
        engines.append(MiniSearch(minisearch))
    if lucene:
        engines.append(Lucene(lucene))
    return engines
