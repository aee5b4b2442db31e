"""Places of two claims: which pair of them decides does not hang on the order of a set."""

from __future__ import annotations

from itertools import permutations

from crosscheck.compare.options import CompareOptions
from crosscheck.compare.places import Spot, Spots, relate_places
from crosscheck.compare.statements import Statement
from crosscheck.vocabulary import Relation

TOWN = Spot("p1", "Hajin", ("SY", "Deir ez-Zor", "Abu Kamal"), 34.69, 40.83, precision_km=2.0)
NEAR = Spot("p2", "Sha'fah", ("SY", "Deir ez-Zor", "Abu Kamal"), 34.70, 40.86, precision_km=2.0)
FARTHER = Spot("p3", "Susah", ("SY", "Deir ez-Zor", "Abu Kamal"), 34.67, 40.86, precision_km=2.0)
REGION = Spot("p4", "Deir ez-Zor", ("SY", "Deir ez-Zor"), 35.3, 40.1, precision_km=80.0)


def statement(spots: Spots) -> Statement[Spots]:
    return Statement("a", "nahr-media", spots, ("c",), ())


def test_one_of_several_pairs_that_are_compatible_decides_always() -> None:
    told = {
        (judgement.relation, judgement.reason, judgement.parts.get("km"))
        for others in permutations((NEAR, FARTHER, REGION))
        for judgement in (
            relate_places(
                statement(frozenset({TOWN})), statement(frozenset(others)), CompareOptions()
            ),
        )
    }

    assert told == {(Relation.COMPATIBLE, "place_near", "3")}
