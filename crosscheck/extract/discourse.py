"""What a sentence is to its article, and where it turns from one assertion to another."""

from __future__ import annotations

from dataclasses import dataclass

from crosscheck.lang.grammar import expand
from crosscheck.lang.language import read_toml
from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.segment import Sentence

_OPENING = 3  # words in which an opening formula may begin: a bullet, a conjunction
_DATED = 6  # words in which a date may stand that the sentence begins with
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class DiscourseLexicon:
    """The formulas of one language for background, corrections and turns."""

    opens_background: Phrasebook[str]
    goes_on: Phrasebook[str]
    opens_with_date: Phrasebook[str]
    marks_background: Phrasebook[str]
    corrects: Phrasebook[str]
    turns: Phrasebook[str]


def load_discourse(code: str) -> DiscourseLexicon:
    """The discourse lexicon of a language.

    Raises:
        LexiconError: the language has no such file.
    """
    table = read_toml(code, "discourse")

    def book(name: str) -> Phrasebook[str]:
        return Phrasebook((form, name) for phrase in table[name] for form in expand(phrase))

    return DiscourseLexicon(*map(book, DiscourseLexicon.__slots__))


def is_background(sentence: Sentence, lexicon: DiscourseLexicon) -> bool:
    """Whether the sentence tells of an earlier event or of the setting."""
    words = sentence.words
    opening = range(min(_OPENING, len(words)))
    opener = next((i for i in opening if words[i].text[0].isalpha()), None)
    if opener is not None and lexicon.opens_background.at(words, opener):
        return lexicon.goes_on.at(words, opener) is None
    if lexicon.opens_with_date.find(words[:_DATED]):
        return True
    return bool(lexicon.marks_background.find(words))


def is_correction(sentence: Sentence, lexicon: DiscourseLexicon) -> bool:
    """Whether the sentence takes back or amends what was reported before."""
    return bool(lexicon.corrects.find(sentence.words))


def parts(sentence: Sentence, lexicon: DiscourseLexicon) -> list[Sentence]:
    """The sentence cut where it may turn to another assertion; most have one part."""
    cuts = [0]
    for match in lexicon.turns.find(sentence.words):
        if match.first - cuts[-1] >= _SHORTEST_PART:
            cuts.append(match.first)
    if len(cuts) == 1:
        return [sentence]
    ends = [*cuts[1:], len(sentence.words)]
    return [sentence.part(first, last) for first, last in zip(cuts, ends, strict=True)]
