"""What the exit code of a command says."""

from __future__ import annotations

from crosscheck.choices import FailOn
from crosscheck.records import FlagKind, Incident, Relation

DONE = 0
FINDINGS = 1  # findings at or above --fail-on
USAGE = 2  # the command, a setting or a path is wrong
INTERNAL = 3
REFUSED = 4  # some inputs were refused; the rest is done
NOTHING = 5  # nothing to compare
STOPPED = 130  # by Ctrl-C


def exit_code(
    incidents: tuple[Incident, ...], fail_on: FailOn | None, *, refused: bool = False
) -> int:
    """The exit code of a check; ``unattributed`` stands below ``conflict`` and so includes it.

    A conflict that only a model suggests does not count.
    """
    conflict = any(
        finding.relation is Relation.CONFLICT and not finding.suggested
        for one in incidents
        for finding in one.findings
    )
    unattributed = any(
        flag.flag is FlagKind.UNATTRIBUTED for one in incidents for flag in one.flags
    )
    if (fail_on and conflict) or (fail_on is FailOn.UNATTRIBUTED and unattributed):
        return FINDINGS
    if refused:
        return REFUSED
    return DONE if incidents else NOTHING
