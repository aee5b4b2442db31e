"""Exports of Telegram Desktop."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from crosscheck.records import Article, Refusal

Read = Callable[..., list[Article | Refusal]]
MOMENT = datetime(2024, 3, 26, 18, 40, tzinfo=UTC)


def message(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - as in the export
    return {
        "id": 41,
        "type": "message",
        "date": "2024-03-26T21:40:00",
        "date_unixtime": str(int(MOMENT.timestamp())),
        "from": "نهر ميديا",
        "from_id": "channel1",
        "text": "قتل عنصران بقصف على الهري.",
        "text_entities": [{"type": "plain", "text": "قتل عنصران بقصف على الهري."}],
        **fields,
    }


def export(*messages: object, **fields: object) -> str:
    chat = {"name": "نهر ميديا", "type": "public_channel", "id": 1, "messages": list(messages)}
    return json.dumps({**chat, **fields}, ensure_ascii=False)


def test_a_channel(read_bytes: Read) -> None:
    (found,) = read_bytes("anything.json", export(message(photo="photos/1.jpg")))

    assert isinstance(found, Article)
    assert (found.id, found.outlet, found.outlet_name) == (
        "telegram:1/41",
        "nahr-media",
        "نهر ميديا",
    )
    assert (found.title, found.text) == (None, "قتل عنصران بقصف على الهري.")
    assert (found.published, found.author) == (MOMENT, None)
    assert found.extra == {"from_id": "channel1", "photo": "photos/1.jpg"}


def test_a_text_in_pieces(read_bytes: Read) -> None:
    pieces = [
        {"type": "bold", "text": "عاجل"},
        " | قصف على ",
        {"type": "hashtag", "text": "#الهري"},
    ]
    (found,) = read_bytes("result.json", export(message(text=pieces)))

    assert isinstance(found, Article)
    assert found.text == "عاجل | قصف على #الهري"


def test_a_forwarded_message_cites_its_origin_and_keeps_its_text(read_bytes: Read) -> None:
    known, unknown = read_bytes(
        "result.json",
        export(
            message(forwarded_from="المرصد السوري لحقوق الإنسان"),
            message(id=42, forwarded_from="صوت الشاطئ"),
        ),
    )

    assert isinstance(known, Article)
    assert isinstance(unknown, Article)
    assert known.text == "قتل عنصران بقصف على الهري."
    assert known.extra["forwarded_from"] == "المرصد السوري لحقوق الإنسان"
    assert (known.extra["_cited"], unknown.extra["_cited"]) == ("sohr", "صوت-الشاطي")


def test_an_edited_message(read_bytes: Read) -> None:
    edited = {"edited": "2024-03-26T22:00:00", "edited_unixtime": "1711479600"}
    (found,) = read_bytes("result.json", export(message(**edited)))

    assert isinstance(found, Article)
    assert found.published == MOMENT
    assert found.extra["edited"] == "2024-03-26T19:00:00+00:00"


def test_an_old_export_has_the_clock_of_its_computer(read_bytes: Read) -> None:
    old = {key: text for key, text in message().items() if key != "date_unixtime"}
    (found,) = read_bytes("result.json", export(old), timezone="+03:00")

    assert isinstance(found, Article)
    assert found.published == MOMENT
    assert found.extra["_notes"] == ["published has no time zone: read as +03:00"]


def test_what_is_no_text_is_passed_over(read_bytes: Read) -> None:
    service = {"id": 1, "type": "service", "action": "pin_message", "text": "ثبت"}
    found = read_bytes(
        "result.json", export(service, message(text=""), message(text=[]), message())
    )

    assert [type(item) for item in found] == [Article]


def test_a_group_names_the_author(read_bytes: Read) -> None:
    content = export(message(**{"from": "أبو علي"}), type="public_supergroup")
    (found,) = read_bytes("result.json", content)

    assert isinstance(found, Article)
    assert (found.outlet, found.author) == ("nahr-media", "أبو علي")


def test_a_whole_account_gives_its_channels_and_no_private_word(read_bytes: Read) -> None:
    chats = [
        json.loads(export(message())),
        json.loads(export(message(text="سر"), type="personal_chat", name="أخي", id=2)),
        json.loads(export(message(text="خبر آخر"), name="SOHR", id=3)),
    ]
    content = json.dumps({"about": "Telegram", "chats": {"about": "", "list": chats}})
    found = read_bytes("result.json", content)

    assert [item.outlet for item in found if isinstance(item, Article)] == ["nahr-media", "sohr"]
    assert [item.reason for item in found if isinstance(item, Refusal)] == [
        "holds a private conversation, which is left out. Export channels"
    ]


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(12, id="number"),
        pytest.param(message(text=[1, None, {}]), id="pieces-without-text"),
        pytest.param(message(text={"a": 1}), id="text-in-an-object"),
        pytest.param(message(date_unixtime="9" * 30), id="date-beyond-time"),
        pytest.param(message(date_unixtime=[], date=None), id="date-in-a-list"),
        pytest.param(message(date_unixtime=None, date="أمس"), id="date-in-words"),
    ],
)
def test_a_bad_message_costs_only_itself(read_bytes: Read, bad: object) -> None:
    found = read_bytes("result.json", export(message(id=1), bad, message(id=3)))

    assert [type(item) for item in found] == [Article, Refusal, Article]
    assert isinstance(found[1], Refusal)
    assert found[1].record == 2
    assert "\n" not in found[1].reason


def test_fields_that_mean_harm(read_bytes: Read) -> None:
    evil = "<script>alert(1)</script>\u202e../../etc/passwd"
    content = export(
        message(**{"from": evil, "forwarded_from": evil, "photo": evil, "id": evil}),
        name=evil * 90_000,
        id=evil,
    )
    (found,) = read_bytes("result.json", content)

    assert isinstance(found, Article)
    assert len(found.outlet) <= 73
    assert found.id.isprintable()
    assert found.author is not None
    assert "\u202e" not in found.author
    assert "/" not in found.extra["_cited"]


@pytest.mark.parametrize(
    "content", ['{"chats": 1}', '{"chats": {"list": [1, {}]}}', '{"name": "x"}']
)
def test_json_of_another_shape_is_an_article_that_lacks_all(read_bytes: Read, content: str) -> None:
    (found,) = read_bytes("result.json", content)

    assert isinstance(found, Refusal)
    assert found.reason.startswith("has no 'text'")
