"""One incident on a terminal: grades, figures, findings with their sentences, flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from crosscheck.records import Claim, Finding, Incident, Report
from crosscheck.report.evidence import told_once
from crosscheck.report.labels import labels
from crosscheck.report.names import SourceNames, source_names
from crosscheck.report.terminal_text import Bidi, CellWriter
from crosscheck.report.to_terminal import RELATION_MARKS
from crosscheck.report.wording import say_bounds, say_moment, say_period, short_bounds
from crosscheck.vocabulary import FlagKind, Relation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from crosscheck.span import Span

_RELATION_ORDER = list(RELATION_MARKS)


def print_incident(
    report: Report, incident: Incident, console: Console, *, bidi: Bidi = Bidi.AUTO
) -> None:
    """Everything that the report says about one of its incidents, conflicts first."""
    writer = _IncidentWriter(report, incident, console, bidi)
    writer.write_head()
    writer.write_grades()
    writer.write_figures()
    writer.write_findings()
    writer.write_flags()


class _IncidentWriter:
    """Writes the parts of one incident to one console."""

    def __init__(self, report: Report, incident: Incident, console: Console, bidi: Bidi) -> None:
        self._incident = incident
        self._console = console
        self._cells = CellWriter(console, bidi)
        self._width = max(console.width, 60)
        self._words = labels("en")
        self._names: SourceNames = source_names(report)
        self._claims: Mapping[str, Claim] = {claim.id: claim for claim in report.claims}
        self._articles = {article.id: article for article in report.articles}

    def write_head(self) -> None:
        incident = self._incident
        self._print(Text(incident.id, style="bold"))
        for line in self._cells.lines(incident.title, self._width, "bold"):
            self._print(line)
        when = say_period(incident.start, incident.end) or "no date"
        line = Text(f"{when} · ")
        if incident.place is not None:
            line.append_text(self._cells.cell(incident.place.name or incident.place.text, 30))
            line.append(" · ")
        line.append(f"{self._words.count('n.outlet', incident.outlets)} · ")
        line.append(self._words.count("n.origin", len(incident.origins)))
        self._print(line)

    def write_grades(self) -> None:
        self._head("Grades (Admiralty 1-6; whether, who and how many apart)")
        for grade in self._incident.grades:
            line = Text(f"  {grade.credibility} ", style="bold")
            aspect = self._words.get(f"aspect.{grade.aspect}", grade.aspect)
            line.append(f"{aspect:<15} {grade.wording}", style="not bold")
            self._print(line)
            for reason in self._cells.lines(grade.reason, self._width - 6):
                self._print(Text("      ").append_text(reason))

    def write_figures(self) -> None:
        for slot, figure in sorted(self._incident.slots.items()):
            self._head(f"{self._words(f'slot.{slot}')}: {self._bounds(figure.low, figure.high)}")
            for outlet, (low, high) in sorted(figure.by_outlet.items()):
                line = Text(f"  {short_bounds(low, high):>9}  ")
                line.append_text(self._cells.cell(self._names.of(outlet, "en"), 40))
                self._print(line)

    def write_findings(self) -> None:
        if self._incident.findings:
            self._head("Findings")
        ranked = sorted(
            self._incident.findings,
            key=lambda f: (_RELATION_ORDER.index(f.relation), -f.severity, f.slot, f.id),
        )
        for finding in ranked:
            self._write_finding(finding)

    def _write_finding(self, finding: Finding) -> None:
        sign, style = RELATION_MARKS[finding.relation]
        line = Text("  ")
        line.append(f"{sign} {self._words(f'relation.{finding.relation}')}", style=style)
        line.append(f"  {self._words(f'slot.{finding.slot}')}")
        if finding.relation is Relation.CONFLICT:
            line.append(f"  (severity {finding.severity:.2f})", style="dim")
        self._print(line)
        for reason in self._cells.lines(finding.reason, self._width - 6, ours=True):
            self._print(Text("      ").append_text(reason))
        if finding.relation in {Relation.CONFLICT, Relation.UPDATE}:
            for claim, spans in told_once(finding.evidence, self._claims):
                self._write_quote(claim, spans)

    def _write_quote(self, claim: Claim, spans: Sequence[Span]) -> None:
        article = self._articles[claim.article_id]
        head = Text("      ")
        head.append_text(self._cells.cell(self._names.of(claim.outlet, "en"), 40, "cyan"))
        head.append(f"  {say_moment(article.published)}  {claim.id}", style="dim")
        self._print(head)
        words = " … ".join(article.raw[s.start : s.end] for s in spans if s != claim.span)
        for line in self._cells.lines(f"…{words}…" if words else "", self._width - 8, "bold"):
            self._print(Text("        ").append_text(line))
        for line in self._cells.lines(claim.text, self._width - 8):
            self._print(Text("        ").append_text(line))

    def write_flags(self) -> None:
        if self._incident.flags:
            self._head("Flags")
        claims: dict[tuple[FlagKind, str, tuple[str, ...]], list[str]] = {}
        for flag in self._incident.flags:
            claims.setdefault((flag.flag, flag.reason, flag.path), []).append(flag.claim)
        for (kind, reason, path), flagged in claims.items():
            line = Text(f"  ! {self._words(f'flag.{kind}')}", style="yellow")
            line.append(f"  {' '.join(flagged)}", style="dim")
            self._print(line)
            for part in self._cells.lines(reason, self._width - 6, ours=True):
                self._print(Text("      ").append_text(part))
            # The reason of a circle is its path.
            if len(path) > 1 and kind is not FlagKind.CIRCULAR:
                walk = " > ".join(self._names.of(source, "en") for source in path)
                for part in self._cells.lines(walk, self._width - 6, ours=True):
                    self._print(Text("      ").append_text(part))

    def _bounds(self, low: int | None, high: int | None) -> str:
        return say_bounds(low, high, self._words)

    def _head(self, title: str) -> None:
        self._console.print()
        self._console.print(Text(title, style="bold"))

    def _print(self, line: Text) -> None:
        self._console.print(line, crop=False, overflow="ignore", no_wrap=True)
