"""What became of the incidents of the last check in this one. Pure: no database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Members = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log: ``renamed``, ``merged``, ``split`` or ``dropped``.

    ``new`` is empty for an incident that was dropped.
    """

    kind: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Succession:
    """``heirs`` maps every incident that is gone to the one that holds most of its claims."""

    heirs: Mapping[str, str]
    changes: tuple[Change, ...]


def succession(old: Members, new: Members) -> Succession:
    """Follow incidents by the claims that they share.

    An incident that is gone lives on in the new one that holds most of its claims (of equals,
    the smallest id). Two or more with one heir, or one that joins an incident which existed
    before, are ``merged``; a claim that went elsewhere makes it ``split``.
    """
    holder = {claim: name for name in sorted(new) for claim in new[name]}
    shares = {
        name: Counter(holder[claim] for claim in claims if claim in holder)
        for name, claims in old.items()
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
    changes += [
        Change("dropped", name, "") for name in sorted(old) if name not in new and name not in heirs
    ]
    return Succession(heirs, tuple(changes))
