"""Summaries, lists and scores for a terminal of 80 columns or more.

Everything is written in English with rich; text of articles stands in its own language. Colour
comes from the console, which has none when piped; every mark also stands in words or signs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from crosscheck.records import Incident, Report
from crosscheck.report.escape import one_line
from crosscheck.report.incident_order import (
    by_urgency,
    conflicting_slots,
    flag_totals,
    relation_totals,
)
from crosscheck.report.labels import labels
from crosscheck.report.terminal_text import Bidi, CellWriter
from crosscheck.report.wording import say_day, say_moment, short_bounds
from crosscheck.score import Score
from crosscheck.vocabulary import FlagKind, Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from crosscheck.records import Verdict
    from crosscheck.scorecard.scores import Ground

# Sign and style of each relation; the sign alone tells them apart without colour.
RELATION_MARKS = {
    Relation.CONFLICT: ("≠", "bold red"),
    Relation.UPDATE: ("↑", "blue"),
    Relation.COMPATIBLE: ("≈", "yellow"),
    Relation.AGREE: ("=", "green"),
    Relation.UNKNOWN: ("?", "dim"),
}
_GRADE_STYLES = {"A": "green", "B": "green", "C": "yellow", "D": "red", "E": "bold red"}
_FIRST = 5
_SPARKS = "▁▂▃▄▅▆▇█"


def print_summary(
    report: Report,
    console: Console,
    *,
    bidi: Bidi = Bidi.AUTO,
    html: str | None = None,
    stored: bool = True,
) -> None:
    """What was compared, what to look at first, and the command to run next.

    ``html`` names a report that was written beside it; ``stored`` says that the incidents can be
    listed again from a database.
    """
    words = labels("en")
    cells = CellWriter(console, bidi)
    origins = {origin.source for incident in report.incidents for origin in incident.origins}
    outlets = {article.outlet for article in report.articles}
    console.print(
        Text(
            f"{words.count('n.article', len(report.articles))}, "
            f"{words.count('n.outlet', len(outlets))}, "
            f"{words.count('n.origin', len(origins))}, "
            f"{words.count('n.incident', len(report.incidents))}",
            style="bold",
        )
    )
    for line in _totals(report):
        console.print(line)
    if report.refused:
        refused = words.count("n.refused", len(report.refused))
        console.print(Text(f"{refused}; see the messages above", style="yellow"))
    first = [i for i in by_urgency(report.incidents) if conflicting_slots(i) or i.outlets > 1]
    if first:
        console.print()
        console.print(Text("Look at first", style="bold"))
        _print_rows(first[:_FIRST], console, cells)
    console.print()
    alone = bool(report.incidents) and not any(i.findings for i in report.incidents)
    for step in _next_steps(first, html, stored=stored, alone=alone):
        console.print(step, soft_wrap=True)


def print_incidents(
    incidents: Sequence[Incident], console: Console, *, bidi: Bidi = Bidi.AUTO
) -> None:
    """One row for each incident, the gravest conflict first."""
    _print_rows(by_urgency(tuple(incidents)), console, CellWriter(console, bidi))


def print_sources(scores: Sequence[Score], console: Console, *, bidi: Bidi = Bidi.AUTO) -> None:
    """One row for each source: grade, mean, interval, number checked."""
    cells = CellWriter(console, bidi)
    width = max(console.width, 60)
    name_width = width - 46
    ranked = sorted(scores, key=lambda s: (s.grade, -s.reliability, s.id))
    id_width = 20
    console.print(
        Text(f"{'id':<{id_width}} grade  score  {_level(ranked):<11} checked  name", style="dim"),
        no_wrap=True,
        overflow="ignore",
        crop=False,
    )
    for score in ranked:
        low, high = score.interval
        row = Text(no_wrap=True, overflow="ignore")
        row.append_text(_padded(cells.cell(score.id, id_width), id_width))
        row.append(f"   {score.grade}    ", style=_GRADE_STYLES.get(score.grade, "dim"))
        row.append(f"{score.reliability:5.2f}  {low:.2f}–{high:.2f}   ")
        row.append(f"{score.claims_checked:7.0f}  ")
        row.append_text(cells.cell(score.name, max(name_width - 10, 12)))
        console.print(row, crop=False)
    _print_caption(console)


def print_source_history(
    scores: Sequence[Score], console: Console, *, bidi: Bidi = Bidi.AUTO
) -> None:
    """How one source's score ran, oldest first: a sparkline, then a row for each moment."""
    ranked = sorted(scores, key=lambda s: (s.as_of is not None, s.as_of))
    last = ranked[-1]
    cells = CellWriter(console, bidi)
    title = Text(f"{last.id}  ", style="bold")
    title.append_text(cells.cell(last.name, 40))
    console.print(title)
    means = [score.reliability for score in ranked]
    console.print(Text(f"{sparkline(means)}  {means[0]:.2f} to {means[-1]:.2f}"))
    console.print()
    console.print(Text(f"as of       grade  score  {_level(ranked):<11} checked", style="dim"))
    for score in ranked:
        low, high = score.interval
        row = Text(f"{say_day(score.as_of) or '-':<10}    ")
        row.append(score.grade, style=_GRADE_STYLES.get(score.grade, "dim"))
        row.append(f"    {score.reliability:5.2f}  {low:.2f}–{high:.2f}   ")
        row.append(f"{score.claims_checked:7.0f}")
        console.print(row)
    for change in last.changes:
        told = f"from {change.before:.2f} to {change.after:.2f}"
        since = f"{say_day(change.at)}: {told} (probability {change.probability:.2f})"
        console.print(Text(f"  changed {since}", style="bold"))
    for name, value in sorted(last.measures.items()):
        shown = "not measured" if value is None else f"{value:.2f}"
        console.print(Text(f"  {labels('en').get(f'measure.{name}', name)}: {shown}"))
    _print_caption(console)


