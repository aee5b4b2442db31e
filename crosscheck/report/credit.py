"""On whose word a claim is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosscheck.records import Claim
from crosscheck.report.bilingual import Both, filled, label
from crosscheck.vocabulary import FlagKind, SourceType

if TYPE_CHECKING:
    from crosscheck.report.incident_view import IncidentView


def credit_of(claim: Claim, view: IncidentView) -> Both:
    """On whose word a claim is told: the nearest link of its chain, or the outlet's own.

    "A correspondent of ours says" leads to nobody else.
    """
    others = [link for link in claim.attribution if link.source_id != claim.outlet]
    if not others:
        unattributed = any(f.flag is FlagKind.UNATTRIBUTED for f in view.flags_of.get(claim.id, ()))
        return label("flag.unattributed") if unattributed else label("mark.own_word")
    nearest = others[0]
    if nearest.type is SourceType.UNNAMED:
        return label("mark.unnamed")
    if nearest.type is SourceType.EYEWITNESS:
        return label("mark.eyewitness")
    if nearest.source_id is not None:
        return filled("mark.cites", source=view.name(nearest.source_id))
    return filled("mark.cites", source=nearest.text)
