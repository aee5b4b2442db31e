"""Mentions of places in one sentence: which words name one, and on what evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, auto

from crosscheck.extract.place_lexicon import PlaceLexicon, Role, Tag
from crosscheck.extract.place_names import Name, Names
from crosscheck.lang.words import Word
from crosscheck.segment import Sentence

_QUOTES = frozenset("\"'“”«»‘’()#*")
_DASHES = frozenset("-–—/")
_BUILDING = frozenset({Role.CUE, Role.PART, Role.DIRECTION})
_BLOCKING = frozenset({Role.ORIGIN, Role.TRANSFER, Role.HEAD})
# A place of this many inhabitants is known beyond its own country.
_KNOWN_ABROAD = 100_000
_COUNTRY_LIKE = frozenset({"country", "capital"})
# Words in which a dateline ("القامشلي – نورث برس") must end.
_DATELINE = 12


class Evidence(IntEnum):
    """What speaks for a name being a place, from nothing to a word that says so."""

    BARE = auto()
    CHAINED = auto()
    LOCATIVE = auto()
    SPOKEN = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place at ``words[first:last]``, less ``skip`` folded characters at its front.

    ``kind`` is what a cue says ("village", "countryside"), ``direction`` a compass word;
    ``name`` is the bare name, whose ``entries`` are the readings of the gazetteer.
    """

    sentence: int
    first: int
    last: int
    skip: int
    name: Name
    evidence: Evidence
    kind: str = ""
    direction: str | None = None
    is_plural: bool = False
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class _Cues:
    """The cue words in front of a name: what they say, and where the name begins."""

    name_at: int
    skip: int
    clitics: tuple[str, ...]
    kind: str = ""
    direction: str | None = None
    is_plural: bool = False
    takes_unknown: bool = False


@dataclass(slots=True)
class _State:
    """What was read just before: a role that waits for a name, and the last name."""

    role: Role | None = None
    before: Mention | None = None
    was_blocked: bool = False