def print_grounds(grounds: Sequence[Ground], console: Console, *, bidi: Bidi = Bidi.AUTO) -> None:
    """Two lines for each observation behind a score, in the order given."""
    cells = CellWriter(console, bidi)
    width = max(console.width, 60)
    for ground in grounds:
        head = Text(f"{ground.incident}  ", style="bold", no_wrap=True)
        head.append(f"{say_day(ground.at) or 'no date':<10}  ", style="not bold")
        head.append_text(cells.cell(ground.title, width - head.cell_len, "not bold"))
        console.print(head, crop=False)
        below = Text(" " * (len(ground.incident) + 2), no_wrap=True, overflow="ellipsis")
        below.append(f"{labels('en')(f'slot.{ground.slot}').lower()}: ")
        below.append("decided by a person: " if ground.decided else "", style="bold")
        below.append(f"held {ground.held:.2f}", style="red" if ground.held < 0.5 else "green")
        for word, sources in (("with", ground.others), ("against", ground.against)):
            if sources:
                below.append(f"; {word} {', '.join(sources)}")
        console.print(below, no_wrap=True, overflow="ellipsis")
    _print_caption(console)


def verdict_line(verdict: Verdict) -> str:
    """A verdict on one line: number, slot, value, who, when, note, and whether it was undone."""
    said = f"{verdict.id}  {verdict.slot} = {one_line(verdict.value)}"
    line = f"{said}  {one_line(verdict.by)}  {say_moment(verdict.at)}"
    if verdict.note is not None:
        line += f"  {one_line(verdict.note)}"
    if verdict.undone_at is not None:
        line += f"  (undone {say_moment(verdict.undone_at)} {one_line(verdict.undone_by or '')})"
    return line


