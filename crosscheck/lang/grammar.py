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
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import NamedTuple

from crosscheck.lang.fold import fold
from crosscheck.lang.phrasebook import Phrasebook
from crosscheck.lang.words import Word, folded_words

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


class Term(NamedTuple):
    """The class of a phrase, and what it names there (an id), if anything."""

    label: str
    ref: str | None = None


_PLAIN_TERMS = tuple((name, (Term(name),)) for name in _PLAIN)


class Unit(NamedTuple):
    """``words[first:last]`` as one unit, with the clitics that stand before it.

    ``skip`` folded characters of its first word are clitics that can be cut off; it is 0 where
    they have merged with the word (للقوات is ل and القوات).
    """

    first: int
    last: int
    terms: tuple[Term, ...]
    labels: frozenset[str]
    clitics: tuple[str, ...] = ()
    skip: int = 0

    def has(self, label: str) -> bool:
        """Whether the unit is of this class."""
        return label in self.labels

    def is_any(self, labels: frozenset[str]) -> bool:
        """Whether the unit is of one of these classes."""
        return not labels.isdisjoint(self.labels)

    def ref(self, label: str) -> str | None:
        """What the unit names as a member of this class."""
        return next((term.ref for term in self.terms if term.label == label), None)


@dataclass(frozen=True, slots=True)
class Tagged:
    """The units of a sentence, and one code character for each."""

    units: tuple[Unit, ...]
    code: str


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
                classes.setdefault(folded_words(fold(form).text), set()).add(term.label)
        signatures = {frozenset((label,)) for label in _PLAIN}
        for labels in classes.values():
            signatures |= {frozenset(labels), frozenset(labels - bare)}
        self._labels = frozenset(chain.from_iterable(signatures))
        self._codes = {
            signature: chr(_FIRST_CODE + number)
            for number, signature in enumerate(product(signatures, _subsets(sorted(self._clitics))))
        }
        # as many as there are phrases with their clitics, so it stays small
        self._known: dict[tuple[tuple[Term, ...], tuple[str, ...]], tuple[str, frozenset[str]]] = {}
        self._plain = {name: (terms, *self._code(terms, ())) for name, terms in _PLAIN_TERMS}

    def tag(self, words: Sequence[Word], raw: str) -> Tagged:
        """The units of a row of words, left to right, each the longest phrase that fits there."""
        units: list[Unit] = []
        codes: list[str] = []
        book, first = self._book, 0
        for index, word in enumerate(words):
            if index < first:
                continue
            match = book.at(words, index)
            if match is None:
                terms, code, labels = self._plain[_plain_class(word, raw)]
                first = index + 1
                units.append(Unit(index, first, terms, labels))
            else:
                code, labels = self._code(match.values, match.clitics)
                first = match.last
                units.append(Unit(index, first, match.values, labels, match.clitics, match.skip))
            codes.append(code)
        return Tagged(tuple(units), "".join(codes))

    def compile(self, pattern: str) -> re.Pattern[str]:
        """A pattern over units as a regular expression over their codes.

        Raises:
            ValueError: the pattern names a class that has no phrases, or is no expression.
        """
        try:
            return re.compile(_CLASS.sub(self._class, "".join(pattern.split())))
        except re.error as error:
            raise ValueError(f"{pattern!r} is no pattern: {error}") from error

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

    def _code(
        self, terms: tuple[Term, ...], clitics: tuple[str, ...]
    ) -> tuple[str, frozenset[str]]:
        """The code of a unit and its classes."""
        known = self._known.get((terms, clitics))
        if known is None:
            labels = frozenset(term.label for term in terms)
            known = self._codes[labels, self._clitics.intersection(clitics)], labels
            self._known[terms, clitics] = known
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


def _plain_class(word: Word, raw: str) -> str:
    sign = _SIGNS.get(word.text)
    if sign is not None:
        return sign
    if word.text[0].isalpha():
        return "name" if raw[word.raw_start].isupper() else "word"
    return "number" if word.text[0].isdigit() else "mark"
