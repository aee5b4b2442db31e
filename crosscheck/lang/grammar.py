"""Grammar: word classes and patterns over them, as a language file writes them down.

A sentence is tagged in one pass: every phrase of a class, and every word of none, becomes one
unit, and every unit one character. A pattern is a regular expression over units:

``<say>``           a unit of this class
``<say|deny>``      of either class
``<!comma|say>``    of neither class
``<ل+head>``        of this class, with this clitic before it

Spaces in a pattern mean nothing, everything else is what it is in ``re``. Units of no class are
``word``, ``name`` (capitalised in the text) or ``number``; signs are ``comma``, ``colon``,
``quote``, ``open``, ``close``, ``stop`` or ``mark``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, combinations, product

from crosscheck.lang.pattern import Pattern, needed
from crosscheck.lang.phrasebook import Match, Phrasebook
from crosscheck.lang.units import Tagged, Term, Units
from crosscheck.lang.words import Word, new_column, phrase_words

_SIGNS = {
    **dict.fromkeys(",،", "comma"),
    ":": "colon",
    **dict.fromkeys("\"'“”«»‘’", "quote"),
    **dict.fromkeys("([{", "open"),
    **dict.fromkeys(")]}", "close"),
    **dict.fromkeys(".!?؟؛;", "stop"),
}
_PLAIN = ("word", "name", "number", "comma", "colon", "quote", "open", "close", "stop", "mark")
_FIRST_CODE = 0xE000  # private use: no code is a character of regular-expression syntax
_CLASS = re.compile(r"(?<!\?P)<(!?)(?:([^<>+|!]+)\+)?([^<>+]+)>")
_CHOICE = re.compile(r"\{([^{}]*)\}")


class Grammar:
    """Word classes of one language, ready to tag sentences and to compile patterns."""

    def __init__(
        self,
        entries: Iterable[tuple[str, Term]],
        *,
        clitics: Sequence[str] = (),
        whole: Iterable[str] = (),
    ) -> None:
        """``clitics`` are those that patterns ask for; classes in ``whole`` allow none."""
        bare = frozenset(whole)
        self._clitics = frozenset(clitics)
        self._book: Phrasebook[Term] = Phrasebook(agreeing=True)
        classes: dict[tuple[str, ...], set[str]] = {}
        for phrase, term in entries:
            for form in expand(phrase):
                self._book.add(form, term, clitics=term.label not in bare)
                classes.setdefault(phrase_words(form), set()).add(term.label)
        signatures = {frozenset((label,)) for label in _PLAIN}
        for labels in classes.values():
            signatures |= {frozenset(labels), frozenset(labels - bare)}
        self._labels = frozenset(chain.from_iterable(signatures))
        self._codes = {
            signature: chr(_FIRST_CODE + number)
            for number, signature in enumerate(product(signatures, _subsets(sorted(self._clitics))))
        }
        self._labels_of = {code: labels for (labels, _), code in self._codes.items()}
        self._plain = {name: self._codes[frozenset((name,)), frozenset()] for name in _PLAIN}
        # as many as there are phrases with their clitics, so it stays small
        self._known: dict[tuple[tuple[Term, ...], tuple[str, ...]], str] = {}
        # of the notes at forms: their code, if nothing around them can change it, and what it is
        # where they begin no longer phrase; empty where a capital letter decides
        self._column, self._alone = new_column(), new_column()
        self._bits: dict[str, int] = {}  # by sets of codes that patterns need
        self._present = dict.fromkeys(self._labels_of, 0)

    def tag(self, words: Sequence[Word], raw: str) -> Tagged:
        """The units of a row of words, left to right, each the longest phrase that fits there."""
        codes = [*self._noted(words), ""]  # the last ends the search for what depends on others
        index = codes.index("")
        while index < len(words):
            match = self._book.longer_at(words, index)
            if match is None:
                word, last = words[index], index + 1
                codes[index] = word.form.notes[self._alone] or self._plain_code(word, raw)
            else:
                last, codes[index] = match.last, self._code(match)
                codes[index + 1 : last] = [""] * (last - index - 1)
            index = codes.index("", last)
        row = "".join(codes)
        present = 0
        for code in set(row):
            present |= self._present[code]
        return Tagged(Units(words, codes, self._book, self._labels_of), row, ~present)

    def _noted(self, words: Sequence[Word]) -> list[str]:
        """The codes of the words, as far as they do not depend on others or on capital letters."""
        column = self._column
        try:  # nearly every form was met before
            codes = [word.form.notes[column] for word in words]
        except IndexError:
            return list(map(self._note, words))
        return list(map(self._note, words)) if False in codes else codes

    def _note(self, word: Word) -> str:
        match = self._book.at((word,), 0)
        has_case = word.text[0].upper() != word.text[0]
        if match is not None:
            alone = self._code(match)
        else:
            alone = "" if has_case else self._plain[_plain_class(word.text, is_capital=False)]
        code = "" if self._book.begins_longer(word) else alone
        word.form.note(self._alone, alone)
        word.form.note(self._column, code)
        return code

    def _plain_code(self, word: Word, raw: str) -> str:
        """The code of a word that begins no phrase here."""
        return self._plain[_plain_class(word.text, is_capital=raw[word.raw_start].isupper())]

    def codes(self, labels: frozenset[str]) -> frozenset[str]:
        """The codes of the units of one of these classes."""
        return frozenset(code for (signature, _), code in self._codes.items() if signature & labels)

    def compile(self, pattern: str) -> Pattern:
        """A pattern over units as a regular expression over their codes.

        Raises:
            ValueError: the pattern names a class that has no phrases, or is no expression.
        """
        expression = _CLASS.sub(self._class, "".join(pattern.split()))
        try:
            compiled = re.compile(expression)
        except re.error as error:
            raise ValueError(f"{pattern!r} is no pattern: {error}") from error
        needs = 0
        for codes in needed(expression):
            needs |= self._bit(codes)
        return Pattern(compiled, needs)

    def _bit(self, codes: str) -> int:
        """The bit that says, of a sentence, that it has one of these codes."""
        bit = self._bits.setdefault(codes, 1 << len(self._bits))
        for code in codes[1:-1]:
            self._present[code] |= bit
        return bit

    def _class(self, found: re.Match[str]) -> str:
        negated, clitic, names = found.groups()
        labels = frozenset(names.split("|"))
        if unknown := sorted(labels - self._labels):
            raise ValueError(f"no class {unknown[0]!r}")
        codes = "".join(
            code
            for (signature, clitics), code in self._codes.items()
            if signature & labels and (clitic is None or clitic in clitics)
        )
        return f"[{'^' * bool(negated)}{codes}]"

    def _code(self, match: Match[Term]) -> str:
        """The code of a phrase."""
        known = self._known.get((match.values, match.clitics))
        if known is None:
            labels = frozenset(term.label for term in match.values)
            known = self._codes[labels, self._clitics.intersection(match.clitics)]
            self._known[match.values, match.clitics] = known
        return known


def expand(phrase: str) -> tuple[str, ...]:
    """Every spelling of a phrase with choices in braces.

    >>> expand("{local |}source{s|}")
    ('local sources', 'local source', 'sources', 'source')
    """
    pieces = _CHOICE.split(phrase)
    choices = [piece.split("|") if odd % 2 else [piece] for odd, piece in enumerate(pieces)]
    return tuple("".join(picked) for picked in product(*choices))


def _subsets(items: Sequence[str]) -> list[frozenset[str]]:
    sizes = range(len(items) + 1)
    return [frozenset(few) for size in sizes for few in combinations(items, size)]


def _plain_class(word: str, *, is_capital: bool) -> str:
    sign = _SIGNS.get(word)
    if sign is not None:
        return sign
    if word[0].isalpha():
        return "name" if is_capital else "word"
    return "number" if word[0].isdigit() else "mark"
