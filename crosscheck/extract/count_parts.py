"""Parts and totals: which figures are told again within another."""

from __future__ import annotations

from collections.abc import Sequence

from crosscheck.extract.count_figure import Figure

# How many words lie between the parts of a total, and between people and what became of them.
_PART = 4
_JOINED = 8
_PREDICATE = 3


def is_part(figure: Figure, distance: int, *, in_brackets: bool) -> bool:
    """Whether a figure goes on with the parts of a total, ``distance`` words behind the last."""
    if figure.is_joined:
        return distance <= _JOINED
    if figure.is_weak or (figure.is_bare and in_brackets):
        return False
    if figure.is_bare or (figure.is_definite and not figure.has_numeral):
        return distance <= 1
    return distance <= _PART


def ends_parts(figure: Figure, total: Figure) -> bool:
    """Whether other victims begin another toll: "7 dead, among them women, and 25 injured".

    Among the dead are no injured, however many; among people there may be some.
    """
    if figure.is_apart:
        return True
    if figure.kind is None or figure.kind is total.kind:
        return False
    return figure.has_numeral or (total.kind is not None and figure.is_quantified)


def is_predicate(figure: Figure, people: Figure) -> bool:
    """Whether victims tell what became of the people before them: "سقط ثمانية جنود قتلى"."""
    if figure.is_numbered or figure.is_definite or figure.is_joined:
        return False
    return people.has_numeral and figure.first - people.last <= _PREDICATE


def without_parts(chain: Sequence[Figure]) -> Sequence[Figure]:
    """A list of people less the parts of a total before them: "two victims, a man and a boy"."""
    total = chain[0].low
    if len(chain) > 1 and total is not None and total > 1:
        parts = [figure.low for figure in chain[1:]]
        if None not in parts and sum(part for part in parts if part) == total:
            return chain[:1]
    return chain
