"""What words can do for the figures around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from crosscheck.vocabulary import CountKind, Qualifier


class Role(StrEnum):
    """What a word does for the figures around it."""

    EVENT = "event"
    VICTIM = "victim"
    PARTITIVE = "partitive"
    PERSON = "person"
    OTHER = "other"
    NUMBER = "number"
    BEFORE = "before"
    AFTER = "after"
    PROVISIONAL = "provisional"
    AGE = "age"
    ALSO = "also"
    AND = "and"
    ANYONE = "anyone"
    ARTICLE = "article"
    AUX = "aux"
    CAUSE = "cause"
    CLAUSE = "clause"
    CLOSE = "close"
    COMMA = "comma"
    DENIAL = "denial"
    DESCRIPTION = "description"
    DETERMINER = "determiner"
    DONE = "done"
    EACH = "each"
    FROM = "from"
    HYPOTHESIS = "hypothesis"
    ILLNESS = "illness"
    LABEL = "label"
    LOSS = "loss"
    MERGED = "merged"
    MINOR = "minor"
    NAME = "name"
    NOBODY = "nobody"
    NOTHING = "nothing"
    OBJECT = "object"
    OF = "of"
    OPEN = "open"
    ORIGIN = "origin"
    OUTCOME = "outcome"
    PRONOUN = "pronoun"
    QUOTE = "quote"
    RANGE = "range"
    REFUTED = "refuted"
    RELATIVE = "relative"
    RESPONSIBILITY = "responsibility"
    RISE = "rise"
    SAYING = "saying"
    SO_FAR = "so_far"
    SPAN = "span"
    STOP = "stop"
    SUBSET = "subset"
    THAT = "that"
    TO = "to"
    UNIT = "unit"
    UNKNOWN = "unknown"
    UNREAL = "unreal"


class Shape(StrEnum):
    """Where an event's people stand."""

    NOUN = "noun"
    VERB = "verb"
    PLURAL = "plural"
    ACTIVE = "active"
    STATE = "state"
    FATE = "fate"
    TOLL = "toll"


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a phrase can stand for; ``number`` is None for a plural.

    A weak sense is an adjective that can stand for a person ("فلسطيني"). Behind a particle of
    ``purpose`` an event is only intended ("لاعتقال"). ``contrast`` is what a word for any casualty
    means beside a separate word for the injured.
    """

    role: Role
    kind: CountKind | None = None
    number: int | None = None
    who: str | None = None
    qualifier: Qualifier | None = None
    shape: Shape | None = None
    is_weak: bool = False
    purpose: tuple[str, ...] = ()
    contrast: CountKind | None = None


_NOUNS = (Role.VICTIM, Role.PERSON, Role.OTHER)
_FIGURE_STARTS = frozenset((*_NOUNS, Role.BEFORE))
_NUMBER_STARTS = frozenset((Role.SPAN, Role.FROM, Role.OPEN))
_TELLING = frozenset((Role.EVENT, Role.VICTIM, Role.MERGED, Role.OUTCOME))
# Roles that change how the figures around a word are read.
_SIGNS = frozenset(
    (
        *(Role.NOTHING, Role.NOBODY, Role.UNKNOWN, Role.DENIAL, Role.HYPOTHESIS, Role.SAYING),
        *(Role.RESPONSIBILITY, Role.RISE, Role.CLAUSE, Role.PROVISIONAL, Role.LOSS),
    )
)
# Words that may stand between an event and its people.
_TRANSPARENT = frozenset((Role.MINOR, Role.LABEL, Role.COMMA, Role.DETERMINER, Role.EACH))
_BOUNDS = frozenset(
    (
        *(Role.STOP, Role.SUBSET, Role.OPEN, Role.CLOSE, Role.ALSO, Role.AFTER, Role.SO_FAR),
        Role.REFUTED,
    )
)
_HEEDED = _FIGURE_STARTS | _NUMBER_STARTS | _TELLING | _SIGNS | _BOUNDS | _TRANSPARENT


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """All senses of one phrase, by role.

    ``noun`` is its sense as a word for people, ``event`` that as a word for what befell them;
    ``starts_figure`` says that a figure can begin with it, ``starts_number`` that one can if a
    number follows, ``is_telling`` that it says what happened to people, ``joins`` that what
    follows is joined to what stands before, ``bounds`` that it parts or bounds figures or changes
    how they are read. ``signs`` are its roles as a sign; a word that ``is_idle`` only counts
    where another word asks for it.
    """

    senses: Mapping[Role, Sense] = field(default_factory=dict)
    noun: Sense | None = None
    event: Sense | None = None
    starts_figure: bool = False
    starts_number: bool = False
    is_telling: bool = False
    joins: bool = False
    is_transparent: bool = False
    bounds: bool = False
    is_idle: bool = True
    signs: tuple[Role, ...] = ()


def entry_of(senses: Iterable[Sense]) -> Entry:
    """The entry of a phrase; of two senses in one role the first stays."""
    by_role: dict[Role, Sense] = {}
    noun = None
    for sense in senses:
        by_role.setdefault(sense.role, sense)
        if noun is None and sense.role in _NOUNS:
            noun = sense
    return Entry(
        senses=by_role,
        noun=noun,
        event=by_role.get(Role.EVENT),
        starts_figure=not _FIGURE_STARTS.isdisjoint(by_role),
        starts_number=not _NUMBER_STARTS.isdisjoint(by_role),
        is_telling=not _TELLING.isdisjoint(by_role),
        joins=Role.AND in by_role or Role.ALSO in by_role,
        is_transparent=not _TRANSPARENT.isdisjoint(by_role),
        bounds=not (_SIGNS | _BOUNDS).isdisjoint(by_role),
        is_idle=_HEEDED.isdisjoint(by_role),
        signs=tuple(role for role in by_role if role in _SIGNS),
    )
