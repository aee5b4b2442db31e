"""Mentions of places in one sentence: which words name one, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosscheck.extract.place_evidence import Evidence, Judge, Mention, State, Verdict
from crosscheck.extract.place_lexicon import PlaceLexicon, Role, Tag
from crosscheck.extract.place_names import Name, Names
from crosscheck.lang.phrasebook import Match
from crosscheck.lang.words import Word
from crosscheck.segment import Sentence

_QUOTES = frozenset("\"'“”«»‘’()#*")
_DASHES = frozenset("-–—/")
_BUILDING = frozenset({Role.CUE, Role.PART, Role.DIRECTION})
_OF_PLACES = _BUILDING | {Role.FACILITY}
# So many cues may stand in a row before a name: "وسط أحياء مدينة".
_MOST_CUES = 4
# Words in which the verb may stand before what is aimed at: "استهدف القصف المدفعي الروسي إدلب".
_HIT_REACH = 4
# Words in which a dateline ("القامشلي – نورث برس") must end.
_DATELINE = 12


@dataclass(slots=True)
class _Cues:
    """The cue words in front of a name: what they say, and where the name begins."""

    first: int
    name_at: int
    last_cue: int
    skip: int
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
        for mention in () if sentence.is_mute else self._scan(sentence):
            if found and self._judge.owns(sentence.words, found[-1], mention):
                found.pop()
            found.append(mention)
        return reversed(list(self._judge.backed(sentence.words, found)))

    def _scan(self, sentence: Sentence) -> Iterator[Mention]:
        words, state = sentence.words, State()
        openings, has_capitals = self._names.openings(words), self._lexicon.has_capitals
        index = self._dateline(sentence)
        listed = -1  # where a further name of a list may stand that nobody knows
        while index < len(words):
            opening = openings[index]
            if opening is None and index != listed and not has_capitals:
                if words[index].text not in _QUOTES:
                    state.role = None
                index += 1
                continue
            match = self._tag(words, index) if opening and opening.is_tagged else None
            if match and match.values[0].role not in _OF_PLACES:
                _heed(match, state)
                index = match.last
                continue
            mention = None
            if match:
                mention = self._tagged(sentence, match, state)
            elif (opening and opening.names) or self._may_be_unknown(sentence, index, listed):
                mention = self._untagged(sentence, index, state)
            if mention is None:
                if words[index].text not in _QUOTES:
                    state.role = None
                index = max(state.skip_to, match.last if match else index + 1)
                continue
            verdict = self._judge.judge(words, mention, state)
            if verdict is Verdict.PLACE or mention.is_open or mention.is_loose:
                yield mention
            state.role, state.before, state.verdict = None, mention, verdict
            index = mention.last
            listed = index if mention.is_plural else -1

    def _may_be_unknown(self, sentence: Sentence, index: int, listed: int) -> bool:
        """Whether a name that no list has may begin without a tag before it."""
        return index == listed or (
            self._lexicon.has_capitals and self._names.starts(sentence, index)
        )

    def _tag(self, words: Sequence[Word], index: int) -> Match[Tag] | None:
        """The tag at this word, unless it has the article: "the town" was named before."""
        match = self._lexicon.tags.at(words, index)
        if match and match.clitics and match.clitics[-1] == self._lexicon.article:
            return None
        return match

    # --- reading --------------------------------------------------------------------------

    def _tagged(self, sentence: Sentence, match: Match[Tag], state: State) -> Mention | None:
        """The place expression that starts with a tag: cues, a name, what belongs to it after."""
        index = match.first
        if match.values[0].role is Role.FACILITY:
            return self._facility(sentence.words, match)
        name = self._whole(sentence, index, match)
        if name is not None:
            return self._mention(sentence, index, name, self._within(match, name))
        cues = self._cues(sentence, match)
        name = self._names.known(sentence, cues.name_at, clitics=False)
        if name is not None and cues.takes_unknown:
            name = self._names.of_a_person(sentence, name) or name
        if name is None and cues.takes_unknown:
            name = self._names.unknown(sentence, cues.name_at)
        if name is None and cues.last_cue > index:
            name = self._names.known(sentence, cues.last_cue, clitics=False)
        if name is None:
            state.skip_to = cues.last_cue  # its cues lead to no name either
            return None
        return self._mention(sentence, index, name, cues)

    def _untagged(self, sentence: Sentence, index: int, state: State) -> Mention | None:
        """The place expression that starts with a name."""
        name = None
        if not _is_inside_hashtag(sentence, index):
            name = self._names.known(sentence, index)
        if name is None and state.before is not None:
            name = self._next_unknown(sentence, index, state.before, state.verdict)
        if name is None and self._lexicon.has_capitals:
            name = self._names.before_cue(sentence, index)
        return None if name is None else self._mention(sentence, index, name, None)

    def _mention(self, sentence: Sentence, index: int, name: Name, cues: _Cues | None) -> Mention:
        if cues is None:
            mention = Mention(
                sentence.index, index, name.last, name.skip, name, evidence=Evidence.BARE
            )
        else:
            mention = Mention(
                sentence=sentence.index,
                first=cues.first,
                last=name.last,
                skip=cues.skip,
                name=name,
                evidence=Evidence.SPOKEN,
                kind=cues.kind,
                direction=cues.direction,
                is_plural=cues.is_plural,
                is_whole=cues.name_at == cues.first == name.first,
            )
        self._take_rest(sentence, mention)
        return mention

    def _whole(self, sentence: Sentence, index: int, match: Match[Tag]) -> Name | None:
        """A known name that begins with the tag and goes beyond it: "تل أبيض"."""
        words = sentence.words
        if not self._names.begins_name(words[index]):
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
        return _Cues(first, first, first, name.skip, tag.value, None, tag.is_plural)

    def _cues(self, sentence: Sentence, match: Match[Tag]) -> _Cues:
        """The cue words from here on, up to a name."""
        words, index = sentence.words, match.first
        cues = _Cues(index, index, index, match.skip)
        for number in range(_MOST_CUES):
            if number:
                after = self._tag(words, index) if index < len(words) else None
                if after is None or after.values[0].role not in _BUILDING:
                    break
                if not self._goes_on(cues, after) or self._whole(sentence, index, after):
                    break
                match = after
            tag = match.values[0]
            cues.name_at, cues.last_cue = _past_signs(words, match.last), index
            if tag.role is Role.PART and cues.first == index:
                cues.first, cues.skip = cues.name_at, 0
            if tag.role is Role.CUE:
                cues.kind = tag.value
            elif tag.role is Role.DIRECTION and cues.direction is None:
                cues.direction = tag.value
            cues.is_plural = cues.is_plural or tag.is_plural
            cues.takes_unknown = tag.role is Role.CUE and tag.takes_unknown
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

    def _next_unknown(
        self, sentence: Sentence, index: int, before: Mention, verdict: Verdict | None
    ) -> Name | None:
        """A further name of a list: "قريتي خضراوي والأسرية"."""
        if not before.is_plural or before.last != index or verdict is not Verdict.PLACE:
            return None
        return self._names.unknown(sentence, index, after=self._lexicon.joining_clitics)

    def _take_rest(self, sentence: Sentence, mention: Mention) -> None:
        """Give a mention the words after its name that belong to it."""
        words, at = sentence.words, mention.last
        if at >= len(words):
            return
        after = self._lexicon.cues_after.at(words, at)
        if after is not None:
            mention.last, mention.evidence = after.last, Evidence.SPOKEN
            mention.kind = mention.kind or after.values[0]
            return
        if mention.kind == "countryside":
            side = self._lexicon.directions_after.at(words, at)
            if side is not None:
                mention.last, mention.direction = side.last, side.values[0]
                return
        if words[at].text in ("(", "/"):
            self._take_alias(sentence, mention)

    def _take_alias(self, sentence: Sentence, mention: Mention) -> None:
        """Give a mention its other name: "Ain al-Arab (Kobani)", "تل أبيض / كري سبي"."""
        words, at = sentence.words, mention.last
        other = self._names.known(sentence, at + 1, clitics=False)
        if other is None or not set(other.entries) & set(mention.name.entries):
            return
        shared = tuple(entry for entry in mention.name.entries if entry in other.entries)
        closes = other.last < len(words) and words[other.last].text == ")"
        mention.name = mention.name._replace(entries=shared)
        mention.last = other.last + (closes and words[at].text == "(")

    def _dateline(self, sentence: Sentence) -> int:
        """Where the text begins after "القامشلي – نورث برس"; 0 without a dateline."""
        words = sentence.words
        if sentence.is_title or not words or not self._names.begins_name(words[0]):
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


def _heed(match: Match[Tag], state: State) -> None:
    """Keep what a phrase does to the name after it."""
    role = match.values[0].role
    if role is Role.TRANSFER and match.first < state.hit_until:
        return  # "استهداف القوات لمشفى": what was hit, no ride to a hospital
    state.role = None if role is Role.ORGANISATION else role
    if role is Role.HIT:
        state.hit_until = match.last + _HIT_REACH


def _past_signs(words: Sequence[Word], index: int) -> int:
    """The next index that is no quotation mark, bracket or hash."""
    while index < len(words) and words[index].text in _QUOTES and words[index].gap != "\n":
        index += 1
    return index


def _is_inside_hashtag(sentence: Sentence, index: int) -> bool:
    start = sentence.words[index].raw_start
    return start > 0 and sentence.raw[start - 1] == "_"