class Scanner:
    """Reads the mentions of one sentence from left to right, in one pass."""

    def __init__(self, names: Names, countries: frozenset[str]) -> None:
        self._names = names
        self._lexicon: PlaceLexicon = names.lexicon
        self._countries = countries

    def mentions(self, sentence: Sentence) -> Iterator[Mention]:
        """The accepted mentions in the order of the text, none overlapping another."""
        words, state = sentence.words, _State()
        index = self._dateline(sentence)
        while index < len(words):
            tagged, named = self._names.may_begin(words[index])
            match = self._lexicon.tags.at(words, index) if tagged else None
            tag = match.values[0] if match else None
            if match and tag and tag.role not in _BUILDING:
                state.role = None if tag.role is Role.ORGANISATION else tag.role
                index = match.last
                continue
            mention = self._read(sentence, index, tag, state, is_name=named)
            if mention is None:
                if words[index].text not in _QUOTES:
                    state.role = None
                index = match.last if match else index + 1
                continue
            chained = state.before is not None and self._is_chained(words, state.before, mention)
            blocked = self._is_blocked(words, mention, state.role) or (
                chained and state.was_blocked
            )
            if not blocked:
                mention = self._weighed(words, mention, state, is_chained=chained)
                if self._accepts(words, mention):
                    yield mention
                else:
                    blocked = mention.evidence is Evidence.CHAINED
            state.role, state.before, state.was_blocked = None, mention, blocked
            index = mention.last

    # --- reading --------------------------------------------------------------------------

    def _read(
        self, sentence: Sentence, index: int, tag: Tag | None, state: _State, *, is_name: bool
    ) -> Mention | None:
        """The place expression that starts here: cues, a name, and what belongs to it after."""
        words = sentence.words
        cues = self._cues(words, index) if tag else None
        name: Name | None = None
        if cues is not None:
            name = self._names.known(sentence, cues.name_at, clitics=False)
            if name is None and cues.takes_unknown:
                name = self._names.unknown(sentence, cues.name_at)
            if name is None:
                return None
        elif is_name and not _is_inside_hashtag(words, index):
            name = self._names.known(sentence, index)
        name = name or self._next_unknown(sentence, index, state)
        name = name or self._names.before_cue(sentence, index)
        if name is None:
            return None
        mention = Mention(
            sentence=sentence.index,
            first=index,
            last=name.last,
            skip=cues.skip if cues else name.skip,
            name=name,
            evidence=Evidence.SPOKEN if cues else Evidence.BARE,
            kind=cues.kind if cues else "",
            direction=cues.direction if cues else None,
            is_plural=cues.is_plural if cues else False,
        )
        return self._with_rest(sentence, mention)

    def _cues(self, words: Sequence[Word], index: int) -> _Cues | None:
        """The cue words from here on; None if a known name begins with them ("تل أبيض")."""
        cues: _Cues | None = None
        while index < len(words):
            match = self._lexicon.tags.at(words, index)
            if match is None or match.values[0].role not in _BUILDING:
                break
            if match.clitics and match.clitics[-1] == self._lexicon.article:
                break  # "the town" is one that the text has named before
            if cues is not None and match.clitics:
                return cues
            whole = self._names.in_words(words, index)
            if whole is not None and whole.last > match.last and not (cues and whole.clitics):
                return cues
            tag = match.values[0]
            before = cues or _Cues(index, match.skip, match.clitics)
            cues = replace(
                before,
                name_at=_past_signs(words, match.last),
                kind=tag.value if tag.role is Role.CUE else before.kind,
                direction=before.direction or (tag.value if tag.role is Role.DIRECTION else None),
                is_plural=before.is_plural or tag.is_plural,
                takes_unknown=tag.role is Role.CUE,
            )
            index = cues.name_at
        return cues

    def _next_unknown(self, sentence: Sentence, index: int, state: _State) -> Name | None:
        """A further name of a list: "قريتي خضراوي والأسرية"."""
        before = state.before
        if before is None or not before.is_plural or before.last != index or state.was_blocked:
            return None
        return self._names.unknown(sentence, index, after=self._lexicon.joining_clitics)

    def _with_rest(self, sentence: Sentence, mention: Mention) -> Mention:
        """The mention with the words after its name that belong to it."""
        words = sentence.words
        at = _past_signs(words, mention.last, signs=frozenset("_"))
        if at < len(words) and (after := self._lexicon.cues_after.at(words, at)):
            kind = mention.kind or after.values[0]
            return replace(mention, last=after.last, kind=kind, evidence=Evidence.SPOKEN)
        is_wide = mention.kind == "countryside"
        if is_wide and at < len(words):
            side = self._lexicon.directions_after.at(words, at)
            if side is not None:
                return replace(mention, last=side.last, direction=side.values[0])
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
        return replace(mention, last=other.last + (closes and words[at].text == "("), name=name)

    # --- judging --------------------------------------------------------------------------

    def _is_chained(self, words: Sequence[Word], before: Mention, mention: Mention) -> bool:
        """Whether only joining words or signs stand between the two."""
        between = words[before.last : mention.first]
        if between:
            return all(word.text in self._lexicon.joiners for word in between)
        clitics = self._lexicon.tags.at(words, mention.first)
        first = clitics.clitics if clitics else mention.name.clitics
        return bool(self._lexicon.joining_clitics & set(first))

    def _is_blocked(self, words: Sequence[Word], mention: Mention, role: Role | None) -> bool:
        """Whether the name is somebody's home, a hospital's town, or part of an organisation."""
        if role in _BLOCKING:
            return True
        after = mention.last
        return after < len(words) and self._lexicon.outlets_after.at(words, after) is not None

    def _weighed(
        self, words: Sequence[Word], mention: Mention, state: _State, *, is_chained: bool
    ) -> Mention:
        """The mention with all the evidence that stands around it."""
        evidence = mention.evidence
        clitics = set(mention.name.clitics)
        if state.role is Role.LOCATIVE or clitics & self._lexicon.strong_clitics:
            evidence = max(evidence, Evidence.LOCATIVE)
        elif is_chained and state.before is not None:
            evidence = max(evidence, min(Evidence.LOCATIVE, state.before.evidence))
        elif state.role is Role.WEAK or clitics & self._lexicon.weak_clitics:
            evidence = max(evidence, Evidence.CHAINED)
        at = mention.first
        is_tag = at > 0 and words[at - 1].text == "#"
        opens = at == is_tag and mention.last < len(words) and words[mention.last].text == ":"
        if is_tag or opens:
            evidence = Evidence.SPOKEN
        plural = state.before is not None and state.before.is_plural and is_chained
        return replace(
            mention,
            evidence=evidence,
            is_header=opens or (is_tag and at == 1),
            is_plural=mention.is_plural or plural,
            kind=mention.kind or (state.before.kind if plural and state.before else ""),
        )

    def _accepts(self, words: Sequence[Word], mention: Mention) -> bool:
        """Whether the evidence outweighs the chance that the name is none."""
        name, evidence = mention.name, mention.evidence
        if mention.kind or mention.direction:
            return True
        if not name.entries:
            return evidence is Evidence.SPOKEN
        local = [entry for entry in name.entries if entry.country in self._countries]
        best = (local or name.entries)[0]
        if best.kind in _COUNTRY_LIKE or any(e.kind == "country" for e in name.entries):
            is_tag = mention.first > 0 and words[mention.first - 1].text == "#"
            return evidence is Evidence.LOCATIVE or (mention.is_header and not is_tag)
        if evidence is Evidence.SPOKEN:
            return bool(local) or best.population >= _KNOWN_ABROAD
        if name.key in self._lexicon.ambiguous:
            return False
        if not local:
            return evidence is Evidence.LOCATIVE and best.population >= _KNOWN_ABROAD
        if evidence >= Evidence.CHAINED:
            return True
        return best.kind != "settlement" and not self._lexicon.has_capitals

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


def _past_signs(words: Sequence[Word], index: int, signs: frozenset[str] | None = None) -> int:
    """The next index that is no quotation mark, bracket, hash or underscore."""
    passed = signs or (_QUOTES | {"_"})
    while index < len(words) and words[index].text in passed and words[index].gap != "\n":
        index += 1
    return index


def _is_inside_hashtag(words: Sequence[Word], index: int) -> bool:
    return index > 0 and words[index - 1].text == "_" and not words[index].gap
