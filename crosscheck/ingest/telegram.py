"""What Telegram Desktop exports as ``result.json``: a channel, or a whole account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from crosscheck.ingest.document import Document, Flaw, Record

_PUBLISHED_IN = ("channel", "group", "supergroup")
# Fields that are read, and what only repeats them.
_READ = frozenset(
    (
        *("id", "type", "text", "text_entities", "from", "forwarded_from"),
        *("date", "date_unixtime", "edited", "edited_unixtime"),
    )
)


def is_export(content: object) -> bool:
    """Whether this JSON has the shape of an export."""
    return isinstance(content, dict) and bool(_chats(content))


def read_export(content: Mapping[str, Any], document: Document) -> Iterator[Record | Flaw]:
    """One record per message that has a text, numbered over all messages of all chats.

    A channel's name is the sign of its outlet; whom a message was forwarded from is cited by
    it. Service messages and pictures without words are passed over. Conversations between
    persons are nobody's publication: they are refused.
    """
    number = 0
    for chat in _chats(content):
        kind = str(chat.get("type", "channel")).rpartition("_")[2]
        if kind not in _PUBLISHED_IN:
            yield Flaw(None, "holds a private conversation, which is left out. Export channels")
            continue
        for message in chat["messages"]:
            number += 1
            if not isinstance(message, dict):
                yield Flaw(number, "not a message. Export the channel again")
            elif message.get("type", "message") == "message" and message.get("text"):
                yield _record(message, chat, number, document)


def _chats(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The chats of an export; an account lists them, those it has left as well, in two places."""
    groups = [content.get(key) for key in ("chats", "left_chats")]
    lists = [group.get("list") for group in groups if isinstance(group, dict)]
    chats = [chat for some in lists if isinstance(some, list) for chat in some]
    return [chat for chat in (content, *chats) if _is_chat(chat)]


def _is_chat(chat: object) -> bool:
    return isinstance(chat, dict) and isinstance(chat.get("messages"), list)


def _record(
    message: Mapping[str, Any], chat: Mapping[str, Any], number: int, document: Document
) -> Record:
    name = chat.get("name")
    name = name if isinstance(name, str) else ""
    sender, origin = message.get("from"), message.get("forwarded_from")
    fields = {key: value for key, value in message.items() if key not in _READ}
    own = message.get("id")
    fields |= {
        "id": None if own is None else f"telegram:{chat.get('id', name)}/{own}",
        "text": _joined(message["text"]),
        "published": _moment(message, "date"),
        "edited": _moment(message, "edited"),
        "author": sender if isinstance(sender, str) and sender != name else None,
        "forwarded_from": origin,
    }
    return Record(
        number,
        {key: value for key, value in fields.items() if value is not None},
        signs=(name,) if name.strip() else (),
        folder=document.folder,
        cited=(origin,) if isinstance(origin, str) and origin.strip() else (),
    )


def _joined(text: object) -> object:
    """The text of a message, which comes in pieces where parts of it are bold or linked."""
    if not isinstance(text, list):
        return text
    pieces = (part.get("text") if isinstance(part, dict) else part for part in text)
    return "".join(piece for piece in pieces if isinstance(piece, str))


def _moment(message: Mapping[str, Any], field: str) -> str | None:
    """The moment in UTC; an old export has only the clock of the computer that made it."""
    seconds = message.get(f"{field}_unixtime")
    if seconds is not None:
        try:
            return datetime.fromtimestamp(int(seconds), UTC).isoformat()
        except (TypeError, ValueError, OverflowError, OSError):
            return str(seconds)
    shown = message.get(field)
    return None if shown is None else str(shown)
