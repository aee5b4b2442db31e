"""What became of the incidents of the last check in this one. Pure: no database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Members = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log: ``renamed``, ``merged``, ``split`` or ``dropped``.

    ``new`` is empty for an incident of which nothing is left.
    """

    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Succession:
    """``heirs`` maps incidents that are gone to those that hold most of them.

    ``gone`` are those of which nothing is left; ``changes`` does not name them.
    """

    heirs: Mapping[str, str]
    changes: tuple[Change, ...]
    gone: tuple[str, ...]


def succession(old: Members, new: Members) -> Succession:
    """Follow incidents by the members that they share, claims as a rule.

    An incident that is gone lives on in the new one that holds most of its members (of equals,
    the smallest id). Two or more with one heir, or one that joins an incident which existed
    before, are ``merged``; a member that went elsewhere makes it ``split``. A member of two new
    incidents says nothing.
    """
    holders: dict[str, set[str]] = defaultdict(set)
    for name, members in new.items():
        for member in members:
            holders[member].add(name)
    shares = {
        name: Counter(
            holder for member in members if len(holders[member]) == 1 for holder in holders[member]
        )
        for name, members in old.items()
    }
    heirs = {
        name: min(found, key=lambda heir: (-found[heir], heir))
        for name, found in shares.items()
        if found and name not in new
    }
    changes = [
        Change("split", name, part)
        for name, found in sorted(shares.items())
        for part in sorted(found)
        if len(found) > 1 and part not in (name, heirs.get(name))
    ]
    lines = Counter(heirs.values())
    for name, heir in sorted(heirs.items()):
        kind = "merged" if lines[heir] > 1 or heir in old else "renamed"
        changes.append(Change(kind, name, heir))
    gone = sorted(old.keys() - new.keys() - heirs.keys())
    return Succession(heirs, tuple(changes), tuple(gone))
