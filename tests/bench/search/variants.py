# SPDX-License-Identifier: GPL-3.0-or-later
"""Ways to type a query other than the editors did: with a typing error, cut off, without umlauts,
with compounds turned round, shortened to key words. The same seed gives the same variants."""

import random
import re

import hunspell

WORDS = re.compile(r"\w+")
NEIGHBOURS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "rzg", "z": "tuh", "u": "zij", "i": "uok", "o": "ipl",
    "p": "oöl", "a": "qsy", "s": "awdx", "d": "sefc", "f": "drgv", "g": "fthb", "h": "gzjn", "j": "hukm",
    "k": "jilm", "l": "kop", "y": "asx", "x": "ysdc", "c": "xdfv", "v": "cfgb", "b": "vghn", "n": "bhjm",
    "m": "njk"}
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
LINKS = ("", "s", "es", "n", "en")
SHORT_HEADS = {"amt", "ort", "rat", "hof", "bau"}
# Names and words that only look like compounds, and first parts that are no nouns.
WHOLE = {"deutschland", "teilnehmen", "supermarkt", "supermärkte", "information", "informationen"}
NO_NOUNS = {"unter", "nicht", "super", "selbst", "über", "halts"}
DICTIONARY = "/usr/share/hunspell/de_DE"
STOPWORDS = set("""
aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da damit dann das dass
dein deine dem den denn der des die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem
einen einer eines einige er es etwas für gegen gibt habe haben hat hatte hier ich ihm ihn ihnen ihr ihre ihrem
ihren ihrer im in ins ist jede jedem jeden jeder jedes jetzt kann kein keine keinen können könnte man mehr mein
meine meinem meinen meiner mich mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne sehr sein seine
sich sie sind so soll sollen sollte um und uns unser unsere unter viel viele vom von vor war was weil welche
welchem welchen welcher welches wenn wer werde werden wie wieder will wir wird wo wofür woher wohin womit wurde
wurden zu zum zur zwischen dürfen darf möchte bekommt bekommen bekomme erhalten erhalte erhält benötigt benötige
brauche braucht finde finden findet gilt gelten stellen stellt bietet bieten angeboten geht gehen heißt tun
machen lassen möglich mögliche""".split())


class Compounds:
    """German nouns taken apart with a dictionary that no engine in the comparison uses."""

    def __init__(self):
        self.speller = hunspell.HunSpell(DICTIONARY + ".dic", DICTIONARY + ".aff")
        self.nouns = set()
        with open(DICTIONARY + ".dic", encoding="latin-1") as lines:
            for line in lines:
                word = line.split("/")[0].strip()
                if len(word) >= 4 and word[0].isupper():
                    self.nouns.add(word.lower())

    def _first_parts(self, text):
        for link in LINKS:
            if link and not text.endswith(link):
                continue
            part = text[:len(text) - len(link)] if link else text
            for candidate in (part, part + "e") if not link else (part,):
                if len(candidate) >= 4 and candidate in self.nouns and candidate not in NO_NOUNS:
                    yield candidate, len(part), len(link)

    def split(self, word):
        low = word.lower()
        best = None
        if len(low) < 10 or low in WHOLE or not word[0].isupper() or word.isupper():
            return None
        for i in range(4, len(low) - 2):
            last = low[i:]
            if len(last) < 4 and last not in SHORT_HEADS or not self.speller.spell(last.capitalize()):
                continue
            for first, length, n_link in self._first_parts(low[:i]):
                key = (min(length, len(last)), n_link)
                if best is None or key > best[0]:
                    best = key, first.capitalize(), last.capitalize()
        return best and best[1:]

    def turn_round(self, query):
        """The longest compound as two words, the head first."""
        found = [(match, self.split(match.group())) for match in WORDS.finditer(query)]
        found = [pair for pair in found if pair[1]]
        if not found:
            return None
        match, (first, last) = max(found, key=lambda pair: len(pair[0].group()))
        return f"{query[:match.start()]}{last} {first}{query[match.end():]}"


def mistype(query, rng):
    """One letter lost, added, wrong or swapped in a word of five letters or more; never the first."""
    words = [match for match in WORDS.finditer(query) if len(match.group()) >= 5]
    if not words:
        return None
    match = rng.choice(words)
    word = match.group()
    for _ in range(20):
        at = rng.randrange(1, len(word))
        slip = rng.choice(NEIGHBOURS.get(word[at].lower(), "e"))
        changed = rng.choice([word[:at] + word[at + 1:],
                              word[:at] + slip + word[at:],
                              word[:at] + slip + word[at + 1:],
                              word[:at] + word[at + 1:at + 2] + word[at] + word[at + 2:]])
        if changed.lower() != word.lower():
            return query[:match.start()] + changed + query[match.end():]
    return None


def cut(query):
    """The last word is typed to 60 %."""
    query = query.rstrip(" ?.!")
    words = list(WORDS.finditer(query))
    if not words:
        return None
    word = words[-1].group()
    length = max(3, -(-len(word) * 6 // 10))
    return query[:words[-1].start()] + word[:length] if length < len(word) else None


def without_umlauts(query):
    plain = query.translate(UMLAUTS)
    return plain if plain != query else None


def key_words(query):
    """The three longest words that say something, in their order."""
    words = [word for word in WORDS.findall(query) if word.lower() not in STOPWORDS and len(word) > 1]
    if not words:
        return query
    longest = sorted(range(len(words)), key=lambda i: (-len(words[i]), i))[:3]
    return " ".join(words[i] for i in sorted(longest))


def make_variants(query, is_question, language, seed, compounds):
    """{variant: query}, without those that change nothing."""
    rng = random.Random(seed)
    variants = {"orig": query, "typo": mistype(query, rng), "prefix": cut(query)}
    if language == "de":
        variants["ascii"] = without_umlauts(query)
        variants["split"] = compounds.turn_round(query)
    if is_question and language == "de":
        words = key_words(query)
        variants.update({"kwonly": words, "kwtypo": mistype(words, rng), "kwprefix": cut(words),
                         "kwsplit": compounds.turn_round(words)})
    return {name: text for name, text in variants.items() if text}
