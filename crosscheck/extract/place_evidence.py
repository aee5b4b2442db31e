"""Evidence: what speaks for a name being the place of an event, and what against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum, auto

from crosscheck.extract.place_lexicon import PlaceLexicon, Role
from crosscheck.extract.place_names import Name
from crosscheck.lang.words import Word

# What stands between a heading and the text: "Homs:", "Homs.. ", "Homs | ".
_OPENED_BY = frozenset(":.|")
_ELSEWHERE = frozenset({Role.ORIGIN, Role.TRANSFER})
# A place of this many inhabitants is known beyond its own country, and among those who share its
# language.
_KNOWN_ABROAD, _KNOWN_NEARBY = 100_000, 5_000
_COUNTRY_LIKE = frozenset({"country", "capital"})


class Evidence(IntEnum):
    """What speaks for a name being a place, from nothing to a word that says so."""

    BARE = auto()
    CHAINED = auto()
    HIT = auto()  # what was aimed at, or a hashtag: of a country it may be the actor
    LOCATIVE = auto()
    SPOKEN = auto()


class Verdict(Enum):
    """What became of a name: a place, no place, or a place where the event was not."""

    PLACE = auto()
    NONE = auto()
    ELSEWHERE = auto()


@dataclass(slots=True)
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
    is_sibling: bool = False  # an "and" stands between it and the place before
    is_whole: bool = False  # the cue is a part of the name: "مطار دير الزور"
    is_open: bool = False  # a place if the article speaks of it as one elsewhere
    is_loose: bool = False  # a place if a wider one follows: "جورين بريف حماة"


@dataclass(slots=True)
class State:
    """What was read just before: a role that waits for a name, and the last name.

    Up to ``skip_to`` nothing more is to be found; what stands before ``hit_until`` may be what
    was aimed at.
    """

    role: Role | None = None
    before: Mention | None = None
    verdict: Verdict | None = None
    skip_to: int = 0
    hit_until: int = 0


class Judge:
    """Decides about one name after another of a sentence."""

    def __init__(self, lexicon: PlaceLexicon, countries: frozenset[str]) -> None:
        self._lexicon = lexicon
        self._countries = countries

    def judge(self, words: Sequence[Word], mention: Mention, state: State) -> Verdict:
        """Give a mention all the evidence around it, and say what that makes it."""
        before = state.before
        between = words[before.last : mention.first] if before else ()
        is_sibling = before is not None and self._is_sibling(words, between, mention)
        if state.role in _ELSEWHERE:
            return Verdict.ELSEWHERE
        if state.role is Role.HEAD or self._is_outlet(words, mention):
            return Verdict.NONE
        if state.verdict is Verdict.ELSEWHERE and (is_sibling or self._is_held(between)):
            return Verdict.ELSEWHERE
        if state.verdict is Verdict.NONE and is_sibling and not mention.kind:
            return Verdict.NONE
        self._weigh(words, mention, state, is_sibling=is_sibling)
        if self._accepts(words, mention):
            return Verdict.PLACE
        mention.is_open = mention.evidence >= Evidence.CHAINED and bool(mention.name.entries)
        is_joined = not self._lexicon.joining_clitics.isdisjoint(mention.name.clitics)
        is_told = mention.evidence >= Evidence.LOCATIVE or is_joined
        mention.is_loose = is_told and self._is_near(mention)
        return Verdict.NONE

    def _is_near(self, mention: Mention) -> bool:
        """Whether a name can only mean a place where the language is spoken, however small."""
        name = mention.name
        is_near = any(entry.country in self._lexicon.countries for entry in name.entries)
        is_vast = any(entry.kind in _COUNTRY_LIKE for entry in name.entries)
        is_plain = name.key not in self._lexicon.ambiguous
        return is_near and not is_vast and (is_plain or mention.evidence is Evidence.LOCATIVE)

    def backed(self, words: Sequence[Word], found: Sequence[Mention]) -> Iterator[Mention]:
        """The mentions from last to first, loose ones if the next place holds or follows them."""
        after: Mention | None = None
        for mention in reversed(found):
            if not mention.is_loose:
                after = mention if not mention.is_open else None
                yield mention
                continue
            if after is not None and self._is_backed(words, mention, after):
                mention.is_open, after = False, mention
                yield mention
            else:
                after = None
                if mention.is_open:
                    yield mention

    def _is_backed(self, words: Sequence[Word], mention: Mention, after: Mention) -> bool:
        between = words[mention.last : after.first]
        if after.is_sibling:
            return all(word.text in self._lexicon.joiners for word in between)
        return bool(after.kind or after.direction) and self._is_held(between)

    def _is_sibling(self, words: Sequence[Word], between: Sequence[Word], mention: Mention) -> bool:
        """Whether only joining words or signs stand between the two."""
        if between:
            return all(word.text in self._lexicon.joiners for word in between)
        match = self._lexicon.tags.at(words, mention.first)
        first = match.clitics if match else mention.name.clitics
        return not self._lexicon.joining_clitics.isdisjoint(first)

    def _is_joined(self, words: Sequence[Word], start: int, end: int) -> bool:
        """Whether the words from one name to the next begin with "and"."""
        word = words[start]
        joins = word.text in self._lexicon.joiners and word.text.isalpha()
        joins = joins or any(
            stem.clitics[0] in self._lexicon.joining_clitics
            for stem in word.form.stems[1:]  # the first is the whole word
        )
        return start <= end and joins

    def _is_held(self, between: Sequence[Word]) -> bool:
        """Whether the place before lies in this one: "from the village X in Y"."""
        if len(between) > 2:
            return False
        tags = [self._lexicon.tags.at((word,), 0) for word in between]
        return all(tag and tag.values[0].role in (Role.LOCATIVE, Role.WEAK) for tag in tags)

    def _is_outlet(self, words: Sequence[Word], mention: Mention) -> bool:
        """Whether the words after the name make it that of an outlet: "حلب 24"."""
        after = mention.last
        return after < len(words) and self._lexicon.outlets_after.at(words, after) is not None

    def _weigh(
        self, words: Sequence[Word], mention: Mention, state: State, *, is_sibling: bool
    ) -> None:
        """Give a mention all the evidence that stands around it."""
        evidence, before = mention.evidence, state.before
        clitics = frozenset(mention.name.clitics)
        if (
            state.role is Role.LOCATIVE
            or clitics & self._lexicon.strong_clitics
            or (before is not None and self.owns(words, before, mention))
        ):
            evidence = max(evidence, Evidence.LOCATIVE)
        elif is_sibling and before is not None:
            by_comma = before.last < mention.first and not words[before.last].text.isalpha()
            joined = Evidence.HIT if clitics & self._lexicon.joining_clitics else Evidence.CHAINED
            most = joined if by_comma else Evidence.LOCATIVE
            evidence = max(evidence, min(most, before.evidence))
        elif mention.first < state.hit_until:
            evidence = max(evidence, Evidence.HIT)
        elif state.role is Role.WEAK or clitics & self._lexicon.weak_clitics:
            evidence = max(evidence, Evidence.CHAINED)
        at = mention.first
        is_tag = at > 0 and words[at - 1].text == "#"
        # in the row of tags that ends a post names stand for its topic
        is_inside = at == 1 or self._follows(words, mention) not in ("", "#")
        tag_evidence = Evidence.HIT if is_inside else Evidence.CHAINED
        opens = (is_tag or at == 0) and self._follows(words, mention) in _OPENED_BY
        if opens:
            evidence = Evidence.SPOKEN
        is_listed = is_sibling and before is not None and before.is_plural
        mention.evidence = max(evidence, tag_evidence) if is_tag else evidence
        mention.is_header = opens or (is_tag and at == 1)
        mention.is_sibling = before is not None and self._is_joined(words, before.last, at)
        if is_listed and before is not None:
            mention.is_plural = True
            mention.kind = mention.kind or before.kind

    def _accepts(self, words: Sequence[Word], mention: Mention) -> bool:
        """Whether the evidence outweighs the chance that the name is none."""
        name, evidence = mention.name, mention.evidence
        if mention.kind or mention.direction:
            return True
        if not name.entries:
            return evidence is Evidence.SPOKEN
        is_tag = mention.first > 0 and words[mention.first - 1].text == "#"
        local = [entry for entry in name.entries if entry.country in self._countries]
        near = [entry for entry in name.entries if entry.country in self._lexicon.countries]
        best = (local or near or name.entries)[0]
        if best.kind in _COUNTRY_LIKE or any(e.kind == "country" for e in name.entries):
            is_where = best.kind != "country" or self._is_where(words, mention)
            is_open = mention.is_header and not is_tag and is_where
            return is_open or (evidence >= Evidence.LOCATIVE and not mention.is_header)
        if name.key in self._lexicon.ambiguous and not (is_tag and local):
            return evidence is Evidence.SPOKEN
        # of the supplement, which holds only what the news speaks of
        is_listed = any(e.population == 0 and e.kind != "settlement" for e in name.entries)
        if is_listed and " " in name.key:
            return True
        if not local:
            fewest = _KNOWN_NEARBY if near else _KNOWN_ABROAD
            return (is_listed or best.population >= fewest) and evidence >= Evidence.HIT
        if evidence >= Evidence.CHAINED:
            return True
        return best.kind != "settlement" and not self._lexicon.has_capitals

    def _is_where(self, words: Sequence[Word], mention: Mention) -> bool:
        """Whether a heading is a place: "Syria: we shall answer" is said by a state."""
        after = words[mention.last + 1 : mention.last + 2]
        happens = bool(after) and after[0].text in self._lexicon.happenings
        return happens or self._follows(words, mention) == "."

    @staticmethod
    def _follows(words: Sequence[Word], mention: Mention) -> str:
        """The word after the mention, empty at the end."""
        return words[mention.last].text if mention.last < len(words) else ""

    def owns(self, words: Sequence[Word], country: Mention, mention: Mention) -> bool:
        """Whether the one is only the country of the other: "Syria's Qamishli"."""
        last = words[country.last - 1].text
        ends = any(last.endswith(suffix) for suffix in self._lexicon.suffixes)
        return ends and country.last == mention.first and not country.direction
