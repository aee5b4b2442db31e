import random
from datetime import UTC, datetime, timedelta

import pytest

from crosscheck.cluster.copies import find_copies
from crosscheck.records import Article

DAWN = datetime(2024, 5, 2, 4, tzinfo=UTC)
REPORT = (
    "استهدفت طائرة مسيرة مجهولة سيارة على الطريق الواصل بين بلدتي الشحيل وذيبان شرق دير الزور، "
    "ما أدى إلى مقتل سائقها وإصابة رجل كان يمر في المكان بجروح متوسطة. "
    "ونقل الأهالي المصاب إلى مشفى قريب، في حين طوقت دورية عسكرية موقع الاستهداف ومنعت التصوير. "
    "ولم تعلن أي جهة مسؤوليتها عن الهجوم حتى ساعة نشر الخبر."
)
REWORDED = (
    "قالت مصادر من المنطقة إن شخصا قضى صباح اليوم حين سقط صاروخ أطلقته درون على مركبته قرب ذيبان، "
    "وإن عابر سبيل أصيب وحاله مستقرة بعد أن أسعفه السكان."
)
QUOTE = "«لن نسمح لأي جهة أن تعبث بأمن المنطقة وسنلاحق المتورطين أينما كانوا»"


def article(name: str, text: str, hours: float | None = 0, outlet: str | None = None) -> Article:
    published = None if hours is None else DAWN + timedelta(hours=hours)
    outlet = outlet or f"outlet-{name}"
    return Article(name, outlet, text, published=published, lang="ar", outlet_name=outlet)


def head(text: str, words: int) -> str:
    return " ".join(text.split()[:words])


VOWELLED = REPORT.replace("طائرة مسيرة", "طـائـرةٌ مُسيَّرة").replace("إلى", "الى")
CASES = [
    pytest.param(REPORT, REPORT, "copy", id="the-same-text"),
    pytest.param(REPORT, VOWELLED, "copy", id="another-spelling-of-the-same-text"),
    pytest.param(REPORT, f"عاجل | خاص\n{REPORT}\nتابعونا على القناة", "copy", id="dressed-up"),
    pytest.param(REPORT, head(REPORT, 22), "truncated", id="the-head-of-it"),
    pytest.param(
        REPORT, head(REPORT, 25) + " " + REWORDED, "partial", id="a-part-among-other-words"
    ),
    pytest.param(
        f"عقد قائد الشرطة مؤتمرا صحفيا في الحسكة وقال {QUOTE}",
        f"في تصريح لوسائل الإعلام أكد المتحدث أن الوضع مستقر وأضاف {QUOTE}",
        "quotation",
        id="only-the-quoted-words",
    ),
    pytest.param(REPORT, REWORDED, None, id="the-same-event-in-own-words"),
    pytest.param(REPORT, "", None, id="an-empty-text"),
    pytest.param("مقتل رجل", "مقتل رجل", None, id="too-few-words-to-tell"),
]


@pytest.mark.parametrize(("first", "second", "kind"), CASES)
def test_kind(first: str, second: str, kind: str | None) -> None:
    found = find_copies([article("first", first), article("second", second, 3)])

    assert [copy.kind for copy in found] == ([kind] if kind else [])
    assert [(copy.article_id, copy.origin_id) for copy in found] == (
        [("second", "first")] if kind else []
    )


ORIGINS = [
    pytest.param(
        article("a", REPORT, 5), article("b", REPORT, 2), ("a", "b"), id="the-later-is-the-copy"
    ),
    pytest.param(
        article("a", REPORT, None), article("b", REPORT, 9), ("a", "b"), id="undated-copies-dated"
    ),
    pytest.param(
        article("a", REPORT, 1, "نهر ميديا"),
        article("b", f"نقلا عن شبكة عين الفرات: {REPORT}", 0, "قاسيون"),
        ("a", "b"),
        id="a-source-that-is-not-there-changes-nothing",
    ),
    pytest.param(
        article("a", REPORT, 1, "نهر ميديا"),
        article("b", f"نقلا عن شبكة نهر ميديا: {REPORT}", 0, "قاسيون"),
        ("b", "a"),
        id="who-names-the-other-is-the-copy",
    ),
]


@pytest.mark.parametrize(("first", "second", "expected"), ORIGINS)
def test_origin(first: Article, second: Article, expected: tuple[str, str]) -> None:
    (found,) = find_copies([first, second])

    assert (found.article_id, found.origin_id) == expected


def test_a_copy_of_a_copy_leads_to_the_first() -> None:
    chain = [article(str(n), REPORT + f" رقم {n}", n) for n in range(30)]
    found = find_copies(chain)

    assert {copy.article_id for copy in found} == {str(n) for n in range(1, 30)}
    assert {copy.origin_id for copy in found} == {"0"}


def test_a_name_known_to_the_registry_counts_as_a_citation() -> None:
    first = article("a", REPORT, 1, "nahr-media")
    second = article("b", f"بحسب نهر ميديا {REPORT}", 0, "qasioun")

    (found,) = find_copies([first, second], {"nahr-media": ("Nahr Media", "نهر ميديا")})

    assert (found.article_id, found.origin_id) == ("b", "a")


def test_spans_hold_the_shared_words() -> None:
    dressed = f"خاص بالموقع\n{head(REPORT, 25)} وتابع التفاصيل لاحقا"
    (found,) = find_copies([article("a", REPORT), article("b", dressed, 1)])

    assert [dressed[span.start : span.end] for span in found.spans] == [head(REPORT, 25)]


def test_the_order_of_articles_changes_nothing() -> None:
    texts = [REPORT, REPORT + " انتهى", REWORDED, head(REPORT, 20), REPORT.replace("رجل", "شاب")]
    articles = [article(str(n), text, n % 3) for n, text in enumerate(texts)]
    shuffled = articles.copy()
    random.Random(7).shuffle(shuffled)

    assert sorted(find_copies(articles), key=str) == sorted(find_copies(shuffled), key=str)
