"""Each kind of file, well formed: what becomes of its fields."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from crosscheck.errors import ConfigError
from crosscheck.ingest.read import read_paths
from crosscheck.records import Article, Refusal
from crosscheck.sources import Registry

Read = Callable[..., list[Article | Refusal]]
DAMASCUS = timezone(timedelta(hours=3))

ROW: dict[str, Any] = {
    "id": "nm-1",
    "outlet": "شبكة نهر ميديا",
    "title": "قصف على ريف البوكمال",
    "text": "قتل عنصران في قصف جوي على أطراف بلدة الهري.",
    "url": "https://nahermedia.net/1",
    "published": "2024-03-26T21:40:00+03:00",
    "lang": "ar",
    "author": "مراسل الشبكة",
    "views": 12,
    "tags": ["قصف"],
}
ARTICLE = Article(
    id="nm-1",
    outlet="nahr-media",
    title="قصف على ريف البوكمال",
    text="قتل عنصران في قصف جوي على أطراف بلدة الهري.",
    url="https://nahermedia.net/1",
    published=datetime(2024, 3, 26, 21, 40, tzinfo=DAMASCUS),
    lang="ar",
    author="مراسل الشبكة",
    outlet_name="شبكة نهر ميديا",
    extra={"views": 12, "tags": ["قصف"]},
)
LINE = json.dumps(ROW, ensure_ascii=False)
OTHER = json.dumps({"outlet": "sohr", "text": "وثق المرصد مقتل مدني."}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.jsonl", LINE, id="json-line-without-its-end"),
        pytest.param("a.ndjson", f"\n{LINE}\r\n\n", id="json-lines-with-empty-ones"),
        pytest.param("a.JSONL", f"\ufeff{LINE}\n", id="byte-order-mark"),
        pytest.param("a.json", LINE, id="json-of-one"),
        pytest.param("a.json", json.dumps(ROW, indent=2), id="json-over-many-lines"),
        pytest.param("a.json", f"[{LINE}]", id="json-list"),
        pytest.param("a.jsonl", LINE.encode("utf-16"), id="utf-16"),
        pytest.param("a.json", LINE.encode("utf-32"), id="utf-32"),
        pytest.param("a.jsonl", LINE.encode("cp1256"), id="windows-1256"),
        pytest.param("a.json", LINE.encode("cp1256"), id="windows-1256-as-a-whole"),
        pytest.param("a.jsonl.gz", gzip.compress(LINE.encode()), id="gzip"),
        pytest.param("a.jsonl", gzip.compress(LINE.encode()), id="gzip-without-its-name"),
        pytest.param("a.json.gz", gzip.compress(LINE.encode()) * 1, id="gzip-of-json"),
    ],
)
def test_json(read_bytes: Read, name: str, content: bytes | str) -> None:
    assert read_bytes(name, content) == [ARTICLE]


def test_json_lines_under_the_name_of_json(read_bytes: Read) -> None:
    found = read_bytes("a.json", f"{LINE}\n{OTHER}\n")

    assert [item.outlet for item in found if isinstance(item, Article)] == ["nahr-media", "sohr"]


def test_many_json_lines_are_read_one_by_one(registry: Registry, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{LINE}\n{OTHER}\n" + "{broken\n" * 1000, encoding="utf-8")
    items = read_paths([path], registry)

    assert next(items) == ARTICLE
    assert isinstance(next(items), Article)
    assert sum(isinstance(item, Refusal) for item in items) == 1000


def _csv(delimiter: str) -> str:
    return (
        delimiter.join(("Outlet", "id", "text", "published", "مصدر"))
        + "\n"
        + delimiter.join(
            ("سانا", "s1", f'"سطر أول{delimiter} ثم\nسطر ""ثان"""', "2024-03-26T10:00Z", "المكتب")
        )
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_csv(read_bytes: Read, delimiter: str, encoding: str) -> None:
    (found,) = read_bytes("a.csv", _csv(delimiter).encode(encoding))

    assert isinstance(found, Article)
    assert (found.outlet, found.id) == ("sana", "s1")
    assert found.text == f'سطر أول{delimiter} ثم\nسطر "ثان"'
    assert found.extra == {"مصدر": "المكتب"}


