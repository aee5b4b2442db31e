"""A model's opinion where no slot speaks: marked as suggested, and never over a slot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations, islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from crosscheck.compare.reasons import clean, say
from crosscheck.compare.slots import by_article
from crosscheck.compare.verdict import Told, finding_id
from crosscheck.compare.wording import Wording, Wordings, tell
from crosscheck.records import Claim, Evidence, Finding, Incident
from crosscheck.vocabulary import Relation, Slot

SURE = 0.8
"""An opinion with a lower probability than this is not told."""

MOST_PAIRS = 60
"""Pairs of articles that are put to the model for one incident, in the order of their ids."""


class Judge(Protocol):
    """A model that reads two sentences."""

    @property
    def name(self) -> str:
        """Which model it is, for the reason."""

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Return (len(pairs), 2): probabilities of entailment and of contradiction."""


def add_second_opinion(
    incident: Incident,
    claims: Sequence[Claim],
    writers: Wordings,
    judge: Judge,
) -> Incident:
    """The incident with suggested findings on pairs of articles that no slot compares.

    A finding whose relation is ``unknown`` does not compare. Nothing that was found is changed,
    and grades and credibility stay as they are.

    Args:
        incident: after comparison.
        claims: its claims.
        writers: of the reasons.
        judge: the model.
    """
    pairs = silent_pairs(incident, claims)
    scores = judge.judge([(left.text, right.text) for left, right in pairs])
    found = []
    for pair, (entails, contradicts) in zip(pairs, scores, strict=True):
        probability = float(max(entails, contradicts))
        if probability >= SURE:
            verdict = "contradiction" if contradicts > entails else "entailment"
            told = tell(writers, partial(_opinion, pair, judge.name, verdict, probability))
            found.append(_suggested(pair, verdict, probability, told))
    return replace(incident, findings=(*incident.findings, *found))


def _opinion(
    pair: tuple[Claim, Claim], model: str, verdict: str, probability: float, writer: Wording
) -> str:
    left, right = pair
    return say(
        writer.lang,
        "finding",
        "second_opinion",
        slot=say(writer.lang, "slot", Slot.EVENT_TYPE),
        left=writer.outlet(left.outlet),
        right=writer.outlet(right.outlet),
        model=clean(model),
        verdict=say(writer.lang, "verdict", verdict),
        percent=round(100 * probability),
    )


def silent_pairs(incident: Incident, claims: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """Main claims of two articles that no finding compares, at most ``MOST_PAIRS``."""
    told = by_article(claim for claim in claims if not claim.background)
    main = {
        article_id: next((claim for claim in members if claim.main), members[0])
        for article_id, members in told.items()
    }
    article_of = {claim.id: claim.article_id for claim in claims}
    compared: dict[str, set[int]] = {article_id: set() for article_id in main}
    for number, finding in enumerate(incident.findings):
        if finding.relation is not Relation.UNKNOWN:
            for claim_id in finding.claims:
                compared[article_of[claim_id]].add(number)
    candidates = islice(combinations(sorted(main), 2), MOST_PAIRS**2)
    silent = ((a, b) for a, b in candidates if not compared[a] & compared[b])
    return [(main[a], main[b]) for a, b in islice(silent, MOST_PAIRS)]


def _suggested(pair: tuple[Claim, Claim], verdict: str, probability: float, told: Told) -> Finding:
    left, right = pair
    relation = Relation.CONFLICT if verdict == "contradiction" else Relation.AGREE
    return Finding(
        id=finding_id(Slot.EVENT_TYPE, relation, (left.id, right.id, "suggested")),
        slot=Slot.EVENT_TYPE,
        relation=relation,
        severity=round(probability, 4) if relation is Relation.CONFLICT else 0.0,
        reason=told.reason,
        claims=(left.id, right.id),
        evidence=(Evidence(left.id, left.span), Evidence(right.id, right.span)),
        suggested=True,
        sides=((left.id,), (right.id,)),
        reasons=told.reasons,
    )
