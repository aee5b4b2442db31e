"""The closed vocabularies of the contract: what each slot, relation and flag may be."""

from __future__ import annotations

from enum import StrEnum


class EventType(StrEnum):
    """What physically happened; of several, what caused the first casualty figure."""

    AIRSTRIKE = "airstrike"
    SHELLING = "shelling"
    DRONE_STRIKE = "drone_strike"
    MISSILE_STRIKE = "missile_strike"
    EXPLOSION = "explosion"
    CLASH = "clash"
    SHOOTING = "shooting"
    ARREST = "arrest"
    MOVEMENT = "movement"
    STATEMENT = "statement"
    OTHER = "other"
    NONE = "none"


class CountKind(StrEnum):
    """What happened to the people counted; ``casualties`` is killed and injured in one figure."""

    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    DETAINED = "detained"
    MISSING = "missing"


class Qualifier(StrEnum):
    """How the text bounds a figure."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    ABOUT = "about"
    UP_TO = "up_to"
    LESS_THAN = "less_than"
    RANGE = "range"
    VAGUE = "vague"
    NONE_REPORTED = "none_reported"


class SourceType(StrEnum):
    """What kind of speaker a claim is credited to."""

    NAMED_OUTLET = "named_outlet"
    OFFICIAL = "official"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"
    EYEWITNESS = "eyewitness"


class Relation(StrEnum):
    """How the values that several claims give to one slot stand to each other."""

    AGREE = "agree"
    COMPATIBLE = "compatible"
    UPDATE = "update"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


class FlagKind(StrEnum):
    """What a careful reader should know about one claim or its incident."""

    UNATTRIBUTED = "unattributed"
    UNNAMED_SOURCE = "unnamed_source"
    SINGLE_ORIGIN = "single_origin"
    COPY = "copy"
    CIRCULAR = "circular"
    HEDGED = "hedged"
    DENIED = "denied"
    SELF_CONTRADICTION = "self_contradiction"


class Slot(StrEnum):
    """The parts of an incident that are compared."""

    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    DETAINED = "detained"
    MISSING = "missing"
    PLACE = "place"
    TIME = "time"
    PERPETRATOR = "perpetrator"
    TARGET = "target"
    EVENT_TYPE = "event_type"
    DENIAL = "denial"
