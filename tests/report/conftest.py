"""A finished report as the pipeline would hand it over: every renderer is tested on it.

The sentences are written for these tests and put into the mouths of outlets for illustration.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

import pytest

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
    Refusal,
    Report,
    Source,
    Suggestion,
    TimeRange,
    Tool,
    Verdict,
)
from crosscheck.score import Change, Score
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
    from collections.abc import Sequence

NIGHT = datetime(2026, 11, 3, 1, 0, tzinfo=UTC)


def span(article: Article, words: str) -> Span:
    """Where the words stand in the article; they must stand there once or first."""
    start = article.raw.index(words)
    return Span(start, start + len(words))


def count(
    article: Article,
    kind: str,
    bounds: tuple[int | None, int | None],
    words: str,
    qualifier: str = "exact",
    *,
    who: str | None = None,
) -> Count:
    return Count(CountKind(kind), *bounds, Qualifier(qualifier), span(article, words), who=who)


def place(article: Article, words: str, name: str, lat: float, lon: float) -> Place:
    return Place(words, span(article, words), name, f"sy-{name.lower()}", ("SY",), lat, lon)


def link(article: Article, kind: str, words: str, source_id: str | None = None) -> Attribution:
    return Attribution(SourceType(kind), words, span(article, words), source_id)


def claim(
    claim_id: str,
    article: Article,
    sentence: str,
    *,
    counts: Sequence[Count] = (),
    places: Sequence[Place] = (),
    attribution: Sequence[Attribution] = (),
    perpetrator: Actor | None = None,
    target: Actor | None = None,
    time: TimeRange | None = None,
    event_type: EventType = EventType.AIRSTRIKE,
    hedged: bool = False,
    denial: bool = False,
    main: bool = True,
) -> Claim:
    return Claim(
        claim_id,
        article.id,
        article.outlet,
        article.lang or "ar",
        sentence,
        span(article, sentence),
        sentence=1,
        event_type=event_type,
        counts=tuple(counts),
        places=tuple(places),
        attribution=tuple(attribution),
        perpetrator=perpetrator,
        target=target,
        time=time,
        hedged=hedged,
        denial=denial,
        main=main,
    )


ARTICLES = (
    Article(
        "a-nahr-1",
        "nahr-media",
        "استهدفت طائرات مجهولة فجر الثلاثاء شاحنات قرب البوكمال، ما أسفر عن مقتل 12 شخصاً على"
        " الأقل وإصابة 4 آخرين، وفق مصادر محلية.\nويرجح أن الطائرات أميركية.",
        "غارات تطال شاحنات قرب البوكمال",
        "https://nahr.example/news/1",
        NIGHT + timedelta(hours=4),
        "ar",
    ),
    Article(
        "a-sana-1",
        "sana",
        "أفاد مصدر طبي في مشفى البوكمال باستشهاد 3 مدنيين جراء عدوان أميركي فجر اليوم.",
        "استشهاد ثلاثة مدنيين في البوكمال",
        "https://sana.example/2",
        NIGHT + timedelta(hours=6),
        "ar",
    ),
    Article(
        "a-furat-1",
        "furat-post",
        "استهدفت طائرات مجهولة فجر الثلاثاء شاحنات قرب البوكمال، ما أسفر عن مقتل 12 شخصاً على"
        " الأقل، نقلاً عن نهر ميديا.",
        "غارات قرب البوكمال",
        "https://furat.example/3",
        NIGHT + timedelta(hours=7),
        "ar",
    ),
    Article(
        "a-sohr-1",
        "sohr",
        "The death toll of the strike near Al-Bukamal rose to 15, the Observatory said."
        " Israeli aircraft carried out the raid.",
        "Toll of Al-Bukamal strike rises to fifteen",
        "https://sohr.example/en/4",
        NIGHT + timedelta(hours=30),
        "en",
    ),
    Article(
        "a-deir24-1",
        "deir-ezzor-24",
        "أنباء عن سقوط قذائف على بلدة الهري، ولم ترد حصيلة. نقلت ذلك شبكة عين الفرات.",
        "قذائف على بلدة الهري",
        None,
        NIGHT + timedelta(days=2, hours=3),
        "ar",
    ),
    Article(
        "a-ain-1",
        "ain-al-furat",
        "ذكرت دير الزور 24 أن قذائف سقطت على أطراف بلدة الهري مساء الخميس.",
        "قصف على أطراف الهري",
        "https://ain.example/6",
        NIGHT + timedelta(days=2, hours=5),
        "ar",
    ),
    Article(
        "a-enab-1",
        "enab-baladi",
        "Two people were wounded when a mine exploded in the fields of Al-Mayadin on Friday.",
        "Mine wounds two in Al-Mayadin",
        "https://enab.example/en/7",
        NIGHT + timedelta(days=3, hours=9),
        "en",
    ),
    Article(
        "a-furat-2",
        "furat-post",
        "أصيب شخصان بانفجار لغم أرضي في محيط مدينة الميادين يوم الجمعة.",
        "إصابة شخصين بانفجار لغم في الميادين",
        "https://furat.example/8",
        NIGHT + timedelta(days=3, hours=8),
        "ar",
    ),
    Article("a-misc", "furat-post", "انخفاض في درجات الحرارة خلال الأيام المقبلة.", lang="ar"),
)
NAHR, SANA, FURAT, SOHR, DEIR24, AIN, ENAB, FURAT2, MISC = ARTICLES

DAWN = TimeRange(NIGHT, NIGHT + timedelta(hours=3), "فجر الثلاثاء", span(NAHR, "فجر الثلاثاء"))

CLAIMS = (
    claim(
        "c-nahr-1",
        NAHR,
        NAHR.text.split("\n", maxsplit=1)[0],
        counts=[
            count(NAHR, "killed", (12, None), "12 شخصاً على الأقل", "at_least"),
            count(NAHR, "injured", (4, 4), "4 آخرين"),
        ],
        places=[place(NAHR, "البوكمال", "Al-Bukamal", 34.45, 40.92)],
        attribution=[link(NAHR, "unnamed", "مصادر محلية")],
        time=DAWN,
        target=Actor("شاحنات", span(NAHR, "شاحنات")),
    ),
    claim(
        "c-nahr-2",
        NAHR,
        "ويرجح أن الطائرات أميركية.",
        perpetrator=Actor("أميركية", span(NAHR, "أميركية"), "us-forces", hedged=True),
        hedged=True,
        main=False,
    ),
    claim(
        "c-sana-1",
        SANA,
        SANA.text,
        counts=[count(SANA, "killed", (3, 3), "3 مدنيين", who="civilians")],
        places=[place(SANA, "البوكمال", "Al-Bukamal", 34.45, 40.92)],
        attribution=[link(SANA, "official", "مصدر طبي")],
        perpetrator=Actor("أميركي", span(SANA, "أميركي"), "us-forces"),
        time=replace(DAWN, text="فجر اليوم", span=span(SANA, "فجر اليوم")),
    ),
    claim(
        "c-furat-1",
        FURAT,
        FURAT.text,
        counts=[count(FURAT, "killed", (12, None), "12 شخصاً على الأقل", "at_least")],
        places=[place(FURAT, "البوكمال", "Al-Bukamal", 34.45, 40.92)],
        attribution=[link(FURAT, "named_outlet", "نهر ميديا", "nahr-media")],
        target=Actor("شاحنات", span(FURAT, "شاحنات")),
    ),
    claim(
        "c-sohr-1",
        SOHR,
        "The death toll of the strike near Al-Bukamal rose to 15, the Observatory said.",
        counts=[count(SOHR, "killed", (15, 15), "15")],
        places=[place(SOHR, "Al-Bukamal", "Al-Bukamal", 34.45, 40.92)],
    ),
    claim(
        "c-sohr-2",
        SOHR,
        "Israeli aircraft carried out the raid.",
        perpetrator=Actor("Israeli aircraft", span(SOHR, "Israeli aircraft"), "idf"),
        main=False,
    ),
    claim(
        "c-deir-1",
        DEIR24,
        "أنباء عن سقوط قذائف على بلدة الهري، ولم ترد حصيلة.",
        places=[place(DEIR24, "الهري", "Al-Hari", 34.4, 40.97)],
        attribution=[link(DEIR24, "named_outlet", "شبكة عين الفرات", "ain-al-furat")],
        event_type=EventType.SHELLING,
        hedged=True,
    ),
    claim(
        "c-ain-1",
        AIN,
        AIN.text,
        places=[place(AIN, "الهري", "Al-Hari", 34.4, 40.97)],
        attribution=[link(AIN, "named_outlet", "دير الزور 24", "deir-ezzor-24")],
        event_type=EventType.SHELLING,
    ),
    claim(
        "c-enab-1",
        ENAB,
        ENAB.text,
        counts=[count(ENAB, "injured", (2, 2), "Two people")],
        places=[place(ENAB, "Al-Mayadin", "Al-Mayadin", 35.02, 40.45)],
        event_type=EventType.EXPLOSION,
    ),
    claim(
        "c-furat-2",
        FURAT2,
        FURAT2.text,
        counts=[count(FURAT2, "injured", (2, 2), "شخصان")],
        places=[place(FURAT2, "الميادين", "Al-Mayadin", 35.02, 40.45)],
        event_type=EventType.EXPLOSION,
    ),
)
BY_ID = {made.id: made for made in CLAIMS}


def evidence(*claim_ids: str) -> tuple[Evidence, ...]:
    """The first slot span of each claim, or the whole sentence."""
    pieces = []
    for claim_id in claim_ids:
        made = BY_ID[claim_id]
        spans = [c.span for c in made.counts] or [p.span for p in made.places] or [made.span]
        pieces.append(Evidence(claim_id, spans[0]))
    return tuple(pieces)


def actor_evidence(*claim_ids: str) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(claim_id, actor.span)
        for claim_id in claim_ids
        if (actor := BY_ID[claim_id].perpetrator) is not None
    )


STRIKE = Incident(
    "i-3f9ab2c1",
    "غارات تطال شاحنات قرب البوكمال",
    NIGHT,
    NIGHT + timedelta(hours=3),
    CLAIMS[0].places[0],
    ("c-nahr-1", "c-nahr-2", "c-sana-1", "c-furat-1", "c-sohr-1", "c-sohr-2"),
    ("a-nahr-1", "a-sana-1", "a-furat-1", "a-sohr-1"),
    4,
    (
        Origin("unnamed:a-nahr-1", ("a-nahr-1", "a-furat-1"), "Furat Post copies Nahr Media"),
        Origin("sana", ("a-sana-1",), "own word", {"ar": "على مسؤوليته"}),
        Origin("sohr", ("a-sohr-1",), "own word"),
    ),
    2,
    (
        Grade("occurrence", 1, "confirmed", "3 independent origins tell of the strike"),
        Grade(
            "responsibility",
            5,
            "contested",
            "US forces against Israeli aircraft",
            {"ar": "متنازع عليه"},
            {"ar": "القوات الأميركية مقابل الطيران الإسرائيلي"},
        ),
        Grade("count", 5, "contested", "3 cannot hold beside at least 12"),
    ),
    {
        "killed": Figure(
            3,
            15,
            {
                "nahr-media": (12, None),
                "sana": (3, 3),
                "furat-post": (12, None),
                "sohr": (15, 15),
            },
        ),
        "injured": Figure(4, 4, {"nahr-media": (4, 4)}),
    },
    (
        Finding(
            "f-1",
            Slot.KILLED,
            Relation.CONFLICT,
            0.75,
            "at least 12 (Nahr Media) against 3 (SANA)",
            ("c-nahr-1", "c-sana-1"),
            evidence("c-nahr-1", "c-sana-1"),
            reasons={"ar": "12 على الأقل (نهر ميديا) مقابل 3 (سانا)"},
        ),
        Finding(
            "f-2",
            Slot.KILLED,
            Relation.UPDATE,
            0.0,
            "15 (SOHR, a day later) is within at least 12 (Nahr Media)",
            ("c-nahr-1", "c-sohr-1"),
            evidence("c-nahr-1", "c-sohr-1"),
        ),
        Finding(
            "f-3",
            Slot.PERPETRATOR,
            Relation.CONFLICT,
            0.5,
            "us-forces against idf: no actor holds both",
            ("c-sana-1", "c-sohr-2"),
            actor_evidence("c-sana-1", "c-sohr-2"),
        ),
        Finding(
            "f-4",
            Slot.PLACE,
            Relation.AGREE,
            0.0,
            "all name Al-Bukamal",
            ("c-nahr-1", "c-sana-1", "c-furat-1", "c-sohr-1"),
        ),
    ),
    (
        Flag(
            FlagKind.UNNAMED_SOURCE,
            "c-nahr-1",
            "credited to local sources",
            reasons={"ar": "منسوب إلى مصادر محلية"},
        ),
        Flag(FlagKind.HEDGED, "c-nahr-2", "likely"),
        Flag(FlagKind.COPY, "c-furat-1", "repeats Nahr Media word for word"),
        Flag(FlagKind.UNATTRIBUTED, "c-sohr-2", "told on the publisher's own word"),
    ),
    aliases=("i-0old0001",),
)
SHELLING = Incident(
    "i-77c0d155",
    "قصف على أطراف الهري",
    NIGHT + timedelta(days=2),
    None,
    CLAIMS[6].places[0],
    ("c-deir-1", "c-ain-1"),
    ("a-deir24-1", "a-ain-1"),
    2,
    (Origin("deir-ezzor-24", ("a-deir24-1", "a-ain-1"), "each cites the other"),),
    6,
    (
        Grade("occurrence", 6, "weak", "one origin"),
        Grade("responsibility", 6, "unknown", "nobody is named"),
        Grade("count", 6, "unknown", "no figure is given"),
    ),
    {},
    (
        Finding(
            "f-5", Slot.PLACE, Relation.AGREE, 0.0, "both name Al-Hari", ("c-deir-1", "c-ain-1")
        ),
    ),
    (
        Flag(
            FlagKind.CIRCULAR,
            "c-ain-1",
            "each cites the other",
            path=("ain-al-furat", "deir-ezzor-24", "ain-al-furat"),
        ),
        Flag(FlagKind.HEDGED, "c-deir-1", "reports"),
        Flag(FlagKind.SINGLE_ORIGIN, "c-deir-1", "one origin"),
    ),
)
MINE = Incident(
    "i-b40e9912",
    "Mine wounds two in Al-Mayadin",
    NIGHT + timedelta(days=3),
    NIGHT + timedelta(days=3),
    CLAIMS[8].places[0],
    ("c-enab-1", "c-furat-2"),
    ("a-enab-1", "a-furat-2"),
    2,
    (
        Origin("enab-baladi", ("a-enab-1",), "own word"),
        Origin("furat-post", ("a-furat-2",), "own word"),
    ),
    2,
    (
        Grade("occurrence", 2, "fair", "2 independent origins"),
        Grade("responsibility", 6, "unknown", "nobody is named"),
        Grade("count", 2, "agreed", "both say 2"),
    ),
    {"injured": Figure(2, 2, {"enab-baladi": (2, 2), "furat-post": (2, 2)})},
    (
        Finding(
            "f-6",
            Slot.INJURED,
            Relation.AGREE,
            0.0,
            "2 in both",
            ("c-enab-1", "c-furat-2"),
            evidence("c-enab-1", "c-furat-2"),
        ),
    ),
    (Flag(FlagKind.UNATTRIBUTED, "c-furat-2", "told on the publisher's own word"),),
)


def score(source_id: str, name: str, grade: str, mean: float, checked: float, *, day: int) -> Score:
    half = 0.5 / (1 + checked / 6)
    return Score(
        source_id,
        name,
        "outlet",
        grade,
        mean,
        (max(0.0, mean - half), min(1.0, mean + half)),
        0.9,
        checked,
        NIGHT + timedelta(days=day),
        {"agreement": mean, "attributed": 0.6, "count_accuracy": None, "original": 0.5},
    )


def history(source_id: str, name: str, means: Sequence[float]) -> tuple[Score, ...]:
    return tuple(
        score(source_id, name, "F" if day < 3 else "B", mean, 4.0 * day + 2, day=day * 7 - 30)
        for day, mean in enumerate(means)
    )


SOURCES = (
    score("nahr-media", "نهر ميديا", "B", 0.78, 34.0, day=5),
    replace(
        score("sana", "SANA", "D", 0.44, 51.0, day=5),
        changes=(Change(NIGHT - timedelta(days=12), 0.81, 0.37, 0.96),),
    ),
    score("deir-ezzor-24", "دير الزور 24", "F", 0.55, 3.0, day=5),
)
REGISTRY = {
    source.id: source
    for source in (
        Source("nahr-media", "Nahr Media", "outlet", ("نهر ميديا",)),
        Source("sana", "SANA", "agency", ("سانا",)),
        Source("furat-post", "Furat Post", "outlet", ("فرات بوست",)),
        Source("sohr", "SOHR", "monitor", ("المرصد السوري",)),
        Source("deir-ezzor-24", "Deir Ezzor 24", "outlet", ("دير الزور 24",)),
        Source("ain-al-furat", "Ain al-Furat", "outlet", ("عين الفرات",)),
        Source("enab-baladi", "Enab Baladi", "outlet", ("عنب بلدي",)),
    )
}


@pytest.fixture(scope="session")
def strike() -> Incident:
    """The incident of the report that is in conflict."""
    return STRIKE


@pytest.fixture(scope="session")
def report() -> Report:
    """Three incidents: one in conflict with an update and a copy, one circular, one agreed."""
    return Report(
        tool=Tool("crosscheck", "0.1.0", "use-multilingual-3", "9f2c4e71a0b3"),
        articles=ARTICLES,
        claims=CLAIMS,
        incidents=(MINE, SHELLING, STRIKE),
        copies=(
            Copy("a-furat-1", "a-nahr-1", "truncated", 0.94, "18 of 20 words in the same order"),
        ),
        suggestions=(Suggestion("i-3f9ab2c1", "i-77c0d155", 0.41),),
        sources=SOURCES,
        registry=REGISTRY,
        refused=(Refusal("seeds/broken.jsonl", 3, "not JSON: line 3 ends inside a string"),),
        history={
            "nahr-media": history("nahr-media", "نهر ميديا", (0.5, 0.6, 0.55, 0.7, 0.76, 0.78)),
            "sana": (*history("sana", "SANA", (0.5, 0.55, 0.5, 0.48, 0.45)), SOURCES[1]),
        },
        verdicts=(
            Verdict(
                1,
                "i-b40e9912",
                Slot.INJURED,
                "2",
                "analyst@example.org",
                NIGHT + timedelta(days=5),
                "seen in a hospital list",
            ),
        ),
    )


ATTACK = "</script></template><script>pwned=1</script>\"'><img src=x onerror=pwned=1>\u202e\ud800"


def poisoned(value: Any, attack: str) -> Any:  # noqa: ANN401  # any record or part of one
    """The value with the attack at the end of every text in it; ids still match each other."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return value + attack
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: poisoned(getattr(value, f.name), attack) for f in fields(value)}
        return replace(value, **changed)
    if isinstance(value, dict):
        return {poisoned(k, attack): poisoned(v, attack) for k, v in value.items()}
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(poisoned(item, attack) for item in value)
    return value


@pytest.fixture(scope="session")
def hostile(report: Report) -> Report:
    """The report with an attack at the end of every text in it."""
    made: Report = poisoned(report, ATTACK)
    slots = [
        replace(incident, slots=kept.slots)
        for incident, kept in zip(made.incidents, report.incidents, strict=True)
    ]
    return replace(made, incidents=tuple(slots))
