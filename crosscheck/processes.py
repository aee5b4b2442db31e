"""One piece of work for many items, on all cores: for stages whose time is spent in Python."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from typing import TYPE_CHECKING, TypeVar

from crosscheck.errors import ProcessError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

T = TypeVar("T")
R = TypeVar("R")

FEWEST = 100
"""With fewer items for each process than this, starting it costs more than it saves."""

TURN = 20
"""Items whose results are sent together."""


def cores() -> int:
    """How many processes can work at once; 1 where a process cannot be forked safely."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def spread(work: Callable[[T], R], items: Sequence[T], *, processes: int) -> Iterator[R]:
    """``work`` of each item, in their order, as ``map`` would give it.

    The processes are forks: they see all that is loaded, and send only results. Each waits until
    its last results were taken, so that few are held at once; none outlives the iterator, nor
    this process.

    Args:
        work: must not touch threads, files or connections that were open before.
        items: if they are few, they are worked off in this process.
        processes: no more than so many.

    Raises:
        ProcessError: one of them ended early. Its traceback says why, if it was not killed.
    """
    turns = [items[start : start + TURN] for start in range(0, len(items), TURN)]
    number = min(processes, cores(), len(items) // FEWEST)
    if number < 2:
        for turn in turns:
            yield from _done(work, turn)
        return
    with _started(work, turns, number) as workers:
        for (worker, reader), _ in zip(cycle(workers), turns, strict=False):
            yield from _received(worker, reader)


@contextmanager
def _started(
    work: Callable[[T], R], turns: Sequence[Sequence[T]], number: int
) -> Iterator[list[tuple[ForkProcess, Connection]]]:
    """Processes that take the turns one after the other, each with the end to read from."""
    import multiprocessing  # noqa: PLC0415  settings are read at every start, forks rarely made

    context = multiprocessing.get_context("fork")
    workers: list[tuple[ForkProcess, Connection]] = []
    try:
        for first in range(number):
            reader, writer = context.Pipe(duplex=False)
            readers = [*(other for _, other in workers), reader]
            own = turns[first::number]
            worker = context.Process(target=_serve, args=(work, own, writer, readers), daemon=True)
            worker.start()
            writer.close()
            workers.append((worker, reader))
        yield workers
    finally:
        for worker, reader in workers:
            reader.close()
            worker.terminate()
            worker.join()


def _serve(
    work: Callable[[T], R],
    turns: Sequence[Sequence[T]],
    writer: Connection,
    readers: Sequence[Connection],
) -> None:
    """In a forked process: do the turns, and end where nobody reads the results any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it and ends us
    gc.freeze()  # looking through what was there before would copy its pages
    for reader in readers:
        reader.close()  # else no process would notice that the parent is gone
    for turn in turns:
        results = pickle.dumps(_done(work, turn), pickle.HIGHEST_PROTOCOL)
        try:
            writer.send_bytes(results)
        except BrokenPipeError:
            return


def _done(work: Callable[[T], R], turn: Sequence[T]) -> list[R]:
    with _collector_at_rest():
        return [work(item) for item in turn]


def _received(worker: ForkProcess, reader: Connection) -> list[R]:
    try:
        results = reader.recv_bytes()
    except EOFError:
        worker.join()
        raise ProcessError(
            f"one of the processes ended early (exit code {worker.exitcode}), perhaps for want "
            "of memory. Set CROSSCHECK_PROCESSES=1 and run it again."
        ) from None
    with _collector_at_rest():
        return pickle.loads(results)  # type: ignore[no-any-return]  # noqa: S301  from our own fork


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
