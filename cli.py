"""The command line: each command parses its options, calls one function, prints what it returns.

Nothing heavy is imported at the top, so that `crosscheck --help` answers at once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from importlib.metadata import version
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from crosscheck.choices import FailOn, Format, Lang, Measured, Table
from crosscheck.exit_codes import DONE, REFUSED, USAGE, exit_code
from crosscheck.records import Slot
from crosscheck.report.terminal_text import Bidi
from crosscheck.session import Session, guarded, open_session

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Files, folders, addresses, or - for stdin.")
]
Output = Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="Write there.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Terminal = Annotated[Bidi, typer.Option("--bidi", help="How Arabic is written to the terminal.")]
Page = Annotated[Lang | None, typer.Option("--lang", help="Language of the page.")]
Outlet = Annotated[str | None, typer.Option("--outlet", help="Outlet of articles that name none.")]
Moment = Annotated[datetime | None, typer.Option("--as-of", help="Leave out what came later.")]
Failing = Annotated[FailOn | None, typer.Option("--fail-on", help="Exit with 1 on any of these.")]

# Every command has these. They set the fields of the same name in the configuration.
_SETTINGS = {
    "db": typer.Option("--db", metavar="URL", help="Database URL, SQLite file, or :memory:."),
    "model": typer.Option("--model", help="Sentence encoder: e5, use, or a name or folder."),
    "nli": typer.Option("--nli", metavar="MODEL", help="Ask this model where no slot speaks."),
    "timezone": typer.Option("--timezone", help="Zone of dates without one (IANA name)."),
    "sources": typer.Option("--sources", metavar="FILE", help="Your own sources, in TOML."),
    "no_color": typer.Option("--no-color", help="Print without colour."),
}
_LOUDNESS = {
    "quiet": typer.Option("-q", "--quiet", help="Only data and errors."),
    "verbose": typer.Option("-v", "--verbose", help="Say what is being done."),
    "debug": typer.Option("--debug", help="Show the traceback of an error."),
}

app = typer.Typer(
    name="crosscheck",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Cross-check claims between news outlets: who said what, on whose word, and where they "
    "differ. Start with: crosscheck run PATH",
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"crosscheck {version('crosscheck')}")
        raise typer.Exit


@app.callback()
def program(
    _: Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True)] = False,
) -> None:
    """Nothing is asked for before a command but this."""


def command(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """Register a command: its first parameter is the session, the others are its own options."""
    own = list(signature(function, eval_str=True).parameters.values())[1:]
    only = Parameter.KEYWORD_ONLY
    parameters = [one.replace(kind=only) for one in own]
    for name, option in {**_SETTINGS, **_LOUDNESS}.items():
        kind = bool if name in _LOUDNESS or name == "no_color" else str | None
        default = None if kind is not bool else False
        parameters += [Parameter(name, only, default=default, annotation=Annotated[kind, option])]

    def call(**options: Any) -> None:  # noqa: ANN401 - whatever the command line held
        flags = {name: options.pop(name) or None for name in _SETTINGS}
        loud = {name: options.pop(name) for name in _LOUDNESS}
        debug = loud.pop("debug")
        work = lambda: function(open_session(flags, **loud), **options)  # noqa: E731 - run guarded
        raise typer.Exit(guarded(work, debug=debug))

    call.__name__, call.__doc__ = function.__name__, function.__doc__
    call.__signature__ = Signature(parameters)  # type: ignore[attr-defined] # typer reads it
    call.__annotations__ = {one.name: one.annotation for one in parameters}
    app.command(function.__name__.rstrip("_"))(call)
    return function


@command
def run(
    session: Session,
    paths: Paths,
    report: Annotated[str | None, typer.Option(metavar="FILE.html", help="Write a page.")] = None,
    json: AsJson = False,
    output: Output = None,
    outlet: Outlet = None,
    lang: Page = None,
    bidi: Terminal = Bidi.AUTO,
    fail_on: Failing = None,
) -> int | None:
    """Load, extract, cluster, compare, score and report, in one go.

    Examples:

      crosscheck run articles.jsonl --report report.html

      cat article.txt | crosscheck run - --outlet "Nahr Media" --db :memory: --json
    """
    session.check_writable(report, output)
    with session.store() as store:
        session.load(store, paths, outlet)
        found = session.check(store)
    if report:
        session.write_report(found, Format.HTML, report, lang=lang)
    if json or output:
        session.write_report(found, Format.JSON, output)
    else:
        session.sum_up(found, bidi=bidi, html=report)
    return exit_code(found.incidents, fail_on, refused=session.refused)


@command
def ingest(session: Session, paths: Paths, outlet: Outlet = None) -> int | None:
    """Load articles into the database.

    Examples:

      crosscheck ingest monitoring/2024-03/ --db desk.db
    """
    with session.store() as store:
        session.load(store, paths, outlet)
    return REFUSED if session.refused else DONE


@command
def extract(session: Session, paths: Paths, outlet: Outlet = None, output: Output = None) -> int:
    """Print the claims of articles as JSON Lines; nothing is kept.

    Examples:

      crosscheck extract article.txt | jq '.counts'
    """
    from crosscheck.report.to_json import claim_line

    with session.lines(output) as put:
        for _, claims in session.read(paths, outlet):
            for claim in claims:
                put(claim_line(claim))
    return REFUSED if session.refused else DONE


@command
def check(session: Session, fail_on: Failing = None, bidi: Terminal = Bidi.AUTO) -> int | None:
    """Extract, cluster, compare and score what is in the database.

    Examples:

      crosscheck check --db desk.db --fail-on conflict
    """
    with session.store() as store:
        found = session.check(store)
    session.sum_up(found, bidi=bidi)
    return exit_code(found.incidents, fail_on)


@command
def watch(
    session: Session,
    feeds: Annotated[str, typer.Argument(metavar="FEEDS.toml", help="[[feed]] with url or path.")],
    every: Annotated[str, typer.Option("--every", help="Between rounds: 90s, 15m, 2h.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="One round.")] = False,
    json: AsJson = False,
    bidi: Terminal = Bidi.AUTO,
) -> int | None:
    """Load feeds, check, and say what has changed; again and again.

    Examples:

      crosscheck watch feeds.toml --every 15m --db desk.db
    """
    from crosscheck.watch import watch as go_on

    go_on(session, feeds, None if once else every, as_json=json, bidi=bidi)
    return REFUSED if session.refused else DONE


@command
def incidents(
    session: Session,
    incident: Annotated[str | None, typer.Argument(metavar="[ID]")] = None,
    json: AsJson = False,
    output: Output = None,
    bidi: Terminal = Bidi.AUTO,
) -> int | None:
    """List the incidents, or show one with its findings.

    Examples:

      crosscheck incidents i-5f2c9a1e44d0
    """
    from crosscheck.report.selection import select
    from crosscheck.report.terminal_incident import print_incident
    from crosscheck.report.to_terminal import print_incidents

    with session.store() as store:
        report = session.report(store)
        one = session.incident(store, incident) if incident else None
    if json:
        session.write_report(select(report, incident=one), Format.JSON, output)
    elif one is not None:
        print_incident(report, one, session.out, bidi=bidi)
    elif report.incidents:
        print_incidents(report.incidents, session.out, bidi=bidi)
    return DONE if report.incidents else session.nothing()


@command
def report(
    session: Session,
    format_: Annotated[Format, typer.Option("--format", help="The form.")] = Format.HTML,
    incident: Annotated[str | None, typer.Option("--incident", metavar="ID")] = None,
    since: Annotated[datetime | None, typer.Option("--since", help="First day.")] = None,
    until: Annotated[datetime | None, typer.Option("--until", help="Last moment.")] = None,
    output: Output = None,
    lang: Page = None,
    table: Annotated[Table, typer.Option("--table", help="Which CSV.")] = Table.FINDINGS,
    bom: Annotated[bool, typer.Option("--bom", help="Mark CSV for spreadsheets.")] = False,
) -> int | None:
    """Write the discrepancy report.

    Examples:

      crosscheck report -o report.html --lang ar

      crosscheck report --format csv --table claims --bom -o claims.csv
    """
    from crosscheck.report.selection import select

    session.check_writable(output)
    with session.store() as store:
        one = session.incident(store, incident) if incident else None
        whole = session.report(store)
    found = select(whole, incident=one, since=since, until=until)
    session.write_report(found, format_, output, lang=lang, table=table, bom=bom)
    return DONE if found.incidents else session.nothing(outside=len(whole.incidents))


@command
def sources(
    session: Session,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]")] = None,
    as_of: Moment = None,
    json: AsJson = False,
    output: Output = None,
    bidi: Terminal = Bidi.AUTO,
) -> int | None:
    """Show the scores of all sources, or the history of one.

    Examples:

      crosscheck sources "نهر ميديا" --as-of 2024-03-25
    """
    from crosscheck.pipeline import scores_as_of
    from crosscheck.report.to_json import scores_as_json
    from crosscheck.report.to_terminal import print_source_history, print_sources

    with session.store() as store:
        scores, history = scores_as_of(store, session.engine, as_of)
    if not scores:
        return session.nothing()
    if name is not None:
        scores = history[session.source(name, history)]
    show = print_sources if name is None else print_source_history
    if json:
        session.write(scores_as_json(scores), output)
    else:
        show(scores, session.out, bidi=bidi)
    return DONE


@command
def why(session: Session, name: Annotated[str, typer.Argument(metavar="NAME")]) -> int | None:
    """List the incidents behind the score of a source.

    Examples:

      crosscheck why "Furat Post"
    """
    from crosscheck.pipeline import grounds
    from crosscheck.report.to_terminal import print_grounds

    with session.store() as store:
        found = grounds(store, session.engine, session.source(name, store.history()))
    print_grounds(found, session.out)
    return DONE if found else session.nothing()


@command
def verdict(
    session: Session,
    incident: Annotated[str, typer.Argument(metavar="ID")],
    slot: Annotated[Slot | None, typer.Option("--slot", help="What was decided.")] = None,
    value: Annotated[str | None, typer.Option("--value", help="Its value.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who decided.")] = None,
    note: Annotated[str | None, typer.Option("--note", help="Why.")] = None,
    undo: Annotated[int | None, typer.Option("--undo", metavar="N", help="Undo verdict N.")] = None,
) -> int | None:
    """Keep what a person has decided about an incident.

    It then counts as truth in the scores. Nothing is ever overwritten; without --slot what was
    decided is listed.

    Examples:

      crosscheck verdict i-5f2c9a1e44d0 --slot killed --value 5 --by Rana --note "hospital list"

      crosscheck verdict i-5f2c9a1e44d0 --undo 3 --by Rana
    """
    from crosscheck import decisions
    from crosscheck.report.to_terminal import verdict_line

    with session.store() as store:
        one = session.incident(store, incident)
        for kept in decisions.settle(store, one, slot, value, undo=undo, by=by, note=note):
            session.write(verdict_line(kept), None)
    return DONE


@command
def lint(
    session: Session,
    paths: Paths,
    outlet: Outlet = None,
    json: AsJson = False,
    fail_on: Failing = None,
) -> int | None:
    """Check articles one by one: rumours, hedges, contradictions.

    --fail-on conflict fails on figures that contradict each other.

    Examples:

      crosscheck lint draft.txt

      crosscheck lint drafts/ --outlet "Nahr Media" --fail-on unattributed
    """
    from crosscheck.lint import lint_paths

    return lint_paths(session, paths, outlet, fail_on=fail_on, as_json=json)


@command
def eval_(
    session: Session,
    stage: Annotated[Measured, typer.Argument(metavar="{extract,cluster,compare,score}")],
    labelled: Annotated[str, typer.Argument(metavar="DATA", help="A file or folder of labels.")],
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong.")] = False,
    json: AsJson = False,
) -> int | None:
    """Measure a stage against labelled data.

    Examples:

      crosscheck eval extract sentences.jsonl --errors
    """
    from crosscheck.measure import measure

    session.write(measure(stage, labelled, session, errors=errors, as_json=json), None)
    return DONE


@command
def doctor(session: Session, json: AsJson = False) -> int | None:
    """Show what is installed, what is missing, how to get it.

    Examples:

      crosscheck doctor
    """
    from crosscheck.doctor import examine

    for one in (findings := examine(session)):
        typer.echo(one.as_json() if json else one.line())
    return DONE if all(one.ok for one in findings) else USAGE


def main() -> None:
    """Run the program; the exit codes are those of the README."""
    app()


if __name__ == "__main__":
    main()
