from datetime import UTC, datetime

import pytest

from crosscheck.cluster.units import LEAD_CHARACTERS, lead, units_of
from crosscheck.records import Article, Claim, Place, TimeRange
from crosscheck.span import Span
from crosscheck.vocabulary import EventType

TEXT = "قصفت طائرة منزلا في الشحيل. انفجر لغم في الميادين. وكانت غارة قد ضربت البلدة العام الماضي."
ARTICLE = Article("a", "furat-post", TEXT, published=datetime(2024, 5, 2, tzinfo=UTC), lang="ar")


ADMIN = {
    "Syria": ("SY",),
    "Deir ez-Zor": ("SY", "Deir ez-Zor Governorate", "Deir ez-Zor District"),
    "Deir ez-Zor Governorate": ("SY",),
    "harabish": ("SY", "Deir ez-Zor Governorate", "Deir ez-Zor District", "Deir ez-Zor"),
    "shuhayl": ("SY", "Deir ez-Zor Governorate", "Mayadin District"),
    "mayadin": ("SY", "Deir ez-Zor Governorate", "Mayadin District"),
}


def claim(
    number: int, event: EventType, place: str = "", *, background: bool = False, year: int = 0
) -> Claim:
    starts = [0, *(place for place, char in enumerate(TEXT) if char == ".")]
    span = Span(starts[number], starts[number + 1])
    moment = datetime(year, 1, 1, tzinfo=UTC) if year else None
    return Claim(
        id=f"c{number}",
        article_id="a",
        outlet="furat-post",
        lang="ar",
        text=TEXT[span.start : span.end],
        span=span,
        sentence=number,
        event_type=event,
        places=(Place(place, span, place, f"id-{place}", ADMIN[place]),) if place else (),
        time=TimeRange(moment, moment, "", span) if moment else None,
        background=background,
        main=number == 0,
    )


STRIKE = claim(0, EventType.AIRSTRIKE, "shuhayl")
CASES = [
    pytest.param([STRIKE], [("c0",)], id="one-claim"),
    pytest.param(
        [STRIKE, claim(1, EventType.EXPLOSION, "mayadin")], [("c0",), ("c1",)], id="digest"
    ),
    pytest.param(
        [STRIKE, claim(1, EventType.EXPLOSION, "shuhayl")], [("c0", "c1")], id="same-place"
    ),
    pytest.param([STRIKE, claim(1, EventType.EXPLOSION)], [("c0", "c1")], id="no-place-named"),
    pytest.param(
        [claim(0, EventType.AIRSTRIKE, "Deir ez-Zor"), claim(1, EventType.EXPLOSION, "harabish")],
        [("c0", "c1")],
        id="a-quarter-inside-the-city",
    ),
    pytest.param(
        [claim(0, EventType.AIRSTRIKE, "harabish"), claim(1, EventType.EXPLOSION, "Deir ez-Zor")],
        [("c0", "c1")],
        id="the-city-around-the-quarter",
    ),
    pytest.param(
        [STRIKE, claim(1, EventType.EXPLOSION, "Deir ez-Zor Governorate")],
        [("c0", "c1")],
        id="the-governorate-of-the-town",
    ),
    pytest.param(
        [STRIKE, claim(1, EventType.EXPLOSION, "Deir ez-Zor")],
        [("c0",), ("c1",)],
        id="a-city-that-gave-the-governorate-its-name",
    ),
    pytest.param(
        [STRIKE, claim(1, EventType.EXPLOSION, "Syria")], [("c0",), ("c1",)], id="only-the-country"
    ),
    pytest.param(
        [STRIKE, claim(1, EventType.AIRSTRIKE, "mayadin")], [("c0", "c1")], id="same-kind-of-event"
    ),
    pytest.param(
        [STRIKE, claim(2, EventType.AIRSTRIKE, background=True)],
        [("c0",), ("c2",)],
        id="background-is-apart",
    ),
    pytest.param([STRIKE, claim(1, EventType.NONE)], [("c0",)], id="no-event-no-unit"),
    pytest.param([], [], id="no-claims"),
]


@pytest.mark.parametrize(("claims", "expected"), CASES)
def test_claims_are_grouped(claims: list[Claim], expected: list[tuple[str, ...]]) -> None:
    units = units_of([ARTICLE], claims)

    assert [unit.claim_ids for unit in units] == expected
    assert [unit.main for unit in units] == [True, False][: len(units)]


def test_the_story_is_embedded_by_its_lead_and_the_rest_by_its_sentences() -> None:
    background = claim(2, EventType.AIRSTRIKE, background=True)
    story, older = units_of([ARTICLE], [STRIKE, background])

    assert story.text == TEXT
    assert older.text == background.text


def test_of_several_times_the_nearest_to_publication_is_the_events() -> None:
    claims = [claim(0, EventType.AIRSTRIKE, year=2016), claim(1, EventType.AIRSTRIKE, year=2024)]
    (unit,) = units_of([ARTICLE], claims)

    assert unit.start == datetime(2024, 1, 1, tzinfo=UTC)


def test_a_long_text_is_cut_at_a_space() -> None:
    long = Article("b", "x", "كلمة " * 200, title="عنوان")
    text = lead(long)

    assert text.startswith("عنوان\nكلمة")
    assert text.endswith("كلمة")
    assert len(text) <= LEAD_CHARACTERS + len("عنوان\n")


@pytest.mark.parametrize("title", [None, "", "قصفت طائرة"], ids=["none", "empty", "repeated"])
def test_a_title_is_not_said_twice(title: str | None) -> None:
    assert lead(Article("b", "x", TEXT, title=title)) == TEXT
