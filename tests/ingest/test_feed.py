"""Feeds of every dialect, and feeds that mean harm."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from crosscheck.ingest.datelines import read_moment
from crosscheck.ingest.markup import plain_text
from crosscheck.records import Article, Refusal

Read = Callable[..., list[Article | Refusal]]
DAMASCUS = timezone(timedelta(hours=3))


def rss(*items: str, title: str = "شبكة نهر ميديا", extra: str = "") -> str:
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{title}</title><link>https://nahermedia.net</link>{extra}{body}</channel></rss>"
    )


ITEM = (
    "<title>قصف على أطراف الهري</title><link>https://nahermedia.net/7</link>"
    "<guid>https://nahermedia.net/?p=7</guid><dc:creator>مراسل الشبكة</dc:creator>"
    "<pubDate>Tue, 26 Mar 2024 21:40:00 +0300</pubDate><category>قصف</category>"
    "<description>قتل عنصران...</description>"
    "<content:encoded><![CDATA[<p>قتل عنصران في <b>قصف</b> جوي.</p><script>x()</script>"
    "<p>وأصيب&nbsp;ثالث.</p>]]></content:encoded>"
)
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://nahermedia.net/rdf"><title>نهر ميديا</title>
<link>https://nahermedia.net</link></channel>
<item rdf:about="https://nahermedia.net/?p=7"><title>قصف على أطراف الهري</title>
<link>https://nahermedia.net/7</link><dc:date>2024-03-26T21:40:00+03:00</dc:date>
<dc:creator>مراسل الشبكة</dc:creator>
<description>قتل عنصران في قصف جوي.&lt;br/&gt;وأصيب ثالث.</description></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Nahr Media</title>
<link href="https://nahermedia.net"/><entry><id>https://nahermedia.net/?p=7</id>
<title type="html">قصف على &lt;i&gt;أطراف&lt;/i&gt; الهري</title>
<link rel="alternate" href="https://nahermedia.net/7"/><author><name>مراسل الشبكة</name></author>
<updated>2024-03-27T08:00:00Z</updated><published>2024-03-26T18:40:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>قتل عنصران في قصف جوي.</p>
<p>وأصيب ثالث.</p></div></content></entry></feed>"""


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(rss(ITEM), id="rss"),
        pytest.param("\ufeff\n" + rss(ITEM), id="rss-after-a-mark-and-a-line"),
        pytest.param(
            rss(ITEM).replace("UTF-8", "windows-1256").encode("cp1256"), id="windows-1256"
        ),
        pytest.param(rss(ITEM).encode("cp1256"), id="windows-1256-that-says-utf-8"),
        pytest.param(rss(ITEM).replace("UTF-8", "UTF-16").encode("utf-16"), id="utf-16"),
        pytest.param(RDF, id="rdf"),
        pytest.param(ATOM, id="atom"),
    ],
)
@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed.atom"])
def test_a_feed(read_bytes: Read, content: str | bytes, name: str) -> None:
    (found,) = read_bytes(name, content)

    assert isinstance(found, Article)
    assert (found.id, found.url) == ("https://nahermedia.net/?p=7", "https://nahermedia.net/7")
    assert (found.outlet, found.author) == ("nahr-media", "مراسل الشبكة")
    assert found.title == "قصف على أطراف الهري"
    assert found.text == "قتل عنصران في قصف جوي.\nوأصيب ثالث."
    assert found.published == datetime(2024, 3, 26, 21, 40, tzinfo=DAMASCUS)


