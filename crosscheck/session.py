"""What every command shares: settings, knowledge, where output goes, and how loud to be."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from crosscheck.choices import Format, Lang, Table
from crosscheck.config import Config, load_config
from crosscheck.errors import CrosscheckError, InputError, OutputError
from crosscheck.exit_codes import DONE, INTERNAL, NOTHING, STOPPED, USAGE
from crosscheck.records import Refusal

if TYPE_CHECKING:
    from rich.console import Console

    from crosscheck.pipeline import Engine
    from crosscheck.records import Article, Claim, Incident, Report
    from crosscheck.report.terminal_text import Bidi
    from crosscheck.store.repository import Store

APP = "crosscheck"


@dataclass
class Session:
    """One call of the program. Engine and consoles are made when first asked for.

    Data goes to ``out`` (stdout); messages and progress go to ``err`` (stderr).
    """

    config: Config
    quiet: bool = False
    refused: bool = False  # whether any input was

    @cached_property
    def out(self) -> Console:
        """Where results go."""
        return self._console(sys.stdout)

    @cached_property
    def err(self) -> Console:
        """Where everything else goes."""
        return self._console(sys.stderr)

    @cached_property
    def engine(self) -> Engine:
        """The knowledge files, loaded once."""
        from crosscheck.pipeline import load_engine

        return load_engine(self.config)

    def store(self) -> Store:
        """The configured database, else the one in the user's data folder; a context manager."""
        from crosscheck.store.repository import open_store

        return open_store(self.config.db or default_db())

    def say(self, message: str) -> None:
        """Tell the person something that is not data; nothing with ``--quiet``."""
        if not self.quiet:
            self.err.print(message, markup=False, highlight=False, soft_wrap=True)

    def warn(self, refusal: Refusal) -> None:
        """Name an input that could not be used; also with ``--quiet``."""
        self.refused = True
        record = "" if refusal.record is None else f", record {refusal.record}"
        line = f"{APP}: {refusal.file}{record}: {refusal.reason}"
        self.err.print(line, markup=False, highlight=False, soft_wrap=True)

    def write(self, text: str, output: str | None) -> None:
        """Write data to a file, or to stdout for None and ``-``; see ``lines``."""
        with self.lines(output) as put:
            put(text.removesuffix("\n"))

    def write_report(
        self,
        report: Report,
        form: Format,
        output: str | None,
        *,
        lang: Lang | None = None,
        table: Table = Table.FINDINGS,
        bom: bool = False,
    ) -> None:
        """Write a report in any form, with the labels of ``lang`` or of the settings."""
        from crosscheck.report.render import render

        lang = lang or Lang(self.config.lang)
        self.write(render(report, form, lang=lang, table=table, bom=bom), output)

    def sum_up(self, report: Report, *, bidi: Bidi, html: str | None = None) -> None:
        """Print what was found and what to do next; nothing with ``--quiet``."""
        from crosscheck.report.to_terminal import print_summary

        if not self.quiet:
            stored = self.config.db != ":memory:"
            print_summary(report, self.out, bidi=bidi, html=html, stored=stored)

    @contextmanager
    def lines(self, output: str | None) -> Iterator[Callable[[str], None]]:
        """A function that writes one line of data to a file, or to stdout for None and ``-``.

        A file appears whole, when all is written, or not at all.

        Raises:
            OutputError: the file cannot be written.
        """
        if output is None or output == "-":
            yield _putter(sys.stdout)
            return
        target = Path(output)
        part = _part(target)
        try:
            with part.open("w", encoding="utf-8", newline="\n") as stream:
                yield _putter(stream)
            part.replace(target)
        except OSError as error:
            raise _unwritable(target, error) from error
        finally:
            part.unlink(missing_ok=True)

    def check_writable(self, *outputs: str | None) -> None:
        """Find out before long work whether its results can be written.

        Raises:
            OutputError: a folder does not exist or cannot be written to.
        """
        for output in outputs:
            if output is None or output == "-":
                continue
            target = Path(output)
            try:
                if target.is_dir():
                    raise IsADirectoryError(21, "it is a folder")
                _part(target).touch()
                _part(target).unlink()
            except OSError as error:
                raise _unwritable(target, error) from error

    def incident(self, store: Store, incident_id: str) -> Incident:
        """The incident with this id, or that once had it.

        Raises:
            InputError: there is none.
        """
        found = store.incident(incident_id)
        if found is None:
            raise InputError(f"no incident {incident_id}. See them all: {APP} incidents")
        return found

    def source(self, name: str, scored: Container[str]) -> str:
        """The id of a source that has a score, from its id or any of its names.

        Raises:
            InputError: there is none.
        """
        from crosscheck.sources import slug

        entry = self.engine.registry.resolve(name)
        for candidate in (name, entry.id if entry else name, slug(name)):
            if candidate in scored:
                return candidate
        raise InputError(f"no score for '{name}'. See all sources: {APP} sources")

    def load(self, store: Store, paths: Iterable[str], outlet: str | None) -> None:
        """Load articles into the store, and say what became of them."""
        from crosscheck.pipeline import ingest, read_articles

        done = ingest(store, read_articles(paths, self.engine, outlet))
        for refusal in done.refused:
            self.warn(refusal)
        counts = done.counts
        self.say(
            f"{counts.new} new, {counts.changed} changed, {counts.unchanged} unchanged, "
            f"{len(done.refused)} refused"
        )

    def read(
        self, paths: Iterable[str], outlet: str | None
    ) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
        """Each article of the paths with its claims, in order; nothing is kept."""
        from crosscheck.pipeline import read_articles, read_claims

        for item in read_articles(paths, self.engine, outlet):
            if isinstance(item, Refusal):
                self.warn(item)
            else:
                yield from read_claims([item], self.engine)

    def check(self, store: Store) -> Report:
        """Check what the store holds, with a progress display."""
        from crosscheck.pipeline import check

        with self.progress() as progress:
            check(store, self.engine, progress=progress)
        return self.report(store)

    def report(self, store: Store) -> Report:
        """The last check of the store."""
        from crosscheck.pipeline import load_report

        return load_report(store, self.engine)

    def nothing(self, *, outside: int = 0) -> int:
        """Say that there is nothing to show, with ``outside`` incidents left out; the exit code."""
        if outside:
            self.say(f"None of {outside} incidents lies in that time. Change --since or --until")
        else:
            self.say(f"Nothing to show yet. Load articles first: {APP} run PATH")
        return NOTHING

    @contextmanager
    def progress(self) -> Iterator[Callable[[str, int, int], None]]:
        """A progress display on stderr, with rate and time left; nothing unless a terminal."""
        from rich import progress as bars

        class Rate(bars.ProgressColumn):
            def render(self, task: bars.Task) -> str:
                return f"{task.speed:.0f}/s" if task.speed else ""

        display = bars.Progress(
            bars.TextColumn("{task.description}"),
            bars.BarColumn(),
            bars.MofNCompleteColumn(),
            Rate(),
            bars.TimeRemainingColumn(),
            console=self.err,
            transient=True,
            disable=self.quiet or not self.err.is_terminal,
        )
        tasks: dict[str, bars.TaskID] = {}

        def advance(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = display.add_task(step, total=total)
            display.update(tasks[step], completed=done, total=total)

        with display:
            yield advance

    def _console(self, stream: TextIO) -> Console:
        from rich.console import Console

        class Piped(Console):
            def on_broken_pipe(self) -> None:  # rich's own would exit with 1, which says "findings"
                raise BrokenPipeError

        return Piped(file=stream, no_color=self.config.no_color or None, highlight=False)


def guarded(work: Callable[[], int | None], *, debug: bool) -> int:
    """Do a command's work; every failure becomes one line on stderr and an exit code.

    With ``debug`` errors come through, with their traceback.
    """
    try:
        return _written(work())
    except BrokenPipeError:
        # Whoever read our output, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        _complain("stopped. What was finished is kept; the same command goes on from there.")
        return STOPPED
    except Exception as error:
        if debug:
            raise
        if isinstance(error, CrosscheckError):
            _complain(str(error))
            return USAGE
        _complain(
            f"internal error: {type(error).__name__}: {error}. "
            "Run it again with --debug and report what you see."
        )
        return INTERNAL


def _written(code: int | None) -> int:
    sys.stdout.flush()
    return code or DONE


def _complain(message: str) -> None:
    sys.stderr.write(f"{APP}: {message}\n")


def open_session(flags: Mapping[str, object], *, quiet: bool, verbose: bool) -> Session:
    """A session with the settings of flags, environment and files, and logging set up.

    Raises:
        ConfigError: a setting has no meaning.
    """
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, format=f"{APP}: %(message)s", stream=sys.stderr)
    return Session(load_config(flags), quiet=quiet)


def default_db() -> str:
    """The SQLite file in the user's data folder, which is made if need be."""
    import platformdirs

    folder = Path(platformdirs.user_data_dir(APP, appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made ({error.strerror}). Use --db FILE") from error
    return str(folder / f"{APP}.db")


def _putter(stream: TextIO) -> Callable[[str], None]:
    def put(line: str) -> None:
        stream.write(f"{line}\n")

    return put


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


def _unwritable(target: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{target}: cannot be written ({error.strerror}). Choose another file with -o"
    )
