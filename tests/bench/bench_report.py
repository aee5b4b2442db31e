"""How long a report of 1,000 incidents takes, how large it is, and how soon it opens.

Limits: written in 20 s, under 15 MB, ready for input in 2 s. The page is timed in Chromium where
that is installed. Run: ``python tests/bench/bench_report.py``.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from crosscheck.records import (
    Actor,
    Article,
    Attribution,
    Claim,
    Copy,
    Count,
    Evidence,
    Figure,
    Finding,
    Flag,
    Grade,
    Incident,
    Origin,
    Place,
    Report,
    Tool,
)
from crosscheck.report.to_csv import to_csv
from crosscheck.report.to_html import to_html
from crosscheck.report.to_json import to_json
from crosscheck.report.to_markdown import to_markdown
from crosscheck.score import Score
from crosscheck.span import Span
from crosscheck.vocabulary import (
    CountKind,
    EventType,
    FlagKind,
    Qualifier,
    Relation,
    Slot,
    SourceType,
)

if TYPE_CHECKING:
    from collections.abc import Callable

INCIDENTS, ARTICLES_EACH, CLAIMS_EACH = 1000, 10, 2
TEXT = (
    "استهدفت غارة جوية مقراً في محيط المدينة فجر اليوم وأسفرت عن سقوط ضحايا بين المدنيين بينما قالت"
    " مصادر محلية إن الطيران ما زال يحلق في الأجواء وإن فرق الإسعاف نقلت الجرحى إلى المشفى القريب"
    " وسط حالة من الهلع وانقطاع الاتصالات عن الأحياء المجاورة للنهر والجسر والسوق"
)
WORDS = TEXT.split()
TOWNS = ("البوكمال", "الميادين", "هجين", "الشحيل", "البصيرة", "ذيبان", "غرانيج", "الباغوز")
OUTLETS = [f"outlet-{number}" for number in range(60)]
START = datetime(2026, 1, 1, tzinfo=UTC)


def sentence(rng: random.Random, town: str, killed: int) -> str:
    head = " ".join(rng.choices(WORDS, k=rng.randint(14, 30)))
    return f"{head} في {town} ما أدى إلى مقتل {killed} أشخاص، وفق مصدر طبي."


def telling(
    rng: random.Random, number: int, place: int, town: str
) -> tuple[Article, tuple[Claim, ...]]:
    """One article of one incident, with its claims."""
    outlet = rng.choice(OUTLETS)
    told = [(rng.randint(1, 12), rng.randint(0, 9)) for _ in range(CLAIMS_EACH)]
    sentences = [sentence(rng, town, killed) for killed, _ in told]
    moment = START + timedelta(hours=6 * number + place)
    title = " ".join(rng.choices(WORDS, k=8))
    article = Article(
        f"a-{number}-{place}",
        outlet,
        "\n".join(sentences),
        title,
        f"https://news.example/{number}/{place}",
        moment,
        "ar",
    )
    claims = []
    for index, ((killed, _), text) in enumerate(zip(told, sentences, strict=True)):
        start = article.raw.index(text)

        def span(words: str, start: int = start, text: str = text) -> Span:
            at = start + text.rindex(words)
            return Span(at, at + len(words))

        claims.append(
            Claim(
                f"c-{number}-{place}-{index}",
                article.id,
                outlet,
                "ar",
                text,
                Span(start, start + len(text)),
                index + 1,
                EventType.AIRSTRIKE,
                (
                    Count(
                        CountKind.KILLED,
                        killed,
                        killed,
                        Qualifier.EXACT,
                        span(f"{killed} أشخاص"),
                    ),
                ),
                (Place(town, span(town), town, f"sy-{town}", ("SY",), 35.0, 40.0),),
                None,
                Actor(text.split()[0], Span(start, start + len(text.split()[0]))),
                attribution=(Attribution(SourceType.OFFICIAL, "مصدر طبي", span("مصدر طبي")),),
                main=index == 0,
            )
        )
    return article, tuple(claims)


def told_incident(
    number: int, articles: list[Article], claims: list[Claim], rng: random.Random
) -> Incident:
    figures = {c.outlet: (c.counts[0].low, c.counts[0].high) for c in claims}
    slots = (Slot.KILLED, Slot.PLACE, Slot.PERPETRATOR, Slot.EVENT_TYPE)
    findings = []
    for place, slot in enumerate(slots):
        sides = (tuple(c.id for c in claims[::2]), tuple(c.id for c in claims[1::2]))
        relation = rng.choice(list(Relation))
        findings.append(
            Finding(
                f"f-{number}-{place}",
                slot,
                relation,
                rng.random() if relation is Relation.CONFLICT else 0.0,
                "12 in one, 3 in the other; both cannot hold at the same time",
                (*sides[0], *sides[1]),
                tuple(Evidence(c.id, c.counts[0].span) for c in claims),
                sides=sides,
            )
        )
    flags = [Flag(FlagKind.UNATTRIBUTED, c.id, "on its own word") for c in claims[:4]]
    return Incident(
        f"i-{number:08x}",
        articles[0].title or "",
        articles[0].published,
        articles[0].published,
        claims[0].places[0],
        tuple(c.id for c in claims),
        tuple(a.id for a in articles),
        len({a.outlet for a in articles}),
        tuple(Origin(a.outlet, (a.id,), "own word") for a in articles),
        rng.randint(1, 6),
        tuple(
            Grade(aspect, rng.randint(1, 6), "contested", "two origins against three")
            for aspect in ("occurrence", "responsibility", "count")
        ),
        {"killed": Figure(1, 12, figures)},
        tuple(findings),
        tuple(flags),
    )


def made_report() -> Report:
    """A report of the size that the limits are written for, the same on every run."""
    rng = random.Random(7)
    articles: list[Article] = []
    claims: list[Claim] = []
    incidents: list[Incident] = []
    for number in range(INCIDENTS):
        town = rng.choice(TOWNS)
        told = [telling(rng, number, place, town) for place in range(ARTICLES_EACH)]
        own_articles = [article for article, _ in told]
        own_claims = [claim for _, made in told for claim in made]
        incidents.append(told_incident(number, own_articles, own_claims, rng))
        articles.extend(own_articles)
        claims.extend(own_claims)
    copies = [
        Copy(f"a-{n}-9", f"a-{n}-0", "copy", 0.97, "36 of 37 words") for n in range(INCIDENTS)
    ]
    return Report(
        Tool("crosscheck", "0.1.0", "bench", "0" * 12),
        tuple(articles),
        tuple(claims),
        tuple(incidents),
        tuple(copies),
        (),
        tuple(scores(outlet, 8)[-1] for outlet in OUTLETS),
        {},
        (),
        {outlet: scores(outlet, 8) for outlet in OUTLETS},
    )


def scores(outlet: str, number: int) -> tuple[Score, ...]:
    return tuple(
        Score(
            outlet,
            outlet,
            "outlet",
            "C",
            0.6,
            (0.5, 0.7),
            0.9,
            10.0 * week,
            START + timedelta(weeks=week),
            {"agreement": 0.6},
        )
        for week in range(number)
    )


def browse(path: Path, chromium: str) -> None:
    """Time the page in a browser."""
    from playwright.sync_api import expect, sync_playwright

    flags = ["--no-sandbox", "--disable-gpu"]
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=chromium, args=flags).new_page()
        page.goto(path.as_uri())
        ready = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
        start = time.perf_counter()
        page.locator(".card .open").nth(500).click()
        page.locator(".evidence").first.wait_for()
        opened = time.perf_counter() - start
        start = time.perf_counter()
        page.locator("#search").fill("الباغوز")
        expect(page.locator("#shown")).not_to_have_text(str(INCIDENTS))
        searched = time.perf_counter() - start
        page.locator("#search").fill("")
        expect(page.locator("#shown")).to_have_text(str(INCIDENTS))
        start = time.perf_counter()
        page.locator("#only-conflicts").check()
        expect(page.locator("#shown")).not_to_have_text(str(INCIDENTS))
        filtered = time.perf_counter() - start
    print(f"page ready for input     {ready / 1000:6.2f} s   limit 2 s")
    print(f"incident 500 opened      {opened:6.2f} s")
    print(f"first search             {searched:6.2f} s")
    print(f"only conflicts           {filtered:6.2f} s")


def main() -> None:
    """Print every figure beside its limit."""
    report = made_report()
    print(f"{len(report.incidents)} incidents, {len(report.articles)} articles, ", end="")
    print(f"{len(report.claims)} claims")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        renders: dict[str, Callable[[], str]] = {
            "html": lambda: to_html(report, "ar"),
            "json": lambda: to_json(report),
            "markdown": lambda: to_markdown(report),
            "csv claims": lambda: to_csv(report, "claims"),
        }
        for name, render in renders.items():
            wall, cpu = time.perf_counter(), time.process_time()
            text = render()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            size = len(text.encode()) / 1e6
            limit = "   limits 20 s, 15 MB" if name == "html" else ""
            print(f"{name:<12} {wall:6.2f} s ({cpu:6.2f} CPU-s) {size:7.2f} MB{limit}")
            if name == "html":
                path.write_text(text, encoding="utf-8")
        chromium = shutil.which("chromium")
        if chromium is None:
            print("page not timed: Chromium is not installed")
        else:
            browse(path, chromium)


if __name__ == "__main__":
    main()
