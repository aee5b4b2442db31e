"""One small model for the tests of a module, and reports in our own words."""

from datetime import UTC, datetime, timedelta

import pytest

from crosscheck.embed.encoder import Encoder, load_encoder
from crosscheck.records import Article, Claim, Place
from crosscheck.span import Span
from crosscheck.vocabulary import EventType

START = datetime(2024, 3, 1, 6, tzinfo=UTC)
# event, hours after the start, place, text
REPORTS = [
    ("market", 0, "binnish", "مقتل أربعة مدنيين بغارة جوية على سوق شعبي في بلدة بنش بريف إدلب"),
    ("market", 2, "binnish", "غارة تستهدف سوق بنش في إدلب وتوقع أربعة قتلى وعددا من الجرحى"),
    (
        "market",
        5,
        "binnish",
        "Air raid on the market of Binnish in rural Idlib kills four civilians",
    ),
    ("mine", 30, "mayadin", "إصابة طفلين بانفجار لغم أرضي أثناء رعي الأغنام في بادية الميادين"),
    ("mine", 33, "mayadin", "لغم من مخلفات الحرب ينفجر بطفلين يرعيان الأغنام قرب الميادين"),
    ("raid", 60, "shuhayl", "قوة أمنية تداهم منزلا في الشحيل وتعتقل ثلاثة أشخاص فجر اليوم"),
    ("raid", 61, "shuhayl", "اعتقال ثلاثة رجال في مداهمة فجرا لأحد منازل الشحيل شرق دير الزور"),
    ("bridge", 400, "raqqa", "إعادة افتتاح جسر الرقة القديم بعد انتهاء أعمال الترميم"),
]


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return load_encoder("e5")


@pytest.fixture
def reports() -> tuple[list[Article], list[Claim], dict[str, str]]:
    """Articles, one claim for each, and the event of each claim."""
    articles, claims, events = [], [], {}
    for number, (event, hours, place, text) in enumerate(REPORTS):
        lang = "en" if text.isascii() else "ar"
        moment = START + timedelta(hours=hours)
        articles.append(Article(f"a{number}", f"o{number}", text, published=moment, lang=lang))
        span = Span(0, len(text))
        claims.append(
            Claim(
                f"c{number}", f"a{number}", f"o{number}", lang, text, span, 0,
                event_type=EventType.OTHER,
                places=(Place(place, span, gazetteer_id=place),),
                main=True,
            )
        )  # fmt: skip
        events[f"c{number}"] = event
    return articles, claims, events
