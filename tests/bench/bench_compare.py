"""How long comparison takes: incidents of ten articles, and one incident that grows.

Run: python tests/bench/bench_compare.py [incidents]

Incidents are compared as the pipeline does it, on all cores. Beside the time that passes stands
that of all processors, which counts sending results between processes too.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta

from crosscheck.config import load_config
from crosscheck.pipeline import Engine, compare, load_engine
from crosscheck.records import (
    Actor,
    Article,
    Attribution,
    Claim,
    Cluster,
    Count,
    Place,
    TimeRange,
)
from crosscheck.span import Span
from crosscheck.vocabulary import CountKind, EventType, Qualifier, SourceType

START = datetime(2026, 3, 1, 6, tzinfo=UTC)
OUTLETS = [f"outlet-{number}" for number in range(40)]
ACTORS = ["russia", "syrian-government-forces", "us-forces", "sdf", "unknown-aircraft", None]
EVENTS = [EventType.AIRSTRIKE, EventType.SHELLING, EventType.EXPLOSION]
PLACES = [("p1", "Al-Busayrah", 35.16, 40.43), ("p2", "Hajin", 34.69, 40.83)]
TITLE = "قصف مدفعي على بلدة في ريف دير الزور الشرقي"
BODY = "قالت مصادر محلية إن القصف أدى إلى مقتل عدد من المدنيين وإصابة آخرين بجروح متفاوتة مساء أمس"


def incident(number: int, size: int, rng: random.Random) -> tuple[list[Claim], dict[str, Article]]:
    """An incident of ``size`` articles with two claims each; one outlet in four differs."""
    claims, articles = [], {}
    for index in range(size):
        article_id = f"a{number}-{index}"
        article = Article(
            article_id,
            rng.choice(OUTLETS),
            f"{BODY} {article_id}",
            title=f"{TITLE} {article_id}",
            published=START + timedelta(minutes=rng.randrange(2000))
            if rng.random() < 0.8
            else None,
        )
        articles[article_id] = article
        claims += _claims(article, rng)
    return claims, articles


def _claims(article: Article, rng: random.Random) -> list[Claim]:
    """A headline and a first sentence that say the same."""
    split = len(article.title or "")
    killed = rng.choice([3, 3, 3, 5])
    actor = rng.choice(ACTORS)
    cited = rng.choice([*OUTLETS, None, None])
    place = rng.choice([*PLACES[:1] * 3, PLACES[1]])
    event = rng.choice(EVENTS)
    return [
        Claim(
            id=f"c-{article.id}-{sentence}",
            article_id=article.id,
            outlet=article.outlet,
            lang="ar",
            text=article.raw[span.start : span.end],
            span=span,
            sentence=sentence,
            event_type=event,
            counts=(
                Count(CountKind.KILLED, killed, killed, Qualifier.EXACT, span),
                Count(CountKind.INJURED, 8, None, Qualifier.AT_LEAST, span),
            ),
            places=(
                Place(
                    place[1], span, place[1], place[0], ("SY", "Deir ez-Zor"), place[2], place[3]
                ),
            ),
            time=TimeRange(START, START + timedelta(hours=24), "أمس", span) if sentence else None,
            perpetrator=Actor(actor, span, actor) if actor else None,
            attribution=(Attribution(SourceType.NAMED_OUTLET, cited, span, cited),)
            if cited and sentence
            else (),
            main=sentence == 0,
        )
        for sentence, span in enumerate((Span(0, split), Span(split + 1, len(article.raw))))
    ]


def timed(sizes: list[int], engine: Engine) -> tuple[float, float, int]:
    """Seconds that pass and that processors work for incidents of these sizes; the findings."""
    rng = random.Random(7)
    cases = [incident(number, size, rng) for number, size in enumerate(sizes)]
    clusters = [
        Cluster(f"i-{number}", tuple(claim.id for claim in claims))
        for number, (claims, _) in enumerate(cases)
    ]
    claims = [claim for told, _ in cases for claim in told]
    articles = [article for _, told in cases for article in told.values()]
    started, worked = time.perf_counter(), _processor_seconds()
    found = sum(len(one.findings) for one in compare(clusters, claims, articles, (), engine))
    return time.perf_counter() - started, _processor_seconds() - worked, found


def _processor_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main() -> None:
    """Print the figures and the ratios that a linear cost would make 1."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    engine = load_engine(load_config())
    timed([10] * 20, engine)
    half, _, _ = timed([10] * (number // 2), engine)
    whole, worked, found = timed([10] * number, engine)
    print(
        f"{number} incidents of 10 articles: {whole:.1f} s on {engine.config.workers} cores "
        f"({worked:.1f} CPU-s, {found} findings); limit 30 s on 2 cores"
    )
    print(f"  against twice the half ({half:.1f} s): {whole / (2 * half):.2f} (1 is linear)")
    for size in (500, 1000, 2000, 4000):
        _, worked, found = timed([size], engine)
        print(f"one incident of {size} articles: {worked:.2f} CPU-s ({found} findings)")


if __name__ == "__main__":
    main()
