"""Mentions of places in one sentence: which words name one, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crosscheck.extract.place_evidence import Evidence, Judge, Mention, State, Verdict
from crosscheck.extract.place_lexicon import PlaceLexicon, Role, Tag
from crosscheck.extract.place_names import Name, Names
from crosscheck.lang.phrasebook import Match
from crosscheck.lang.words import Word
from crosscheck.segment import Sentence

_QUOTES = frozenset("\"'“”«»‘’()#*")
_DASHES = frozenset("-–—/")
_BUILDING = frozenset({Role.CUE, Role.PART, Role.DIRECTION})
# So many cues may stand in a row before a name: "وسط أحياء مدينة".
_MOST_CUES = 4
# Words in which the verb may stand before what is aimed at: "استهدف القصف المدفعي الروسي إدلب".
_HIT_REACH = 4
# Words in which a dateline ("القامشلي – نورث برس") must end.
_DATELINE = 12


class _Cues(NamedTuple):
    """The cue words in front of a name: what they say, and where the name begins."""

    first: int
    name_at: int
    last_cue: int
    skip: int
    clitics: tuple[str, ...]
    kind: str = ""
    direction: str | None = None
    is_plural: bool = False
    takes_unknown: bool = False


class Scanner:
    """Reads the mentions of one sentence from left to right, in one pass."""

    def __init__(self, names: Names, countries: frozenset[str]) -> None:
        self._names = names
        self._lexicon: PlaceLexicon = names.lexicon
        self._judge = Judge(names.lexicon, countries)

    def mentions(self, sentence: Sentence) -> Iterator[Mention]:
        """The accepted and the open mentions in the order of the text, none overlapping another."""
        found: list[Mention] = []
        for mention in self._scan(sentence):
            if found and self._judge.owns(sentence.words, found[-1], mention):
                found.pop()
            found.append(mention)
        yield from found

    def _scan(self, sentence: Sentence) -> Iterator[Mention]:
        words, state = sentence.words, State()
        index = self._dateline(sentence)
        while index < len(words):
            tagged, named = self._names.may_begin(words[index])
            if not (tagged or named or self._may_be_unknown(words, index, state)):
                if words[index].text not in _QUOTES:
                    state.role = None
                index += 1
                continue
            match = self._tag(words, index) if tagged else None
            tag = match.values[0] if match else None
            if match and tag and tag.role not in _BUILDING and tag.role is not Role.FACILITY:
                state.role = None if tag.role is Role.ORGANISATION else tag.role
                if tag.role is Role.HIT:
                    state.hit_until = match.last + _HIT_REACH
                index = match.last
                continue
            mention = self._read(sentence, index, match, state, is_name=named)
            if mention is None:
                if words[index].text not in _QUOTES:
                    state.role = None
                index = max(state.skip_to, match.last if match else index + 1)
                continue
            mention, verdict = self._judge.judged(words, mention, state)
            if verdict is Verdict.PLACE or mention.is_open:
                yield mention
            state.role, state.before, state.verdict = None, mention, verdict
            index = mention.last

    def _may_be_unknown(self, words: Sequence[Word], index: int, state: State) -> bool:
        """Whether a name that no list has may begin without a tag before it."""
        if self._lexicon.has_capitals:
            return words[index].text[0].isalpha()
        return state.before is not None and state.before.is_plural and state.before.last == index

    def _tag(self, words: Sequence[Word], index: int) -> Match[Tag] | None:
        """The tag at this word, unless it has the article: "the town" was named before."""
        match = self._lexicon.tags.at(words, index)
        if match and match.clitics and match.clitics[-1] == self._lexicon.article:
            return None
        return match

    # --- reading --------------------------------------------------------------------------

    def _read(
        self,
        sentence: Sentence,
        index: int,
        match: Match[Tag] | None,
        state: State,
        *,
        is_name: bool,
    ) -> Mention | None:
        """The place expression that starts here: cues, a name, and what belongs to it after."""
        words = sentence.words
        if match and match.values[0].role is Role.FACILITY:
            return self._facility(words, match)
        name = self._whole(sentence, index, match) if match else None
        if match and name is not None:
            cues = self._within(match, name)
        elif match:
            cues = self._cues(sentence, index)
        else:
            cues = None
        if cues is not None and name is None:
            name = self._names.known(sentence, cues.name_at, clitics=False)
            if name is None and cues.takes_unknown:
                name = self._names.unknown(sentence, cues.name_at)
            if name is None and cues.last_cue > index:
                name = self._names.known(sentence, cues.last_cue, clitics=False)
            if name is None:
                state.skip_to = cues.last_cue  # its cues lead to no name either
                return None
        elif name is None and is_name and not _is_inside_hashtag(sentence, index):
            name = self._names.known(sentence, index)
        name = name or self._next_unknown(sentence, index, state)
        name = name or self._names.before_cue(sentence, index)
        if name is None:
            return None
        mention = Mention(
            sentence=sentence.index,
            first=cues.first if cues else index,
            last=name.last,
            skip=cues.skip if cues else name.skip,
            name=name,
            evidence=Evidence.SPOKEN if cues else Evidence.BARE,
            kind=cues.kind if cues else "",
            direction=cues.direction if cues else None,
            is_plural=cues.is_plural if cues else False,
            is_whole=cues is not None and cues.name_at == cues.first == name.first,
        )
        return self._with_rest(sentence, mention)

    def _whole(self, sentence: Sentence, index: int, match: Match[Tag]) -> Name | None:
        """A known name that begins with the tag and goes beyond it: "تل أبيض"."""
        words = sentence.words
        if not self._names.may_begin(words[index])[1]:
            return None
        if match.values[0].role is Role.DIRECTION:  # "northeast Syria" has no capital letter
            name = self._names.in_words(words, index)
        else:
            name = self._names.known(sentence, index)
        return name if name is not None and name.last > match.last else None

    @staticmethod
    def _within(match: Match[Tag], name: Name) -> _Cues | None:
        """What a cue says that is part of the name: "مطار دير الزور" is a facility."""
        tag = match.values[0]
        if tag.role is not Role.CUE:
            return None
        first = match.first
        return _Cues(first, first, first, name.skip, name.clitics, tag.value, None, tag.is_plural)

    def _cues(self, sentence: Sentence, index: int) -> _Cues | None:
        """The cue words from here on, up to a name."""
        words = sentence.words
        cues: _Cues | None = None
        for _ in range(_MOST_CUES):
            if index >= len(words):
                break
            match = self._tag(words, index)
            if match is None or match.values[0].role not in _BUILDING:
                break
            if cues is not None and (
                not self._goes_on(cues, match) or self._whole(sentence, index, match)
            ):
                break
            tag = match.values[0]
            before = cues or _Cues(index, index, index, match.skip, match.clitics)
            name_at = _past_signs(words, match.last)
            is_part = tag.role is Role.PART
            cues = before._replace(
                first=name_at if is_part and before.first == index else before.first,
                skip=0 if is_part and before.first == index else before.skip,
                name_at=name_at,
                last_cue=index,
                kind=tag.value if tag.role is Role.CUE else before.kind,
                direction=before.direction or (tag.value if tag.role is Role.DIRECTION else None),
                is_plural=before.is_plural or tag.is_plural,
                takes_unknown=tag.role is Role.CUE and tag.takes_unknown,
            )
            index = cues.name_at
        return cues

    def _goes_on(self, cues: _Cues, match: Match[Tag]) -> bool:
        """Whether a cue is of the same name as those before it: "مدن وبلدات إدلب"."""
        joined = cues.is_plural and match.values[0].is_plural
        return not match.clitics or (
            joined and self._lexicon.joining_clitics.issuperset(match.clitics)
        )

    def _facility(self, words: Sequence[Word], match: Match[Tag]) -> Mention:
        """A building or a quarter that every town has: "المشفى الوطني"."""
        text = " ".join(word.text for word in words[match.first : match.last])
        name = Name(match.first, match.last, text[match.skip :], match.clitics, ())
        return Mention(
            sentence=0,
            first=match.first,
            last=match.last,
            skip=match.skip,
            name=name,
            evidence=Evidence.SPOKEN,
            kind="facility",
        )

    def _next_unknown(self, sentence: Sentence, index: int, state: State) -> Name | None:
        """A further name of a list: "قريتي خضراوي والأسرية"."""
        before = state.before
        if (
            before is None
            or not before.is_plural
            or before.last != index
            or state.verdict is not Verdict.PLACE
        ):
            return None
        return self._names.unknown(sentence, index, after=self._lexicon.joining_clitics)

    def _with_rest(self, sentence: Sentence, mention: Mention) -> Mention:
        """The mention with the words after its name that belong to it."""
        words = sentence.words
        at = mention.last
        if at < len(words) and (after := self._lexicon.cues_after.at(words, at)):
            kind = mention.kind or after.values[0]
            return mention._replace(last=after.last, kind=kind, evidence=Evidence.SPOKEN)
        is_wide = mention.kind == "countryside"
        if is_wide and at < len(words):
            side = self._lexicon.directions_after.at(words, at)
            if side is not None:
                return mention._replace(last=side.last, direction=side.values[0])
        return self._with_alias(sentence, mention)

    def _with_alias(self, sentence: Sentence, mention: Mention) -> Mention:
        """The mention with its other name: "Ain al-Arab (Kobani)", "تل أبيض / كري سبي"."""
        words, at = sentence.words, mention.last
        if at + 1 >= len(words) or words[at].text not in ("(", "/") or not mention.name.entries:
            return mention
        other = self._names.known(sentence, at + 1, clitics=False)
        if other is None or not set(other.entries) & set(mention.name.entries):
            return mention
        shared = tuple(entry for entry in mention.name.entries if entry in other.entries)
        closes = other.last < len(words) and words[other.last].text == ")"
        name = mention.name._replace(entries=shared)
        return mention._replace(last=other.last + (closes and words[at].text == "("), name=name)

    def _dateline(self, sentence: Sentence) -> int:
        """Where the text begins after "القامشلي – نورث برس"; 0 without a dateline."""
        words = sentence.words
        if sentence.is_title or not words or not self._names.may_begin(words[0])[1]:
            return 0
        name = self._names.known(sentence, 0)
        if name is None:
            return 0
        bracket = False
        for at in range(name.last, min(_DATELINE, len(words) - 1)):
            bracket = bracket or words[at].text == "("
            if words[at].text in _DASHES and (bracket or at == name.last):
                follows = self._names.known(sentence, at + 1)
                return 0 if follows or words[at + 1].text.isdigit() else at + 1
        return 0


def _past_signs(words: Sequence[Word], index: int) -> int:
    """The next index that is no quotation mark, bracket or hash."""
    while index < len(words) and words[index].text in _QUOTES and words[index].gap != "\n":
        index += 1
    return index


def _is_inside_hashtag(sentence: Sentence, index: int) -> bool:
    start = sentence.words[index].span.start
    return start > 0 and sentence.raw[start - 1] == "_"