def test_a_feed_on_standard_input(read: Read) -> None:
    (found,) = read("-", stdin=io.BytesIO(ATOM.encode()))

    assert isinstance(found, Article)
    assert found.outlet == "nahr-media"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("Tue, 26 Mar 2024 21:40:00 +0300", (26, 18, 40), id="rfc-822"),
        pytest.param("Tue, 26 Mar 2024 18:40:00 GMT", (26, 18, 40), id="rfc-822-gmt"),
        pytest.param("2024-03-26T21:40:00+03:00", (26, 18, 40), id="iso-8601"),
        pytest.param("الثلاثاء, 26 مارس 2024 21:40:00 +0300", (26, 18, 40), id="rfc-in-arabic"),
        pytest.param("٢٦ آذار ٢٠٢٤ ٢١:٤٠", (26, 19, 40), id="arabic-digits-zone-assumed"),
        pytest.param("26 آذار/مارس 2024 9:40 مساء", (26, 19, 40), id="evening"),
        pytest.param("26 آذار 2024 9:40 صباحا", (26, 7, 40), id="morning"),
        pytest.param("26 آذار 2024", (25, 22, 0), id="day-alone-is-local-midnight"),
        pytest.param("26 آذار 2024 9:40 كذا", (25, 22, 0), id="unclear-half-of-the-day"),
        pytest.param("Tue Mar 26 18:40:00 2024", (26, 16, 40), id="asctime"),
    ],
)
def test_dates(read_bytes: Read, given: str, expected: tuple[int, int, int]) -> None:
    item = f"<title>خبر</title><description>نص</description><pubDate>{given}</pubDate>"
    (found,) = read_bytes("a.rss", rss(item), timezone="+02:00")

    assert isinstance(found, Article)
    assert found.published == datetime(2024, 3, *expected, tzinfo=UTC)


@pytest.mark.parametrize("given", ["قبل قليل", "31 شباط 2024", "0", "26 آذار 2024 و 27 آذار 2024"])
def test_a_date_without_meaning_is_kept_as_it_was_given(read_bytes: Read, given: str) -> None:
    (found,) = read_bytes("a.rss", rss(f"<title>خبر</title><pubDate>{given}</pubDate>"))

    assert isinstance(found, Article)
    assert found.published is None
    assert found.extra["date_as_given"] == given


@pytest.mark.parametrize("text", ["", "نص بلا تاريخ", "26 آذار 20245", "9:40"])
def test_no_moment_in_words(text: str) -> None:
    assert read_moment(text) is None


def test_the_source_of_an_entry_is_cited_by_it(read_bytes: Read) -> None:
    source = '<source url="https://www.syriahr.com/feed">المرصد السوري لحقوق الإنسان</source>'
    own = '<source url="https://nahermedia.net/feed">نهر ميديا</source>'
    (first, second) = read_bytes("a.rss", rss(f"{ITEM}{source}", f"<title>ثان</title>{own}"))

    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.outlet == "nahr-media"
    assert first.extra["_cited"] == "sohr"
    assert first.extra["source"]["name"] == "المرصد السوري لحقوق الإنسان"
    assert "_cited" not in second.extra


def test_an_unknown_feed_is_known_by_the_address_of_its_entries(read_bytes: Read) -> None:
    content = rss(ITEM, title="Planet East").replace(
        "https://nahermedia.net<", "https://p.example<"
    )
    (found,) = read_bytes("a.rss", content)

    assert isinstance(found, Article)
    assert found.outlet == "nahr-media"


def test_entries_with_a_number_for_an_id_differ_between_feeds(read_bytes: Read) -> None:
    item = "<title>خبر</title><guid isPermaLink='false'>12</guid>"
    (first,) = read_bytes("a.rss", rss(item))
    (second,) = read_bytes("b.rss", rss(item).replace("nahermedia.net", "syriahr.com"))

    assert first.id == "https://nahermedia.net#12"  # type: ignore[union-attr] # else it fails
    assert second.id != first.id  # type: ignore[union-attr] # else it fails


def test_a_headline_alone_is_the_text(read_bytes: Read) -> None:
    (found,) = read_bytes("a.rss", rss("<title>انفجار في الميادين</title>"))

    assert isinstance(found, Article)
    assert (found.title, found.text) == (None, "انفجار في الميادين")


def test_names_of_html_are_understood(read_bytes: Read) -> None:
    item = "<title>&laquo;نهر&raquo; &amp; &unknown; خبر</title>"
    (found,) = read_bytes("a.rss", rss(item))

    assert isinstance(found, Article)
    assert found.text == "«نهر» & خبر"


def test_a_feed_that_breaks_off_keeps_all_but_the_last(read_bytes: Read) -> None:
    whole = rss(*(f"<title>خبر {n}</title><description>نص {n}</description>" for n in range(4)))
    found = read_bytes("a.rss", whole[: whole.index("نص 3") + 3])

    assert [type(item) for item in found] == [Article] * 3 + [Refusal]
    assert isinstance(found[-1], Refusal)
    assert (found[-1].record, found[-1].reason) == (4, "the feed breaks off here. Fetch it again")


