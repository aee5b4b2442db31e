"""Numbers in digits and in words, as a text writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from crosscheck.lang.fold import fold
from crosscheck.lang.language import read_toml
from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.lang.words import Word

# No toll has more digits; a longer run is an identifier, and may be hostile.
_LONGEST_RUN = 9
_SEPARATORS = str.maketrans("", "", ".,٫٬")


class Part(StrEnum):
    """What a word adds to a number."""

    UNIT = "unit"
    BOUND_UNIT = "bound_unit"
    TEEN_ENDING = "teen_ending"
    TEN = "ten"
    HUNDRED = "hundred"
    SCALE = "scale"
    DUAL_SCALE = "dual_scale"
    VAGUE = "vague"
    NOT_A_NUMBER = "not_a_number"


class NumberWord(NamedTuple):
    """One reading of a number word."""

    part: Part
    value: int


class Number(NamedTuple):
    """A number at ``words[first:last]``; a vague one ("dozens") is a lower bound."""

    first: int
    last: int
    value: int
    is_vague: bool = False


@dataclass(frozen=True, slots=True)
class NumberLexicon:
    """The number words of a language and how they are put together."""

    words: Phrasebook[NumberWord]
    forms: tuple[str, ...]
    joiners: frozenset[str]
    joiner_needed: bool
    unit_before_ten: bool


@cache
def load_number_lexicon(code: str) -> NumberLexicon:
    """The number words of a language, from its ``numbers.toml``.

    Raises:
        LexiconError: the language has no such file, or it breaks its schema.
    """
    table = read_toml(code, "numbers")
    entries = [
        (form, NumberWord(Part(part["role"]), entry["value"]))
        for part in table["part"]
        for entry in part["values"]
        for form in entry["forms"]
    ]
    return NumberLexicon(
        words=Phrasebook(entries),
        forms=tuple(form for form, _ in entries),
        joiners=frozenset(fold(joiner).text for joiner in table["joiners"]),
        joiner_needed=table["joiner_needed"],
        unit_before_ten=table["unit_before_ten"],
    )


def read_number(words: Sequence[Word], first: int, lexicon: NumberLexicon) -> Number | None:
    """The longest number that starts at ``words[first]``.

    Digits may carry separators of thousands ("1,200", "1٬200") and a scale ("12 ألف"); a decimal
    fraction counts only before a scale ("1.5 million"). Runs of more than nine digits are no
    number.
    """
    if _stands_alone(words, first, lexicon):
        value = _digits(words[first].text)
        is_whole = value is not None and value == int(value)
        return Number(first, first + 1, int(value)) if value is not None and is_whole else None
    return _Reading(words, first, lexicon).read()


def _stands_alone(words: Sequence[Word], first: int, lexicon: NumberLexicon) -> bool:
    """Whether digits have nothing behind them that could go on with the number."""
    if not words[first].text[0].isdigit():
        return False
    if first + 1 == len(words):
        return True
    after = words[first + 1]
    return after.text not in lexicon.joiners and not lexicon.words.begins(after)


class _Reading:
    """The state of reading one number from left to right.

    ``total`` holds finished multiples of a thousand, ``group`` what is below the next scale.
    """

    def __init__(self, words: Sequence[Word], first: int, lexicon: NumberLexicon) -> None:
        self.words = words
        self.first = first
        self.at = first
        self.lexicon = lexicon
        self.total = 0
        self.group: float = 0
        self.is_vague = False
        self.last_scale = 0

    def read(self) -> Number | None:
        if not self._start():
            return None
        while self._extend():
            pass
        value = self.total + self.group
        if value != int(value):
            return None
        return Number(self.first, self.at, int(value), self.is_vague)

    def _start(self) -> bool:
        word = self.words[self.at].text
        if word[0].isdigit():
            value = _digits(word)
            if value is None:
                return False
            self.group = value
            self.at += 1
            return True
        return self._take(self.at, is_first=True)

    def _extend(self) -> bool:
        if self.at >= len(self.words):
            return False
        if self._take(self.at, is_first=False):
            return True
        if self.words[self.at].text in self.lexicon.joiners and self.at + 1 < len(self.words):
            return self._take(self.at + 1, is_first=False, joined=True)
        return False

    def _take(self, index: int, *, is_first: bool, joined: bool = False) -> bool:
        """Add the number word at ``index`` if it continues the number."""
        word = self.words[index]
        if word.text[0].isdigit():
            return joined and self._add_digits(index, word.text)
        match = self.lexicon.words.at(self.words, index)
        if match is None:
            return False
        joined = joined or any(clitic in self.lexicon.joiners for clitic in match.clitics)
        # "آلاف" alone is "thousands", after a number it is a scale
        values = sorted(match.values, key=lambda word: is_first == (word.part is Part.SCALE))
        for number_word in values:
            if self._add(number_word, is_first=is_first, joined=joined):
                self.at = match.last
                return True
        return False

    def _add_digits(self, index: int, digits: str) -> bool:
        """Thousands in words and the rest in digits: "12 ألفا و500"."""
        value = _digits(digits)
        if not self.last_scale or self.group or value is None or value >= self.last_scale:
            return False
        self.group = value
        self.at = index + 1
        return True

    def _add(self, word: NumberWord, *, is_first: bool, joined: bool) -> bool:
        part, value = word
        if part is Part.NOT_A_NUMBER or (self.is_vague and part is not Part.SCALE):
            return False
        if part in (Part.SCALE, Part.DUAL_SCALE, Part.VAGUE):
            return self._add_scale(part, value, is_first=is_first, joined=joined)
        if not is_first and part is not Part.TEEN_ENDING and not self._may_follow(joined=joined):
            return False
        if not self._fits(part, value):
            return False
        self.group += value
        return True

    def _may_follow(self, *, joined: bool) -> bool:
        """Whether a part may stand here with, or without, a joiner before it."""
        if self.lexicon.joiner_needed:
            return joined
        return not joined or self._joins()

    def _joins(self) -> bool:
        """Whether a written joiner belongs here: "hundred and five", "twenty-three"."""
        return bool(self.total) or self.group >= 20

    def _fits(self, part: Part, value: int) -> bool:
        """Whether the part's magnitude is still free in the group."""
        below = self.group % 100
        if part is Part.TEEN_ENDING:
            return 0 < below < 10
        if part is Part.HUNDRED:
            return self.group == 0
        if part is Part.TEN:
            return below == 0 or (self.lexicon.unit_before_ten and below < 10 and value > 10)
        if self.lexicon.unit_before_ten:
            return below == 0
        return below % 10 == 0 and below != 10

    def _add_scale(self, part: Part, value: int, *, is_first: bool, joined: bool) -> bool:
        if part is Part.SCALE and not is_first and not joined:
            if self.group == 0 or self.group >= value:
                return False
            if value < 1000:
                self.group *= value
                return True
            self.total += round(self.group * value)
            self.group = 0
            self.last_scale = value
            return True
        if not is_first and not (joined and self.last_scale > value):
            return False
        if part is Part.VAGUE:
            self.is_vague = True
        if part is Part.VAGUE or value < 1000:
            self.group += value
        else:
            self.total += value
            self.last_scale = value
        return is_first or part is not Part.VAGUE


def _digits(word: str) -> float | None:
    """The value of a run of digits; a fraction where its last separator is no thousands mark."""
    if len(word) > _LONGEST_RUN + 3:
        return None
    if word.isdigit():
        return int(word) if len(word) <= _LONGEST_RUN else None
    plain = word.translate(_SEPARATORS)
    groups = word.replace("٬", ",").replace("٫", ".").replace(".", ",").split(",")
    if all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3:
        return int(plain)
    if len(groups) == 2:
        return float(f"{groups[0]}.{groups[1]}")
    return None
