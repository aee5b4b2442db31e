"""Input that is broken or means harm: one line of reason each, and the rest is read."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crosscheck.ingest.document import MEBIBYTE
from crosscheck.ingest.read import READERS, read_paths
from crosscheck.records import Article, Refusal
from crosscheck.sources import Registry

Read = Callable[..., list[Article | Refusal]]
GOOD = json.dumps({"outlet": "sana", "text": "خبر عاجل"}, ensure_ascii=False)


def _record(**fields: object) -> str:
    row = {"outlet": "sana", "text": "خبر عاجل", **fields}
    return json.dumps({name: value for name, value in row.items() if value is not None})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param('{"outlet": "sana",', "not valid JSON (Expecting", id="broken-json"),
        pytest.param("خبر بلا قالب", "not valid JSON (Expecting value at column 1)", id="no-json"),
        pytest.param("[1, 2]", "not a JSON object", id="list"),
        pytest.param("12", "not a JSON object", id="number"),
        pytest.param('{"outlet": "x", "text": NaN}', "NaN is no JSON number", id="nan"),
        pytest.param(
            '{"a": ' + "9" * 5000 + "}", "not valid JSON (Exceeds the limit", id="huge-number"
        ),
        pytest.param('{"a": ' + "[" * 100_000, "nested too deep", id="nested-to-crash"),
        pytest.param(_record(outlet=None), "has no 'outlet'. Add the field", id="no-outlet"),
        pytest.param(_record(outlet=" \u200f "), "has no 'outlet'", id="unseen-outlet"),
        pytest.param(
            _record(outlet=["sana"]), "'outlet' is a list, not a name", id="outlet-in-a-list"
        ),
        pytest.param(_record(text=None), "has no 'text'. Add the field", id="no-text"),
        pytest.param(_record(text=" \n\u200b"), "'text' is empty", id="empty-text"),
        pytest.param(_record(text={"ar": "خبر"}), "'text' is an object", id="text-in-an-object"),
        pytest.param(_record(title=True), "'title' is true or false", id="true-title"),
        pytest.param(_record(id=1.5), "'id' is a number, not a text", id="fraction-for-id"),
        pytest.param(
            _record(published="2024-02-30"), "not an ISO 8601 date (day is", id="no-such-day"
        ),
        pytest.param(
            _record(published="2024-13-01"), "not an ISO 8601 date (month", id="no-such-month"
        ),
        pytest.param(_record(published="الثلاثاء"), "not an ISO 8601 date", id="date-in-words"),
        pytest.param(_record(published="0001-01-01"), "lies in the year 1. Correct", id="year-one"),
        pytest.param(
            _record(published="9999-12-31T23:59Z"), "lies in the year 9999", id="year-9999"
        ),
        pytest.param(
            _record(published=1711440000), "not an ISO 8601 date", id="seconds-since-1970"
        ),
        pytest.param(
            _record(x=json.loads("[" * 40 + "]" * 40)), "nested over 32 deep", id="deep-field"
        ),
    ],
)
def test_a_bad_line_is_refused_and_the_others_are_read(
    read_bytes: Read, line: str, reason: str
) -> None:
    first, bad, last = read_bytes("a.jsonl", f"{GOOD}\n{line}\n{GOOD}\n")

    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(bad, Refusal)
    assert bad.record == 2
    assert reason in bad.reason
    assert "\n" not in bad.reason
    assert len(bad.reason) < 250


def test_a_line_in_another_encoding_costs_only_itself(read_bytes: Read) -> None:
    windows = GOOD.encode("cp1256")
    chinese = json.dumps({"outlet": "sana", "text": "新华社报道" * 9}, ensure_ascii=False).encode(
        "gbk"
    )
    found = read_bytes("a.jsonl", b"\n".join((GOOD.encode(), windows, chinese, GOOD.encode())))

    assert [type(item) for item in found] == [Article, Article, Refusal, Article]
    assert found[1] == found[0]
    assert isinstance(found[2], Refusal)
    assert found[2].reason == "neither UTF-8 nor Arabic in Windows-1256. Save it as UTF-8"


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt", "a.json"])
def test_a_file_in_another_encoding(read_bytes: Read, name: str) -> None:
    content = "记者,报道\n".encode("gbk") * 50
    (found,) = read_bytes(name, content)

    assert isinstance(found, Refusal)
    assert "Save it as UTF-8" in found.reason


def test_utf_16_that_ends_half_way(read_bytes: Read) -> None:
    content = f"{GOOD}\n{GOOD}\n".encode("utf-16")
    found = read_bytes("a.jsonl", content[:-1] + b"\xd8")

    assert isinstance(found[-1], Refusal)
    assert "not valid utf-16 from here on" in found[-1].reason


@pytest.mark.parametrize("end", ["\n", ""], ids=["then-more", "at-the-end"])
def test_a_line_of_fifty_megabytes(read_bytes: Read, end: str) -> None:
    endless = b'{"outlet": "sana", "text": "' + b"x" * 50_000_000 + b'"}'
    found = read_bytes(
        "a.jsonl", GOOD.encode() + b"\n" + endless + (f"\n{GOOD}" if end else "").encode()
    )

    assert isinstance(found[1], Refusal)
    assert found[1].record == 2
    assert found[1].reason == "the line is over 10 MiB. Leave it out, or shorten it"
    assert [type(item) for item in found] == [Article, Refusal, Article][: 3 if end else 2]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.txt", b"x" * 3000, id="text"),
        pytest.param("a.html", b"<p>" + b"x" * 3000, id="page"),
        pytest.param("a.json", b"[" + b" " * 30_000 + b"]", id="json"),
    ],
)
def test_a_file_over_the_limit(read_bytes: Read, name: str, content: bytes) -> None:
    (found,) = read_bytes(name, content, max_bytes=2048)

    assert isinstance(found, Refusal)
    assert "Split it, or write it as JSON Lines" in found.reason


def test_a_limit_counts_one_record_not_the_file(read_bytes: Read) -> None:
    found = read_bytes("a.jsonl", f"{GOOD}\n" * 500, max_bytes=200)

    assert [type(item) for item in found] == [Article] * 500


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param("a.jsonl", b"", "empty, or blank", id="empty"),
        pytest.param("a.jsonl", b" \n\n", "empty, or blank", id="blank"),
        pytest.param("a.json", b"[]", "holds no record", id="empty-list"),
        pytest.param("a.jsonl.gz", gzip.compress(b""), "empty, or blank", id="empty-gzip"),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a binary file", id="binary"),
        pytest.param("a.jsonl", b"\0" * 100, "a binary file", id="zeros"),
        pytest.param("a.xyz", b"news", "not a kind of file that is read", id="unknown-ending"),
        pytest.param("noending", b"news", "not a kind of file that is read", id="no-ending"),
        pytest.param("feed.xml", b"<rss/>", "holds no record", id="empty-feed"),
        pytest.param("a.xml", b"<urlset/>", "XML that is no RSS or Atom feed", id="site-map"),
        pytest.param("a.xml", b"news", "not valid XML|no RSS or Atom", id="no-xml"),
        pytest.param("a.warc.gz", gzip.compress(b"WARC/1.0"), "holds no record", id="empty-warc"),
        pytest.param("a.warc", b"\0" * 99, "archive is damaged", id="no-warc"),
        pytest.param("a.wacz", b"PK\x03\x04", "archive is damaged", id="wacz"),
        pytest.param("result.json", b'{"messages": []}', "holds no record", id="telegram"),
        pytest.param("a.json", b'{"outlet": "x"', "not valid JSON", id="json-cut-off"),
        pytest.param("a.html", b"<html></html>", "without an article's text", id="bare-page"),
        pytest.param("a.html", b"   x", "no HTML|without an article", id="no-page"),
        pytest.param("a.csv", "اسم,خبر\nس,ص".encode(), "names no column 'text'", id="no-header"),
        pytest.param("a.csv", b'"', "names no column 'text'", id="one-quote"),
        pytest.param("a.txt.gz", b"\x1f\x8bno gzip", "the gzip is damaged", id="false-gzip"),
        pytest.param("a.txt.gz", gzip.compress(b"news")[:-9], "gzip is damaged", id="cut-gzip"),
        pytest.param("a.txt", b"outlet: sana\n", "'text' is empty", id="header-only"),
        pytest.param("a.md", b"outlet: sana", "'text' is empty", id="header-without-line-end"),
    ],
)  # fmt: skip
def test_a_file_that_gives_nothing(
    read_bytes: Read, name: str, content: bytes, reason: str
) -> None:
    (found,) = read_bytes(name, content)

    assert isinstance(found, Refusal)
    assert any(part in found.reason for part in reason.split("|"))
    assert found.file.endswith(name)
    assert "\n" not in found.reason


def test_a_page_that_breaks_the_parser(read_bytes: Read) -> None:
    soup = (
        '<svg><base href="http://["><meta http-equiv="content-type" '
        'content="text/html; charset=foo">'
    )
    (found,) = read_bytes("a.html", soup.encode("utf-16"))

    assert isinstance(found, Refusal)
    assert found.reason == "HTML that cannot be read (AssertionError). Save the text of the page"


@pytest.fixture(scope="module")
def bomb() -> bytes:
    return gzip.compress(b"text," + b"x" * 70 * MEBIBYTE)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt", "a.json"])
def test_a_gzip_bomb(read_bytes: Read, bomb: bytes, name: str) -> None:
    found = read_bytes(name, bomb, max_bytes=8 * MEBIBYTE)

    assert all(isinstance(item, Refusal) for item in found)
    assert isinstance(found[-1], Refusal)
    if name == "a.jsonl":
        assert "unpacks to over 100 times its size" in found[-1].reason


def test_a_file_of_another_kind_is_given_up(read_bytes: Read) -> None:
    found = read_bytes("a.jsonl", "x\n" * 5000)

    assert len(found) == 1001
    assert isinstance(found[-1], Refusal)
    assert found[-1].reason.startswith("1000 records in a row cannot be used")


def test_bad_lines_between_good_ones_never_stop_it(read_bytes: Read) -> None:
    found = read_bytes("a.jsonl", ("x\n" * 900 + f"{GOOD}\n") * 3)

    assert sum(isinstance(item, Article) for item in found) == 3
    assert len(found) == 2703


def test_csv_rows_that_do_not_fit(read_bytes: Read) -> None:
    rows = ("outlet,text", "sana,خبر,زائد", "sana,خبر ثان", ",بلا ناشر", 'sana,"خبر')
    found = read_bytes("a.csv", "\n".join(rows))

    assert [(type(item), getattr(item, "record", None)) for item in found] == [
        (Refusal, 1),
        (Article, None),
        (Refusal, 3),
        (Article, None),
    ]


def test_a_csv_quote_that_never_ends(read_bytes: Read) -> None:
    content = 'outlet,text\nsana,"' + "سطر طويل جدا\n" * 200
    (found,) = read_bytes("a.csv", content, max_bytes=1000)

    assert isinstance(found, Refusal)
    assert found.reason.endswith("Look for a quote that never ends")


def test_a_csv_line_over_the_limit_costs_only_itself(read_bytes: Read) -> None:
    content = f"outlet,text\nsana,{'x' * 5000}\nsana,خبر\n"
    found = read_bytes("a.csv", content, max_bytes=1000)

    assert [type(item) for item in found] == [Refusal, Article]


def test_a_csv_row_in_another_encoding_costs_only_itself(read_bytes: Read) -> None:
    rows = (
        "outlet,text\nsana,خبر أول وطويل\n".encode(),
        "sana,新华社报\n".encode("gbk"),
        "sana,خبر\n".encode(),
    )
    found = read_bytes("a.csv", b"".join(rows))

    assert [type(item) for item in found] == [Article, Refusal, Article]


def test_broken_characters_are_replaced_one_for_one(read_bytes: Read) -> None:
    (found,) = read_bytes(
        "a.jsonl", '{"outlet": "sana", "text": "ا\\ud83dب\\u0000ج", "title": "ع\\udc00"}'
    )

    assert isinstance(found, Article)
    assert found.text == "ا\ufffdب\ufffdج"
    assert found.title == "ع\ufffd"
    assert found.extra["_notes"] == ["2 broken characters in the text were replaced"]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        pytest.param("id", 12, "12", id="number"),
        pytest.param("id", "قصف-1", "قصف-1", id="arabic"),
        pytest.param("id", "  a1 ", "a1", id="spaces-around"),
        pytest.param(
            "url", "https://sana.sy/خبر?a=1&b=2", "https://sana.sy/خبر?a=1&b=2", id="address"
        ),
        pytest.param("url", "javascript:alert(1)", None, id="script-address"),
        pytest.param("url", 'https://x/" onclick="', None, id="address-with-a-quote"),
        pytest.param("url", "https://x/" + "a" * 3000, None, id="endless-address"),
        pytest.param("lang", "AR-sy", "ar", id="region-of-a-language"),
        pytest.param("lang", "Arabic!", None, id="no-language"),
        pytest.param(
            "title", "سطر\nأول\u202e ثان\x1b[31m", "سطر أول ثان[31m", id="title-on-one-line"
        ),
        pytest.param("author", "م" * 900, "م" * 200, id="endless-author"),
    ],
)
def test_what_is_left_of_a_field(
    read_bytes: Read, field: str, value: object, expected: object
) -> None:
    (found,) = read_bytes("a.jsonl", _record(**{field: value}))

    assert getattr(found, field) == expected


@pytest.mark.parametrize("given", ["\u202eevil", "a\nb", "x" * 5000, "\x1b]0;title\x07", "a\0b"])
def test_an_id_is_made_harmless_but_stays_its_own(read_bytes: Read, given: str) -> None:
    first, second = read_bytes("a.jsonl", f"{_record(id=given)}\n{_record(id=given + '!')}")

    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.id != second.id
    assert first.id.isprintable()
    assert len(first.id) <= 213


def test_an_outlet_name_that_means_harm(read_bytes: Read) -> None:
    (found,) = read_bytes("a.jsonl", _record(outlet="\u202e" + "ق<script>" * 200_000))

    assert isinstance(found, Article)
    assert len(found.outlet) <= 73
    assert found.outlet_name is not None
    assert len(found.outlet_name) == 200
    assert "\u202e" not in found.outlet_name


def test_a_list_with_something_else_in_it(read_bytes: Read) -> None:
    first, second = read_bytes("a.json", f"[12, {GOOD}]")

    assert isinstance(first, Refusal)
    assert (first.record, first.reason) == (1, "not a JSON object. Write every article as {...}")
    assert isinstance(second, Article)


def test_one_id_of_two_outlets(read_bytes: Read) -> None:
    rows = [_record(id="1"), _record(id="1", outlet="sohr"), _record(id="1", text="خبر محدث")]
    first, second, third = read_bytes("a.jsonl", "\n".join(rows))

    assert isinstance(first, Article)
    assert isinstance(second, Refusal)
    assert second.reason == "its id '1' is used by an article of 'sana'. Give each its own"
    assert isinstance(third, Article)
    assert third.text == "خبر محدث"


@pytest.mark.parametrize("path", ["no/such/file.jsonl", "a\0b", "x" * 5000])
def test_a_path_that_is_not_there(read: Read, path: str) -> None:
    (found,) = read(path)

    assert isinstance(found, Refusal)
    assert found.record is None
    assert "Check the path" in found.reason


def test_a_folder_without_articles(tmp_path: Path, read: Read) -> None:
    (tmp_path / "README.md").write_text("about", encoding="utf-8")
    (found,) = read(tmp_path)

    assert isinstance(found, Refusal)
    assert found.reason == "the folder holds no article. Check the path"


def test_a_folder_and_a_file_without_permission(
    tmp_path: Path, read: Read, unprivileged: Callable[[], AbstractContextManager[None]]
) -> None:
    for folder in [tmp_path, *tmp_path.parents[:3]]:
        if folder.stat().st_uid == os.getuid() and "pytest" in str(folder):
            folder.chmod(0o755)
    (tmp_path / "closed").mkdir(mode=0o000)
    for name in ("a.txt", "z.txt"):
        (tmp_path / name).write_text("خبر", encoding="utf-8")
    (tmp_path / "a.txt").chmod(0o000)

    with unprivileged():
        found = read(tmp_path)

    assert [type(item) for item in found] == [Refusal, Refusal, Article]
    assert isinstance(found[0], Refusal)
    assert (
        found[0].reason == "cannot be read (Permission denied). Check the file and its permissions"
    )
    assert isinstance(found[1], Refusal)
    assert found[1].reason == "not allowed to read it. Change its permissions"


def test_links_that_lead_in_circles(tmp_path: Path, read: Read) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "up").symlink_to(tmp_path)
    (tmp_path / "deep" / "a.txt").write_text("خبر", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    found = read(tmp_path)

    assert [type(item) for item in found] == [Article, Refusal]


def test_what_is_no_file_in_a_folder(tmp_path: Path, read: Read) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "b.txt"))
        found = read(tmp_path)

    reasons = [item.reason for item in found if isinstance(item, Refusal)]
    assert reasons == ["not a regular file. Name it by itself to read it"] * 2


def test_a_file_name_that_means_harm(tmp_path: Path, read: Read) -> None:
    (tmp_path / "news\u202etxt.exe").touch()
    (tmp_path / "bell\x07\n.txt").touch()
    os.close(os.open(os.fsencode(tmp_path) + b"/\xff.txt", os.O_CREAT))

    files = [item.file for item in read(tmp_path) if isinstance(item, Refusal)]

    assert len(files) == 3
    assert all(file.isprintable() for file in files)


def test_standard_input_that_comes_in_drops(read: Read) -> None:
    class Drops(io.RawIOBase):
        def __init__(self, content: bytes) -> None:
            self._bytes = iter(content)

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:  # noqa: ARG002 - one byte at a time
            return bytes([byte]) if (byte := next(self._bytes, None)) is not None else b""

    found = read("-", stdin=Drops(f"{GOOD}\n{GOOD}\n".encode()))

    assert [type(item) for item in found] == [Article, Article]


@pytest.mark.parametrize("content", [b"", b"<?xml version='1.0'?><rss/>", b"\0\1\2"])
def test_standard_input_that_gives_nothing(read: Read, content: bytes) -> None:
    (found,) = read("-", stdin=io.BytesIO(content))

    assert isinstance(found, Refusal)
    assert found.file == "stdin"


def test_text_on_standard_input_needs_an_outlet(read: Read) -> None:
    (found,) = read("-", stdin=io.BytesIO("عنوان\nنص".encode()))

    assert isinstance(found, Refusal)
    assert "name the outlet with --outlet" in found.reason


@given(
    content=st.binary(max_size=400)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    name=st.sampled_from([f"a{suffix}" for suffix in READERS]),
)
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_content_breaks_a_reader(
    tmp_path: Path, registry: Registry, content: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = list(read_paths([path], registry))

    assert found
    for item in found:
        if isinstance(item, Refusal):
            assert "\n" not in item.reason


def test_bits_that_fell_over_in_a_good_file(tmp_path: Path, registry: Registry) -> None:
    content = bytearray(f"{GOOD}\n".encode() * 40)
    generator = random.Random(3)
    for _ in range(60):
        content[generator.randrange(len(content))] = generator.randrange(256)
    path = tmp_path / "a.jsonl"
    path.write_bytes(content.replace(b"\0", b"?"))

    found = list(read_paths([path], registry))

    assert sum(isinstance(item, Article) for item in found) > 5
    assert sum(isinstance(item, Refusal) for item in found) > 5