def test_csv_takes_rows_with_fewer_cells_and_empty_lines(read_bytes: Read) -> None:
    first, second = read_bytes("a.csv", "outlet,text,url\r\nسانا,خبر\r\n\r\nsohr,خبر آخر,\r\n")

    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.outlet, first.url, second.outlet) == ("sana", None, "sohr")


BODY = "قتل عنصران في قصف جوي.\n\nوأصيب ثالث."


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param(
            "a.txt",
            f"قصف على الهري\n{BODY}\n",
            ("nahr-media", "قصف على الهري", BODY),
            id="title-and-text",
        ),
        pytest.param("a.txt", "قتل عنصران.", ("nahr-media", None, "قتل عنصران."), id="text-alone"),
        pytest.param(
            "a.md", f"# قصف على الهري\n{BODY}", ("nahr-media", "قصف على الهري", BODY), id="heading"
        ),
        pytest.param(
            "a.txt",
            f"outlet: SANA\n\nعنوان\n{BODY}",
            ("sana", "عنوان", BODY),
            id="header-before-title",
        ),
        pytest.param(
            "a.txt",
            f"عنوان\nOutlet: SANA\n{BODY}",
            ("sana", "عنوان", BODY),
            id="header-after-title",
        ),
        pytest.param(
            "a.txt",
            f"title: عنوان\noutlet: SANA\n\n{BODY}",
            ("sana", "عنوان", BODY),
            id="title-in-header",
        ),
        pytest.param(
            "a.md",
            f'---\noutlet: "SANA"\nmood: calm\n---\n\nعنوان\n{BODY}',
            ("sana", "عنوان", BODY),
            id="front-matter",
        ),
        pytest.param(
            "a.txt",
            f"عنوان\nالمصدر: سانا\n{BODY}",
            ("nahr-media", "عنوان", f"المصدر: سانا\n{BODY}"),
            id="other-keys-are-text",
        ),
        pytest.param(
            "a.md", f"---\n{BODY}", ("nahr-media", "---", BODY), id="a-rule-is-no-front-matter"
        ),
        pytest.param(
            "a.txt", f"\n\n عنوان \r\n{BODY}", ("nahr-media", "عنوان", BODY), id="blank-lines-first"
        ),
        pytest.param(
            "a.txt",
            f"عنوان\n{BODY}".encode("cp1256"),
            ("nahr-media", "عنوان", BODY),
            id="windows-1256",
        ),
    ],
)
def test_text(
    read_bytes: Read, name: str, content: str | bytes, expected: tuple[str, str | None, str]
) -> None:
    (found,) = read_bytes(name, content)

    assert isinstance(found, Article)
    assert (found.outlet, found.title, found.text) == expected


def test_raw_text_is_the_file(read_bytes: Read) -> None:
    content = f"قصف على الهري\n\n{BODY}"
    (found,) = read_bytes("a.txt", content)

    assert isinstance(found, Article)
    assert found.raw == content


def test_the_outlet_comes_from_the_header_then_the_user_then_the_folder(read_bytes: Read) -> None:
    def outlet(content: str, **options: str) -> str:
        (found,) = read_bytes("a.txt", content, **options)
        assert isinstance(found, Article)
        return found.outlet

    assert outlet("outlet: sohr\nنص", outlet="سانا") == "sohr"
    assert outlet("نص", outlet="سانا") == "sana"
    assert outlet("نص") == "nahr-media"


def test_the_users_outlet_is_for_records_without_one(read_bytes: Read) -> None:
    first, second = read_bytes("a.jsonl", f'{LINE}\n{{"text": "خبر"}}', outlet="Hajin Voices")

    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.outlet, second.outlet) == ("nahr-media", "hajin-voices")
    assert second.outlet_name == "Hajin Voices"


