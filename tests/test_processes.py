"""Work spread over processes gives what `map` gives, and fails in words."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import FrozenInstanceError, replace
from itertools import pairwise
from pathlib import Path

import pytest

from crosscheck.config import Config
from crosscheck.errors import ProcessError
from crosscheck.pipeline import compare, load_engine, read_claims
from crosscheck.processes import FEWEST, TURN, cores, spread
from crosscheck.records import Article, Claim, Cluster, Evidence, Incident
from crosscheck.span import Span

forks = pytest.mark.skipif(cores() < 2, reason="needs two cores and fork")


def test_order_is_kept_and_every_item_is_worked_off_once() -> None:
    items = list(range(2 * FEWEST + TURN // 2))

    assert list(spread(lambda item: item * item, items, processes=2)) == [i * i for i in items]


@forks
def test_many_items_are_shared_and_few_are_not() -> None:
    def process(_: int) -> int:
        time.sleep(0.005)  # long enough for another process to start
        return os.getpid()

    many = set(spread(process, range(2 * FEWEST), processes=2))
    few = set(spread(process, range(2 * FEWEST - 1), processes=2))
    alone = set(spread(process, range(2 * FEWEST), processes=1))

    assert len(many) == 2
    assert os.getpid() in many
    assert few == alone == {os.getpid()}


@forks
def test_a_process_that_is_killed_is_told_in_one_line() -> None:
    parent = os.getpid()

    def die(item: int) -> int:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.005)
        return item

    with pytest.raises(ProcessError, match=r"exit code -9.*CROSSCHECK_PROCESSES=1"):
        list(spread(die, range(2 * FEWEST), processes=2))
    assert not multiprocessing.active_children()


@forks
def test_a_process_that_is_killed_while_it_sends_is_told_alike() -> None:
    parent = os.getpid()

    def send_much(_: int) -> bytes:
        if os.getpid() == parent:
            time.sleep(0.1)  # the other waits meanwhile for somebody to take its results
            return b""
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        return bytes(1 << 21)

    with pytest.raises(ProcessError, match=r"exit code -14"):
        list(spread(send_much, range(2 * FEWEST), processes=2))
    assert not multiprocessing.active_children()


@forks
def test_whoever_stops_reading_leaves_no_process_behind() -> None:
    results = spread(lambda item: item, range(10 * FEWEST), processes=2)

    assert next(results) == 0
    assert len(multiprocessing.active_children()) == 1
    results.close()  # type: ignore[attr-defined]  # an iterator that is a generator
    assert not multiprocessing.active_children()


@forks
def test_processes_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    program = textwrap.dedent(
        f"""
        import os, pathlib, time
        from crosscheck.processes import spread

        def work(item):
            pathlib.Path({str(tmp_path)!r}, str(os.getpid())).touch()
            time.sleep(0.01)
            return "x" * 100_000

        for result in spread(work, range(1000), processes=2):
            print("started", flush=True)
            time.sleep(60)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"started\n"
    parent.kill()
    parent.wait()
    parent.stdout.close()
    workers = [int(path.name) for path in tmp_path.iterdir()]

    assert len(workers) == 2
    for _ in range(100):
        if not any(map(_lives, workers)):
            break
        time.sleep(0.1)
    assert not any(map(_lives, workers))


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@forks
def test_stages_give_the_same_in_one_process_and_in_two() -> None:
    first = Article(
        "", "furat-post", "قتل 3 مدنيين بقصف على هجين يوم أمس، بحسب مصادر محلية.", lang="ar"
    )
    articles = [
        replace(first, id=f"a-{n}", outlet=f"outlet-{n % 7}", text=first.text.replace("3", str(n)))
        for n in range(2, 2 * FEWEST + 12)
    ]

    def run(processes: int) -> tuple[list[Claim], list[Incident]]:
        engine = load_engine(Config(processes=processes))
        claims = [claim for _, found in read_claims(articles, engine) for claim in found]
        pairs = list(pairwise(claims))
        clusters = [Cluster(f"i-{n}", (a.id, b.id)) for n, (a, b) in enumerate(pairs)]
        return claims, list(compare(clusters, claims, articles, (), engine))

    alone, shared = run(1), run(2)

    assert len(alone[1]) >= 2 * FEWEST
    assert shared == alone


@pytest.mark.parametrize(
    "record",
    [
        Evidence("c-1", Span(0, 4)),
        Article("a-1", "furat-post", "قتل ثلاثة مدنيين في هجين.", extra={"views": 3}),
    ],
)
def test_records_are_pickled_as_they_are(record: object) -> None:
    read = pickle.loads(pickle.dumps(record))

    assert read == record
    assert type(read) is type(record)


def test_records_stay_frozen() -> None:
    evidence = replace(Evidence("c-1", Span(0, 4)), claim_id="c-2")

    with pytest.raises(FrozenInstanceError):
        evidence.claim_id = "c-3"  # type: ignore[misc]  # that is the point