def test_markup_that_is_not_closed_costs_nothing(read_bytes: Read) -> None:
    found = read_bytes("a.rss", rss("<title>أول & ثان<br></title>", "<title>ثالث</title>"))

    assert "ثالث" in "".join(item.text for item in found if isinstance(item, Article))


LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ها">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize(
    "doctype",
    [
        pytest.param(f"{LAUGHS}]>", id="billion-laughs"),
        pytest.param(f'<!DOCTYPE rss [<!ENTITY j "{"x" * 90_000}">]>', id="quadratic-blow-up"),
        pytest.param('<!DOCTYPE rss [<!ENTITY j SYSTEM "file:///etc/passwd">]>', id="file"),
        pytest.param('<!DOCTYPE rss [<!ENTITY j SYSTEM "http://127.0.0.1/">]>', id="address"),
        pytest.param(
            '<!DOCTYPE rss [<!ENTITY % j SYSTEM "http://127.0.0.1/x.dtd"> %j;]>', id="parameter"
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb(read_bytes: Read, doctype: str, encoding: str) -> None:
    feed = rss(f'<title a="&j;">{"&j;" * 20_000}</title>').partition("?>")[2]
    began = time.process_time()
    found = read_bytes("a.rss", f'<?xml version="1.0"?>{doctype}{feed}'.encode(encoding))

    assert time.process_time() - began < 5
    (refused,) = found
    assert isinstance(refused, Refusal)
    assert "as attacks do" in refused.reason or "not valid XML" in refused.reason
    assert "\n" not in refused.reason


def test_a_doctype_without_entities_is_no_attack(read_bytes: Read) -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/rss.dtd">'
    (found,) = read_bytes("a.rss", rss(ITEM).replace("?>", f"?>{doctype}", 1))

    assert isinstance(found, Article)


def test_a_giant_feed(read_bytes: Read) -> None:
    (found,) = read_bytes("a.rss", rss(f"<title>{'خ' * 5_300_000}</title>"))

    assert isinstance(found, Refusal)
    assert found.reason.startswith("larger than 10 MiB")


def test_a_title_of_many_megabytes(read_bytes: Read) -> None:
    (found,) = read_bytes("a.rss", rss(f"<title>{'x' * 9_000_000}</title>{ITEM}"))

    assert found


def test_many_entries_cost_time_in_proportion(read_bytes: Read) -> None:
    began = time.process_time()
    found = read_bytes("a.rss", rss(*[f"<title>خبر {n}</title>" for n in range(5000)]))

    assert len(found) == 5000
    assert time.process_time() - began < 10


SCRIPT = "<script>alert(1)</script>"


def test_scripts_and_marks_in_every_field(read_bytes: Read) -> None:
    evil = f"&lt;b&gt;خبر&lt;/b&gt;{SCRIPT.replace('<', '&lt;')}\u202e../../etc"
    fields = ("title", "description", "link", "guid", "pubDate", "author", "category", "source")
    item = "".join(f"<{name}>{evil}</{name}>" for name in fields)
    (found,) = read_bytes("a.rss", rss(item, title=evil, extra=f"<language>{evil}</language>"))

    assert isinstance(found, Article)
    assert "script" not in found.text + (found.title or "")
    assert "\u202e" not in found.id + (found.title or "") + (found.author or "") + found.outlet
    assert found.url is None


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("نص بلا وسوم < 5 & 6", "نص بلا وسوم < 5 & 6", id="no-markup"),
        pytest.param("<p>أول</p>\n<p>ثان<br>ثالث", "أول\nثان\nثالث", id="blocks"),
        pytest.param("قبل<b>ه</b>م", "قبلهم", id="inline-joins"),
        pytest.param("<style>p{}</style>نص<!-- لا --> آخر", "نص آخر", id="unseen"),
        pytest.param("<!-- x -->", "", id="comment-alone"),
        pytest.param("&lt;script&gt; وسم مكتوب", "<script> وسم مكتوب", id="written-about"),
        pytest.param("<iframe>لا</iframe><svg><script>x</script></svg>نعم", "نعم", id="nested"),
    ],
)
def test_markup_to_text(markup: str, expected: str) -> None:
    assert plain_text(markup) == expected


def test_markup_nested_to_crash() -> None:
    began = time.process_time()

    assert "نص" in plain_text(f"نص{'<div>' * 100_000}")
    assert time.process_time() - began < 5
