"""One piece of work for many items, on all cores: for stages whose time is spent in Python."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from crosscheck.errors import ProcessError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

T = TypeVar("T")
R = TypeVar("R")

FEWEST = 100
"""With fewer items for each process than this, starting it costs more than it saves."""

TURN = 5
"""Items whose results are sent together: so few that those of two turns can wait to be taken."""


def cores() -> int:
    """How many processes can work at once; 1 where a process cannot be forked safely."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def spread(work: Callable[[T], R], items: Sequence[T], *, processes: int) -> Iterator[R]:
    """``work`` of each item, in their order, as ``map`` would give it.

    The other processes are forks: they see all that is loaded, and send only results. This one
    works too where it would wait for them. They wait where too many results were not taken yet;
    none outlives the iterator, nor this process.

    Args:
        work: must not touch threads, files or connections that were open before.
        items: if they are few, they are worked off in this process.
        processes: no more than so many, this one counted.

    Raises:
        ProcessError: one of them ended early. Its traceback says why, if it was not killed.
    """
    turns = [items[start : start + TURN] for start in range(0, len(items), TURN)]
    number = min(processes, cores(), len(items) // FEWEST)
    if number < 2:
        yield from chain.from_iterable(_results(work, turn) for turn in turns)
        return
    with _tickets(len(turns)) as tickets:
        job = _Job(work, turns, tickets)
        with _started(job, number - 1) as workers:
            yield from chain.from_iterable(_in_order(job, workers))


class _Job(NamedTuple, Generic[T, R]):
    """What all processes know; ``tickets`` is the file that says whose turn is next."""

    work: Callable[[T], R]
    turns: Sequence[Sequence[T]]
    tickets: int

    def next_turn(self) -> int | None:
        """A turn that no process has taken yet, None if there is none left."""
        ticket = os.read(self.tickets, _TICKET.itemsize)
        return array(_TICKET.typecode, ticket)[0] if ticket else None

    def results(self, turn: int) -> dict[int, list[R]]:
        """The results of a turn, under its number."""
        return {turn: _results(self.work, self.turns[turn])}


_TICKET = array("L")


@contextmanager
def _tickets(number: int) -> Iterator[int]:
    """A file in memory that gives out each number below once: forks share their place in it."""
    file = os.memfd_create("tickets")
    try:
        with os.fdopen(file, "wb", closefd=False) as tickets:
            tickets.write(array(_TICKET.typecode, range(number)).tobytes())
        os.lseek(file, 0, os.SEEK_SET)
        yield file
    finally:
        os.close(file)


def _in_order(job: _Job[T, R], workers: dict[Connection, ForkProcess]) -> Iterator[list[R]]:
    """The results of every turn in order; what comes early is kept until it is due."""
    from multiprocessing.connection import wait  # noqa: PLC0415  as below

    early: dict[int, list[R]] = {}
    for due in range(len(job.turns)):
        while due not in early:
            turn = None if wait([*workers], timeout=0) else job.next_turn()
            if turn is not None:
                early |= job.results(turn)
                continue
            ready = wait([*workers])
            for reader in [reader for reader in workers if reader in ready]:
                early |= _received(workers, reader)
        yield early.pop(due)


@contextmanager
def _started(job: _Job[T, R], number: int) -> Iterator[dict[Connection, ForkProcess]]:
    """Processes that take turns until none is left, each by the end to read its results from."""
    import multiprocessing  # noqa: PLC0415  settings are read at every start, forks rarely made

    context = multiprocessing.get_context("fork")
    workers: dict[Connection, ForkProcess] = {}
    try:
        for _ in range(number):
            reader, writer = context.Pipe()  # it holds three times as much as one that goes one way
            readers = [*workers, reader]
            worker = context.Process(target=_serve, args=(job, writer, readers), daemon=True)
            worker.start()
            writer.close()
            workers[reader] = worker
        yield workers
    finally:
        for reader, worker in workers.items():
            reader.close()
            worker.terminate()
            worker.join()


def _serve(job: _Job[T, R], writer: Connection, readers: Sequence[Connection]) -> None:
    """In a forked process: take turns, and end where nobody reads the results any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends us
    gc.freeze()  # looking through what was there before would copy its pages
    for reader in readers:
        reader.close()  # else no process would notice that the parent is gone
    while (turn := job.next_turn()) is not None:
        results = pickle.dumps(job.results(turn), pickle.HIGHEST_PROTOCOL)
        try:
            writer.send_bytes(results)
        except ConnectionError:
            return
    writer.poll(None)  # until the parent closes its end: whoever ends before that ends early


def _received(workers: dict[Connection, ForkProcess], reader: Connection) -> dict[int, list[R]]:
    """The results that a process sends, under the number of their turn."""
    try:
        sent = reader.recv_bytes()
    except (EOFError, OSError):  # between two messages, or within one
        worker = workers[reader]
        worker.join()
        raise ProcessError(
            f"one of the processes ended early (exit code {worker.exitcode}), perhaps for want "
            "of memory. Set CROSSCHECK_PROCESSES=1 and run it again."
        ) from None
    with _collector_at_rest():
        results: dict[int, list[R]] = pickle.loads(sent)  # noqa: S301  from our own fork
    return results


def _results(work: Callable[[T], R], turn: Sequence[T]) -> list[R]:
    with _collector_at_rest():
        return [work(item) for item in turn]


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Records are made by the thousand, and hardly one refers to itself.

    Looking for garbage among them again and again takes a fifth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
