"""Names of places in a row of words: of the gazetteer, or after a noun that calls for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from crosscheck.extract.place_lexicon import PlaceLexicon, Role
from crosscheck.gazetteer import Entry, Gazetteer
from crosscheck.gazetteer_format import name_key
from crosscheck.lang.words import Stem, Word, new_column
from crosscheck.segment import Sentence

# A name has at most this many words and signs; so looking for one takes bounded time.
_LONGEST = 7
# Signs that may stand between the words of one name: Deir ez-Zor, Ra‘s al-‘Ayn.
_JOINTS = frozenset("-‘’'`")
_INNER = _JOINTS | frozenset('"“”«»#')  # of a known name: منطقة "درع الفرات", سد #تشرين
_QUOTES = frozenset('"“”«»')
_LONGEST_QUOTED = 4
_SHORTEST = 3
_REMEMBERED = 1 << 15


class Name(NamedTuple):
    """A name at ``words[first:last]`` after ``clitics``; ``entries`` is empty for unknown ones."""

    first: int
    last: int
    key: str
    clitics: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def skip(self) -> int:
        """How many folded characters of the first word are clitics."""
        return sum(map(len, self.clitics))


@dataclass(slots=True, eq=False)
class _Step:
    """Words that names begin with: the places of just that name, and whether longer ones go on.

    ``after`` remembers where each next word leads; None is nowhere.
    """

    key: str
    entries: tuple[Entry, ...]
    goes_on: bool
    after: dict[str, _Step | None] = field(default_factory=dict)


class Opening(NamedTuple):
    """What may begin with a word: a tag, and names after these clitics."""

    is_tagged: bool
    names: tuple[tuple[tuple[str, ...], _Step], ...]


class Names:
    """Finds names; notes at each form which ones it can begin, for most begin none."""

    def __init__(self, lexicon: PlaceLexicon, gazetteer: Gazetteer) -> None:
        self.lexicon = lexicon
        self._gazetteer = gazetteer
        self._column = new_column()
        self._key = lru_cache(_REMEMBERED)(self._keyed)

    def opening(self, word: Word) -> Opening | None:
        """What may begin with this word: a tag of the lexicon, or a known name."""
        notes = word.form.notes
        opening: Opening | Literal[False] | None
        opening = notes[self._column] if self._column < len(notes) else False
        if opening is False:
            opening = self._opened(word)
            word.form.note(self._column, opening)
        return opening

    def openings(self, words: Sequence[Word]) -> list[Opening | None]:
        """What may begin with each word."""
        column = self._column
        try:  # nearly every form was met before
            found = [word.form.notes[column] for word in words]
        except IndexError:
            return list(map(self.opening, words))
        return list(map(self.opening, words)) if False in found else found

    def _opened(self, word: Word) -> Opening | None:
        names: dict[str, tuple[tuple[str, ...], _Step]] = {}
        for stem in word.stems:
            for again in self._readings(stem):
                step = self._step(self._key(again.text))
                if step is not None:
                    names.setdefault(step.key, (again.clitics, step))
        is_tagged = self.lexicon.tags.begins(word)
        return Opening(is_tagged, tuple(names.values())) if is_tagged or names else None

    def _step(self, key: str) -> _Step | None:
        entries, goes_on = self._entries(key), self._gazetteer.begins(key)
        return _Step(key, entries, goes_on) if entries or goes_on else None

    def begins_name(self, word: Word) -> bool:
        """Whether a known name may begin with this word."""
        opening = self.opening(word)
        return opening is not None and bool(opening.names)

    def known(self, sentence: Sentence, first: int, *, clitics: bool = True) -> Name | None:
        """The longest name of the gazetteer at this word; of equals, that of fewest clitics."""
        words = sentence.words
        if first >= len(words) or not self.starts(sentence, first):
            return None
        return self.in_words(words, first, clitics=clitics)

    def in_words(self, words: Sequence[Word], first: int, *, clitics: bool = True) -> Name | None:
        """The same without a look at capital letters."""
        opening = self.opening(words[first])
        best: Name | None = None
        for first_clitics, step in () if opening is None else opening.names:
            if clitics or not first_clitics:
                found = self._longest(words, first, first_clitics, step)
                if found is not None and (best is None or found.last > best.last):
                    best = found
        return best

    def unknown(
        self, sentence: Sentence, first: int, after: frozenset[str] = frozenset()
    ) -> Name | None:
        """The unknown name that a cue calls for; with ``after``, behind one of these clitics."""
        words = sentence.words
        if first >= len(words) or words[first].gap == "\n":
            return None
        if (last := _closing(words, first)) is not None:
            return self._unlisted(words, first, last, ())
        if self.lexicon.has_capitals:
            last = self._capitals(sentence, first)
            return self._unlisted(words, first, last, ()) if last > first else None
        clitics = next((s.clitics for s in words[first].stems if set(s.clitics) & after), ())[:1]
        if after and not clitics:
            return None
        skip = sum(map(len, clitics))
        last = first + 1
        is_half = words[first].text[skip:] in self.lexicon.compounds
        if is_half and last < len(words) and self._can_go_on(words[last]):
            last += 1
        elif not self._can_be_name(words[first], skip):
            return None
        return self._unlisted(words, first, self._second_word(sentence, last), clitics)

    def _second_word(self, sentence: Sentence, at: int) -> int:
        """The end of one or two more words, if a word of place follows: "جفتلك حج حمود بريف"."""
        words = sentence.words
        for last in range(at, min(at + 3, len(words))):
            if last > at and self._bounds(sentence, last):
                return last
            if not self._can_go_on(words[last]):
                break
        return at

    def _bounds(self, sentence: Sentence, at: int) -> bool:
        """Whether a place expression starts here, after a preposition or without one."""
        words = sentence.words
        for here in (at, at + 1):
            match = self.lexicon.tags.at(words, here) if here < len(words) else None
            if match is None:
                return here > at and self.known(sentence, here) is not None
            if match.values[0].role in (Role.CUE, Role.DIRECTION):
                return True
            if match.values[0].role is not Role.LOCATIVE:
                return False
        return False

    def _can_go_on(self, word: Word) -> bool:
        joins = any(self.lexicon.joining_clitics.issuperset(s.clitics[:1]) for s in word.stems[1:])
        return word.gap == " " and not joins and self._can_be_name(word, 0)

    def of_a_person(self, sentence: Sentence, name: Name) -> Name | None:
        """An unknown name that begins with a first name: "قرية صالح الحمود"."""
        words, article = sentence.words, self.lexicon.article
        if name.last >= len(words) or name.key not in self.lexicon.ambiguous or not article:
            return None
        goes_on = words[name.last].text.startswith(article) and self._can_go_on(words[name.last])
        if name.key.startswith(article) or not goes_on:
            return None
        return self._unlisted(words, name.first, name.last + 1, ())

    def before_cue(self, sentence: Sentence, first: int) -> Name | None:
        """A capitalised name with a cue after it: "al-Gharbi neighborhood"."""
        if not self.starts(sentence, first):
            return None
        last = self._capitals(sentence, first)
        words = sentence.words
        if last == first or last >= len(words) or not self.lexicon.cues_after.at(words, last):
            return None
        return self._unlisted(words, first, last, ())

    # --- parts ----------------------------------------------------------------------------

    def _readings(self, stem: Stem) -> tuple[Stem, ...]:
        """The stem, and before it the same with the article that was taken off as a clitic."""
        article = self.lexicon.article
        if article and stem.clitics and stem.clitics[-1] == article:
            return (Stem(stem.clitics[:-1], article + stem.text), stem)
        return (stem,)

    def _keyed(self, word: str) -> str:
        for suffix in self.lexicon.suffixes:
            word = word.removesuffix(suffix)
        return word if word.isalpha() else name_key(word)

    def _longest(
        self, words: Sequence[Word], first: int, clitics: tuple[str, ...], step: _Step
    ) -> Name | None:
        best, last = None, first + 1
        while True:
            if step.entries:
                best = Name(first, last, step.key, clitics, step.entries)
            if last - first >= _LONGEST or not step.goes_on:
                return best
            while last < len(words) and words[last].text in _INNER and words[last].gap != "\n":
                last += 1
            if last >= len(words) or words[last].gap == "\n":
                return best
            text = words[last].text
            after = step.after[text] if text in step.after else self._after(step, text)
            if after is None:
                return best
            step = after
            last += 1

    def _after(self, step: _Step, text: str) -> _Step | None:
        """Where the next word leads."""
        piece = self._key(text)
        if len(step.after) >= _REMEMBERED:
            step.after.clear()
        step.after[text] = after = self._step(f"{step.key} {piece}") if piece else None
        return after

    def _entries(self, key: str) -> tuple[Entry, ...]:
        is_name = len(key) >= _SHORTEST and key not in self.lexicon.never
        return self._gazetteer.candidates(key) if is_name else ()

    def starts(self, sentence: Sentence, first: int) -> bool:
        """Whether the word can start a name by its capital letter, where there are such."""
        if not self.lexicon.has_capitals:
            return True
        words = sentence.words
        if sentence.raw[words[first].raw_start].isupper():
            return words[first].text not in self.lexicon.stops
        if words[first].text not in self.lexicon.openers:
            return False
        after = first + 1
        while after < len(words) and words[after].text in _JOINTS:
            after += 1
        return after < len(words) and sentence.raw[words[after].raw_start].isupper()

    def _capitals(self, sentence: Sentence, first: int) -> int:
        """The end of the run of capitalised words and openers from here, before a cue."""
        words, last = sentence.words, first
        while last < min(len(words), first + _LONGEST) and self.starts(sentence, last):
            if last > first and self.lexicon.cues_after.at(words, last):
                break
            last += 1
            if last < len(words) and words[last].text in _JOINTS and not words[last].gap:
                last += 1
        while last > first and words[last - 1].text in _JOINTS:
            last -= 1
        return last

    def _can_be_name(self, word: Word, skip: int) -> bool:
        text, article = word.text[skip:], self.lexicon.article
        if not skip and any(len(s.clitics) > 1 and s.clitics[-1] == article for s in word.stems):
            return False  # للنازحين, بالقرب
        if len(text) < _SHORTEST or not text.isalpha() or text in self.lexicon.stops:
            return False
        return word.text not in self.lexicon.stops and not self._is_tagged(word)

    def _is_tagged(self, word: Word) -> bool:
        """Whether the word alone is a cue or a preposition, with or without clitics."""
        match = self.lexicon.tags.at((word,), 0)
        return match is not None and match.values[0].role is not Role.ORGANISATION

    def _unlisted(
        self, words: Sequence[Word], first: int, last: int, clitics: tuple[str, ...]
    ) -> Name:
        key = name_key(" ".join(word.text for word in words[first:last]))
        return Name(first, last, key[sum(map(len, clitics)) :], clitics, ())


def _closing(words: Sequence[Word], first: int) -> int | None:
    """Where the quotation marks close that open right before a name, if soon."""
    if not first or words[first - 1].text not in _QUOTES or words[first].text in _QUOTES:
        return None
    for last in range(first + 1, min(first + _LONGEST_QUOTED + 1, len(words))):
        if words[last].text in _QUOTES:
            return last
        if words[last].gap == "\n":
            break
    return None


@lru_cache(maxsize=16)
def names_of(lexicon: PlaceLexicon, gazetteer: Gazetteer) -> Names:
    """The finder for a language and a gazetteer, kept so that it remembers from text to text."""
    return Names(lexicon, gazetteer)
