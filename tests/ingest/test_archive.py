"""Web archives: WARC, gzipped or not, and WACZ."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from crosscheck.ingest.document import MEBIBYTE
from crosscheck.records import Article, Refusal

Read = Callable[..., list[Article | Refusal]]
ADDRESS = "https://nahermedia.net/2024/03/7"
PAGE = (
    "<!doctype html><html lang='ar'><head><title>قصف على أطراف الهري</title>"
    "<meta property='og:url' content='https://impostor.example/1'>"
    "<meta property='article:published_time' content='2024-03-26T21:40:00+03:00'></head><body>"
    "<article><h1>قصف على أطراف الهري</h1><p>قتل عنصران في قصف جوي استهدف أطراف بلدة الهري في ريف "
    "البوكمال مساء اليوم.</p><p>وأصيب ثالث بجروح وفق مصادر محلية من البلدة.</p></article>"
    "</body></html>"
)


def entry(
    body: bytes,
    *,
    kind: str = "response",
    address: str = ADDRESS,
    http: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
) -> bytes:
    block = http.encode() + body
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
            "WARC-Date: 2024-03-27T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"Content-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
    )


GOOD = entry(PAGE.encode())
CHUNKED = b"".join(f"{len(p):x}\r\n".encode() + p + b"\r\n" for p in (PAGE.encode(), b""))
MISSING = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"
PACKED = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {}\r\n\r\n"


def wacz(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.warc", GOOD, id="warc"),
        pytest.param("a.warc.gz", gzip.compress(GOOD), id="gzip"),
        pytest.param("a.warc", entry(b"x", kind="warcinfo") + GOOD, id="after-what-made-it"),
        pytest.param(
            "a.warc.gz",
            gzip.compress(entry(b"\0\1", http="HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"))
            + gzip.compress(entry(PAGE.encode(), kind="revisit"))
            + gzip.compress(entry(PAGE.encode(), kind="request"))
            + gzip.compress(entry(PAGE.encode(), http=MISSING))
            + gzip.compress(GOOD),
            id="after-pictures-revisits-and-errors",
        ),
        pytest.param(
            "a.warc",
            entry(
                CHUNKED,
                http=PACKED.replace("Content-Encoding", "Transfer-Encoding").format("chunked"),
            ),
            id="in-chunks",
        ),
        pytest.param(
            "a.warc", entry(gzip.compress(PAGE.encode()), http=PACKED.format("gzip")), id="packed"
        ),
        pytest.param("a.wacz", wacz(("archive/data.warc.gz", gzip.compress(GOOD))), id="wacz"),
        pytest.param(
            "a.wacz",
            wacz(("package.json", b"{}"), ("archive/d.warc", GOOD), method=zipfile.ZIP_DEFLATED),
            id="wacz-deflated",
        ),
    ],
)  # fmt: skip
def test_an_archive(read_bytes: Read, name: str, content: bytes) -> None:
    (found,) = read_bytes(name, content)

    assert isinstance(found, Article)
    assert (found.url, found.outlet) == (ADDRESS, "nahr-media")
    assert found.title == "قصف على أطراف الهري"
    assert found.text.startswith("قتل عنصران")
    assert found.published == datetime(2024, 3, 26, 18, 40, tzinfo=UTC)
    assert found.extra["captured"] == "2024-03-27T10:00:00Z"


def test_the_address_outweighs_what_a_page_calls_itself(read_bytes: Read) -> None:
    named = PAGE.replace("<head>", "<head><meta property='og:site_name' content='سانا'>")
    (found,) = read_bytes("a.warc", entry(named.encode()))

    assert isinstance(found, Article)
    assert found.outlet == "nahr-media"


@pytest.mark.parametrize("content", [GOOD, wacz(("archive/a.warc", GOOD))])
def test_an_archive_on_standard_input(read: Read, content: bytes) -> None:
    (found,) = read("-", stdin=io.BytesIO(content))

    assert isinstance(found, Article)


def test_entries_are_numbered_through_all_files_of_a_wacz(read_bytes: Read) -> None:
    bare = entry(b"<html><body></body></html>")
    found = read_bytes("a.wacz", wacz(("archive/a.warc", bare), ("archive/b.warc", bare + GOOD)))

    assert [item.record for item in found if isinstance(item, Refusal)] == [1, 3]
    assert isinstance(found[-1], Article)


def test_a_page_without_text_is_refused_with_its_address(read_bytes: Read) -> None:
    found = read_bytes("a.warc", entry(b"<html><body></body></html>") + GOOD)

    assert [type(item) for item in found] == [Refusal, Article]
    assert isinstance(found[0], Refusal)
    assert found[0].reason.endswith(f"({ADDRESS})")


def test_an_archive_that_breaks_off_keeps_what_came_before(read_bytes: Read) -> None:
    content = gzip.compress(GOOD) + gzip.compress(entry(PAGE.encode(), address=f"{ADDRESS}8"))
    found = read_bytes("a.warc.gz", content[:-40])

    assert isinstance(found[0], Article)
    assert isinstance(found[-1], Refusal)
    assert "damaged" in found[-1].reason


def test_an_entry_of_the_wrong_length_says_nothing_by_itself(
    read_bytes: Read, capsys: pytest.CaptureFixture[str]
) -> None:
    found = read_bytes("a.warc", GOOD.replace(b"Content-Length: ", b"Content-Length: 1") + GOOD)

    assert found
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(
            wacz(("archive/../../evil.warc", GOOD)), "names that lead out of it", id="upwards"
        ),
        pytest.param(wacz(("/etc/evil.warc", GOOD)), "names that lead out of it", id="from-root"),
        pytest.param(wacz(("C:\\evil.warc", GOOD)), "names that lead out of it", id="drive"),
        pytest.param(
            wacz(("archive/a.warc", b"WARC/1.0\r\n" * 8 * MEBIBYTE), method=zipfile.ZIP_DEFLATED),
            "unpacks to over 100 times its size",
            id="zip-bomb",
        ),
        pytest.param(
            wacz(("archive/a.warc.gz", gzip.compress(entry(bytes(80 * MEBIBYTE))))),
            "unpacks to over 100 times its size",
            id="gzip-bomb-within",
        ),
        pytest.param(
            wacz(("archive/a.warc.gz", gzip.compress(GOOD + bytes(60 * MEBIBYTE)))),
            "archive is damaged (Invalid WARC record, first line: \\u0000",
            id="line-without-end",
        ),
        pytest.param(
            wacz(("archive/a.warc", b"WARC/1.0\r\n" + b"a: b\r\n" * 20_000)),
            "headers of over 10000 lines",
            id="headers-without-end",
        ),
        pytest.param(
            wacz(*((f"a/{n}.warc", b"") for n in range(10_001))), "over 10000 files", id="many"
        ),
        pytest.param(wacz(("datapackage.json", b"{}")), "without a WARC file", id="nothing-in-it"),
        pytest.param(wacz(("archive/a.warc", GOOD))[:-30], "archive is damaged", id="cut-off"),
    ],
)  # fmt: skip
def test_a_wacz_that_means_harm(read_bytes: Read, content: bytes, reason: str) -> None:
    found = read_bytes("a.wacz", content)

    refused = found[-1]
    assert isinstance(refused, Refusal)
    assert reason in refused.reason
    assert "\n" not in refused.reason


def test_files_that_lie_in_each_other(read_bytes: Read) -> None:
    content = wacz(("archive/a.warc", GOOD * 9))
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    listed = content[start:end]
    tail = bytearray(content[end:])
    tail[8:12] = (5).to_bytes(2, "little") * 2
    tail[12:16] = (len(listed) * 5).to_bytes(4, "little")
    (found,) = read_bytes("a.wacz", content[:start] + listed * 5 + bytes(tail))

    assert isinstance(found, Refusal)
    assert "lie in each other" in found.reason


@pytest.mark.parametrize("packing", ["gzip", "deflate", "br", "zstd", "unheard-of"])
def test_a_page_that_is_a_bomb(read_bytes: Read, packing: str) -> None:
    bomb = gzip.compress(PAGE.encode() + b" " * 30 * MEBIBYTE)
    found = read_bytes("a.warc", entry(bomb, http=PACKED.format(packing)) + GOOD)

    assert isinstance(found[0], Refusal)
    assert isinstance(found[-1], Article)


def test_headers_that_mean_harm(read_bytes: Read) -> None:
    evil = f"https://x.example/\u202e<script>../../{'x' * 5000}"
    (found,) = read_bytes("a.warc", entry(PAGE.encode(), address=evil))

    assert isinstance(found, Article)
    assert found.url is None
    assert len(found.outlet) <= 73
