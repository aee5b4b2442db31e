"""A headline counts as credited when the body credits its story."""

from __future__ import annotations

import pytest

from crosscheck.compare.headlines import vouched_headlines
from crosscheck.records import Article, Attribution, Claim
from crosscheck.span import Span
from crosscheck.vocabulary import EventType, SourceType

TITLE = "قتلى بقصف على بلدة الباغوز"
BODY = "قال مصدر طبي إن ثلاثة مدنيين قتلوا بقصف مدفعي على البلدة."
SOURCE = Attribution(SourceType.UNNAMED, "مصدر طبي", Span(len(TITLE) + 5, len(TITLE) + 13))


def claim(name: str, start: int, event: EventType, *, credited: bool, background: bool) -> Claim:
    return Claim(
        id=name,
        article_id="a",
        outlet="nahr-media",
        lang="ar",
        text=name,
        span=Span(start, start + 10),
        sentence=int(start > 0),
        event_type=event,
        attribution=(SOURCE,) if credited else (),
        background=background,
    )


@pytest.mark.parametrize(
    ("event", "credited", "background", "expected"),
    [
        pytest.param(EventType.SHELLING, True, False, {"title"}, id="the-lead-names-a-source"),
        pytest.param(EventType.SHELLING, False, False, set(), id="nobody-is-credited"),
        pytest.param(EventType.ARREST, True, False, set(), id="the-source-speaks-of-another-event"),
        pytest.param(EventType.SHELLING, True, True, set(), id="background-vouches-for-nothing"),
    ],
)
def test_headlines(event: EventType, credited: bool, background: bool, expected: set[str]) -> None:
    headline = claim("title", 0, EventType.SHELLING, credited=False, background=False)
    body = claim("body", len(TITLE) + 1, event, credited=credited, background=background)
    article = Article("a", "nahr-media", BODY, title=TITLE)

    assert vouched_headlines([headline, body], {"a": article}) == expected