def sparkline(fractions: Sequence[float]) -> str:
    """One block for each fraction in 0..1, as high as it is.

    >>> sparkline([0.0, 0.5, 1.0])
    '▁▅█'
    """
    return "".join(_SPARKS[min(int(value * len(_SPARKS)), len(_SPARKS) - 1)] for value in fractions)


def _totals(report: Report) -> list[Text]:
    """The findings by relation, and below them the flags that matter most."""
    words = labels("en")
    relations, flags = relation_totals(report), flag_totals(report)
    found, warned = Text(), Text(style="yellow")
    for relation, (sign, style) in RELATION_MARKS.items():
        if relations[relation] and relation is not Relation.UNKNOWN:
            gap = "   " if found.plain else ""
            found.append(gap + f"{sign} {words.count(f'n.{relation}', relations[relation])}", style)
    for kind in (FlagKind.UNATTRIBUTED, FlagKind.CIRCULAR, FlagKind.COPY):
        if flags[kind]:
            gap = "   " if warned.plain else ""
            warned.append(gap + f"! {words.count(f'n.{kind}', flags[kind])}")
    if not found.plain:
        found = Text("No findings: no event here is told by two outlets.")
    return [line for line in (found, warned) if line.plain]


def _print_rows(incidents: Sequence[Incident], console: Console, cells: CellWriter) -> None:
    """Two lines for each incident: id, day, title; below, who tells it and what contradicts."""
    width = max(console.width, 60)
    id_width = max((len(incident.id) for incident in incidents), default=0)
    for incident in incidents:
        head = Text(f"{incident.id:<{id_width}}  ", style="bold", no_wrap=True)
        day = say_day(incident.start) or "no date"
        head.append(f"{day:<10}  ", style="not bold")
        head.append_text(cells.cell(incident.title, width - id_width - 14, "not bold"))
        console.print(head, crop=False)
        below = Text(" " * (id_width + 2), no_wrap=True, overflow="ellipsis")
        below.append_text(_state(incident))
        console.print(below, no_wrap=True, overflow="ellipsis")


def _state(incident: Incident) -> Text:
    """How many tell it, on how many origins, and what they contradict each other on."""
    words = labels("en")
    state = Text(words.count("n.outlet", incident.outlets))
    state.append(f" · {words.count('n.origin_short', len(incident.origins))}")
    if any(flag.flag is FlagKind.CIRCULAR for flag in incident.flags):
        state.append(" · circular", style="yellow")
    slots = conflicting_slots(incident)
    if slots:
        state.append(" · ")
        state.append("≠ ", style="bold red")
        state.append(", ".join(_slot(incident, slot) for slot in slots), style="red")
    else:
        state.append(" · no conflict", style="dim")
    return state


def _slot(incident: Incident, slot: str) -> str:
    name = labels("en")(f"slot.{slot}").lower()
    figure = incident.slots.get(slot)
    return name if figure is None else f"{name} {short_bounds(figure.low, figure.high)}"


def _next_steps(
    first: Sequence[Incident], html: str | None, *, stored: bool, alone: bool
) -> list[Text]:
    steps = []
    if html is not None:
        steps.append(Text(f"Open {html} in a browser for the sentences behind each finding."))
    if alone:
        steps.append(Text("Load what other outlets say of the same events to compare it."))
        lint = ("crosscheck lint PATH", "bold")
        steps.append(Text.assemble("Next, to check each article by itself: ", lint))
    elif first and stored:
        steps.append(Text.assemble("Next: ", (f"crosscheck incidents {first[0].id}", "bold")))
    elif html is None:
        steps.append(Text.assemble("Next: ", ("crosscheck run PATH --report report.html", "bold")))
    return steps


def _print_caption(console: Console) -> None:
    console.print(Text(labels("en")("page.caption"), style="dim"))


def _level(scores: Sequence[Score]) -> str:
    return f"{scores[0].level * 100:.0f} % range" if scores else "range"


def _padded(text: Text, width: int) -> Text:
    text.append(" " * max(0, width - text.cell_len))
    return text
