"""What became of incidents when they were grouped again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crosscheck.records import Cluster


@dataclass(frozen=True, slots=True)
class Change:
    """``kind`` is ``merge`` (several old incidents are one) or ``split`` (one is several).

    ``old`` and ``new`` are incident ids; of a merge, ``old`` holds several, of a split ``new``.
    """

    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remapped:
    """New clusters that know their former ids, where each old id leads, and what changed.

    ``leads_to`` maps every old id, also former aliases, to the id of the new cluster that holds
    most of its claims; an old incident of which no claim is left is not in it.
    """

    clusters: tuple[Cluster, ...]
    leads_to: Mapping[str, str]
    changes: tuple[Change, ...]


def remap(old: Sequence[Cluster], new: Sequence[Cluster]) -> Remapped:
    """Map old incidents to new ones by the claims that they share.

    An old id becomes an alias of the new cluster that holds most of its claims (of equal ones,
    the larger, then the smaller id), unless a new cluster bears that id itself. Takes time linear
    in the number of claims.
    """
    holder = {claim: one.id for one in new for claim in one.claim_ids}
    size = {one.id: len(one.claim_ids) for one in new}
    shares = {one.id: Counter(holder[c] for c in one.claim_ids if c in holder) for one in old}
    main = {
        old_id: min(shared, key=lambda key: (-shared[key], -size[key], key))
        for old_id, shared in shares.items()
        if shared
    }
    names: dict[str, set[str]] = defaultdict(set)
    leads_to: dict[str, str] = {}
    for one in old:
        if one.id in main:
            for name in (one.id, *one.aliases):
                leads_to[name] = main[one.id]
                names[main[one.id]].add(name)
    clusters = tuple(
        replace(one, aliases=tuple(sorted({*one.aliases, *names[one.id]} - size.keys())))
        for one in new
    )
    return Remapped(clusters, leads_to, (*_merges(main), *_splits(shares)))


def _merges(main: Mapping[str, str]) -> tuple[Change, ...]:
    sources: dict[str, list[str]] = defaultdict(list)
    for old_id, new_id in main.items():
        sources[new_id].append(old_id)
    return tuple(
        Change("merge", tuple(sorted(olds)), (new_id,))
        for new_id, olds in sorted(sources.items())
        if len(olds) > 1
    )


def _splits(shares: Mapping[str, Counter[str]]) -> tuple[Change, ...]:
    return tuple(
        Change("split", (old_id,), tuple(sorted(shared)))
        for old_id, shared in sorted(shares.items())
        if len(shared) > 1
    )
