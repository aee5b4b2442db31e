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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import NamedTuple

from crosscheck.lang.fold import fold
from crosscheck.lang.phrasebook import Match, Phrasebook
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
_REMEMBERED = 1 << 15
_FIRST_CODE = 0xE000  # private use: no code is a character of regular-expression syntax
_CLASS = re.compile(r"(?<!\?P)<(!?)(?:([^<>+|!]+)\+)?([^<>+]+)>")
_CHOICE = re.compile(r"\{([^{}]*)\}")


class Term(NamedTuple):
    """The class of a phrase, and what it names there (an id), if anything."""

    label: str
    ref: str | None = None


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


class Units:
    """The units of a sentence, each made when it is asked for: most never are."""

    __slots__ = ("_classes", "_codes", "_firsts", "_matches")

    def __init__(
        self,
        codes: Sequence[str],
        matches: Mapping[int, Match[Term]],
        classes: Mapping[str, tuple[tuple[Term, ...], frozenset[str]]],
    ) -> None:
        """``codes`` has a code for the first word of each unit and nothing for its others."""
        self._codes = codes
        self._matches = matches
        self._classes = classes
        self._firsts = [index for index, code in enumerate(codes) if code]

    def __len__(self) -> int:
        return len(self._firsts)

    def __getitem__(self, at: int) -> Unit:
        first = self._firsts[at]
        terms, labels = self._classes[self._codes[first]]
        match = self._matches.get(first)
        if match is None:
            return Unit(first, first + 1, terms, labels)
        return Unit(first, match.last, match.values, labels, match.clitics, match.skip)

    def __iter__(self) -> Iterator[Unit]:
        return map(self.__getitem__, range(len(self)))


@dataclass(frozen=True, slots=True)
class Tagged:
    """The units of a sentence, and one code character for each."""

    units: Units
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
        self._classes = {
            code: (tuple(Term(label) for label in sorted(labels)), labels)
            for (labels, _), code in self._codes.items()
        }
        self._plain = {name: self._codes[frozenset((name,)), frozenset()] for name in _PLAIN}
        # as many as there are phrases with their clitics, so it stays small
        self._known: dict[tuple[tuple[Term, ...], tuple[str, ...]], str] = {}
        self._plain_words: dict[str, str] = {}

    def tag(self, words: Sequence[Word], raw: str) -> Tagged:
        """The units of a row of words, left to right, each the longest phrase that fits there."""
        plain = self._plain_words
        codes = [plain.get(word.text, "") for word in words]
        matches: dict[int, Match[Term]] = {}
        first = 0
        for index in [index for index, code in enumerate(codes) if not code]:
            if index < first:
                continue
            match = self._book.at(words, index)
            if match is None:
                codes[index] = self._plain_code(words[index], raw)
            else:
                first = match.last
                codes[index:first] = [self._code(match), *[""] * (first - index - 1)]
                matches[index] = match
        return Tagged(Units(codes, matches, self._classes), "".join(codes))

    def _plain_code(self, word: Word, raw: str) -> str:
        """The code of a word that begins no phrase here; remembered if it never does."""
        code = self._plain[_plain_class(word, raw)]
        has_case = word.text[0].upper() != word.text[0]
        if not has_case and not self._book.begins(word):
            if len(self._plain_words) >= _REMEMBERED:
                self._plain_words.clear()
            self._plain_words[word.text] = code
        return code

    def codes(self, labels: frozenset[str]) -> frozenset[str]:
        """The codes of the units of one of these classes."""
        return frozenset(code for (signature, _), code in self._codes.items() if signature & labels)

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


def _plain_class(word: Word, raw: str) -> str:
    sign = _SIGNS.get(word.text)
    if sign is not None:
        return sign
    if word.text[0].isalpha():
        return "name" if raw[word.raw_start].isupper() else "word"
    return "number" if word.text[0].isdigit() else "mark"