PAGE = """<!DOCTYPE html><html lang="ar" dir="rtl"><head>
<title>غارات على ريف دير الزور - نهر ميديا</title>
<meta property="og:site_name" content="نهر ميديا">
<meta property="og:title" content="غارات على ريف دير الزور">
<meta property="og:url" content="https://nahermedia.net/x/1">{head}
</head><body><nav>الرئيسية أخبار اتصل بنا</nav>
<article><h1>غارات على ريف دير الزور</h1><p>{byline}</p>
<p>استهدفت طائرات مجهولة موقعا قرب مدينة البوكمال شرق دير الزور
وأدت إلى مقتل خمسة عناصر وإصابة آخرين.</p>
<p>ونقلت سيارات الإسعاف المصابين إلى مشفى في الميادين وسط
انتشار أمني كثيف في المدينة وعلى أطرافها.</p>
</article><footer>جميع الحقوق محفوظة © 2019</footer></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_a_page(read_bytes: Read, encoding: str) -> None:
    head = '<meta property="article:published_time" content="2024-03-26T21:40:00+03:00">'
    content = PAGE.format(head=head, byline="مراسل الشبكة").replace("©", "")
    (found,) = read_bytes("a.html", content.encode(encoding))

    assert isinstance(found, Article)
    assert (found.outlet, found.outlet_name) == ("nahr-media", "نهر ميديا")
    assert found.title == "غارات على ريف دير الزور"
    assert found.url == "https://nahermedia.net/x/1"
    assert found.lang == "ar"
    assert found.published == datetime(2024, 3, 26, 21, 40, tzinfo=DAMASCUS)
    assert found.text.startswith("مراسل الشبكة\nاستهدفت طائرات")
    assert "الرئيسية" not in found.text
    assert "الحقوق" not in found.text


@pytest.mark.parametrize(
    ("site", "address", "options", "outlet"),
    [
        pytest.param("SANA", "https://x.example/1", {}, "sana", id="name-of-the-site"),
        pytest.param("Telegram", "https://t.me/nahermedia/5", {}, "nahr-media", id="platform"),
        pytest.param(
            "", "https://www.syriahr.com/1", {"outlet": "سانا"}, "sohr", id="known-address"
        ),
        pytest.param("صوت هجين", "https://x.example/1", {"outlet": "سانا"}, "sana", id="the-users"),
        pytest.param("صوت هجين", "https://x.example/1", {}, "صوت-هجين", id="unknown-site"),
        pytest.param("", "", {}, "nahr-media", id="folder"),
    ],
)
def test_the_outlet_of_a_page(
    read_bytes: Read, site: str, address: str, options: dict[str, str], outlet: str
) -> None:
    content = PAGE.format(head="", byline="").replace('"نهر ميديا"', f'"{site}"')
    content = content.replace("https://nahermedia.net/x/1", address)
    (found,) = read_bytes("a.html", content.replace(" - نهر ميديا", ""), **options)

    assert isinstance(found, Article)
    assert found.outlet == outlet


@pytest.mark.parametrize(
    ("head", "byline", "published"),
    [
        pytest.param("", "الثلاثاء 26 آذار 2024", "2024-03-26", id="date-in-words"),
        pytest.param(
            "", "<span class='post-date'>٢٦ آذار/مارس ٢٠٢٤</span>", "2024-03-26", id="class"
        ),
        pytest.param(
            "",
            "نشرته الشبكة يوم ٢٦ آذار ٢٠٢٤ وعدلته يوم ٢٧ آذار ٢٠٢٤",
            None,
            id="two-days-are-no-date",
        ),
        pytest.param(
            "",
            "كان تنظيم الدولة قد خسر آخر معاقله في الباغوز بتاريخ 23 آذار 2019 بعد معارك طويلة",
            None,
            id="a-date-within-a-sentence-is-not-the-pages",
        ),
        pytest.param("", "31 شباط 2024", None, id="no-such-day"),
        pytest.param("", "3 آذار/نيسان 2024", None, id="two-months"),
        pytest.param("", "<time datetime='2024-03-26'>أمس</time>", "2024-03-26", id="time-element"),
        pytest.param(
            '<script type="application/ld+json">{"datePublished": "2024-03-26T08:00:00Z"}</script>',
            "",
            "2024-03-26T08:00:00+00:00",
            id="linked-data",
        ),
        pytest.param(
            '<meta itemprop="datePublished" content="0001-01-01">',
            "",
            None,
            id="a-date-that-is-none",
        ),
    ],
)
def test_the_date_of_a_page(
    read_bytes: Read, head: str, byline: str, published: str | None
) -> None:
    (found,) = read_bytes("a.html", PAGE.format(head=head, byline=byline))

    assert isinstance(found, Article)
    stamp = found.published.isoformat() if found.published else None
    assert stamp is None if published is None else (stamp or "").startswith(published)


@pytest.mark.parametrize(
    ("content", "count"),
    [
        pytest.param(f"{LINE}\n{OTHER}\n", 2, id="json-lines"),
        pytest.param(f"[{LINE}, {OTHER}]", 2, id="json-list"),
        pytest.param(json.dumps(ROW, indent=1), 1, id="json-of-one"),
        pytest.param("outlet: سانا\nعنوان\nنص", 1, id="text"),
        pytest.param(PAGE.format(head="", byline=""), 1, id="page"),
        pytest.param(gzip.compress(LINE.encode()), 1, id="gzip"),
        pytest.param(f"{LINE}\n".encode("utf-16"), 1, id="utf-16"),
    ],
)
def test_standard_input(read: Read, content: str | bytes, count: int) -> None:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    found = read("-", stdin=stream)

    assert [type(item) for item in found] == [Article] * count


@pytest.mark.parametrize(
    ("published", "zone", "expected", "notes"),
    [
        pytest.param("2024-03-26T21:40:00Z", "UTC", "2024-03-26T21:40:00+00:00", 0, id="zulu"),
        pytest.param("20240326T214000+0300", "UTC", "2024-03-26T21:40:00+03:00", 0, id="basic"),
        pytest.param(
            "2024-03-26 21:40", "Asia/Damascus", "2024-03-26T21:40:00+03:00", 1, id="no-zone"
        ),
        pytest.param("2024-03-26", "+02:00", "2024-03-26T00:00:00+02:00", 2, id="no-time"),
        pytest.param(
            "٢٠٢٤-٠٣-٢٦T١٠:٠٠Z", "UTC", "2024-03-26T10:00:00+00:00", 0, id="arabic-digits"
        ),
        pytest.param(
            "2021-07-01", "Asia/Damascus", "2021-07-01T00:00:00+03:00", 2, id="summer-time"
        ),
        pytest.param(
            "2021-01-01T00:00", "Asia/Damascus", "2021-01-01T00:00:00+02:00", 1, id="winter"
        ),
    ],
)
def test_dates(read_bytes: Read, published: str, zone: str, expected: str, notes: int) -> None:
    row = {"outlet": "sana", "text": "خبر", "published": published}
    (found,) = read_bytes("a.jsonl", json.dumps(row), timezone=zone)

    assert isinstance(found, Article)
    assert found.published is not None
    assert found.published.isoformat() == expected
    assert len(found.extra.get("_notes", [])) == notes


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "+99:00", "../../etc/passwd"])
def test_a_zone_that_is_none_stops_everything_at_once(registry: Registry, zone: str) -> None:
    with pytest.raises(ConfigError, match="no time zone"):
        read_paths([], registry, timezone=zone)


def test_an_id_is_made_of_outlet_and_address_or_text(read_bytes: Read) -> None:
    rows = [
        {"outlet": "sana", "text": "خبر"},
        {"outlet": "سانا", "text": "خبر"},
        {"outlet": "sana", "text": "خبر", "title": "عنوان"},
        {"outlet": "sohr", "text": "خبر"},
        {"outlet": "sana", "text": "خبر", "url": "https://sana.sy/1"},
        {"outlet": "sana", "text": "خبر محدث", "url": "https://sana.sy/1"},
    ]
    found = read_bytes("a.jsonl", "\n".join(map(json.dumps, rows)))
    ids = [item.id for item in found if isinstance(item, Article)]

    assert ids[0] == ids[1]
    assert ids[4] == ids[5]
    assert len(set(ids)) == 4


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path, read: Read) -> None:
    for name in (
        "b/2.txt",
        "b/1.txt",
        "a.txt",
        "c.jsonl",
        "README.md",
        ".hidden.txt",
        "sources.toml",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(LINE if name.endswith("l") else f"خبر {name}", encoding="utf-8")

    found = read(tmp_path, outlet="سانا")

    texts = [item.text for item in found if isinstance(item, Article)]
    assert texts == ["خبر a.txt", "خبر b/1.txt", "خبر b/2.txt", ARTICLE.text]
