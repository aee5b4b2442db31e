"""Records to JSON text and back, exactly: decode(kind, encode(record)) == record."""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from crosscheck.errors import StoreError

_Decoder = Callable[[Any], Any]
_T = TypeVar("_T")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_SCALARS = (str, int, float, bool, type(None))


class _Record(Protocol):
    """Anything made with @dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


def encode(record: _Record) -> str:
    """One record as a JSON object, field by field in the order of the class.

    Arabic stays readable. Unpaired surrogates, which no database takes, are written as escapes.

    Raises:
        TypeError: a field typed ``Any`` holds something that JSON has no word for.
    """
    plain = _plain(record)
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return text if is_storable(text) else json.dumps(plain, separators=(",", ":"))


def decode(kind: type[_T], text: str) -> _T:
    """The record that ``encode`` wrote; a field that it did not know yet takes its default.

    Raises:
        StoreError: the text is not such a record.
    """
    try:
        read: _Decoder = _decoder(kind)  # type: ignore[arg-type] # a class has a hash
        record = read(json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        msg = f"a stored {kind.__name__} cannot be read ({error}). Restore the database from a copy"
        raise StoreError(msg) from error
    assert isinstance(record, kind)
    return record


def is_storable(text: str) -> bool:
    """Whether a text column of every database takes this: no NUL, no half of a pair."""
    return not _UNSTORABLE.search(text)


def column_text(text: str) -> str:
    """A text for a column that people query; the record beside it keeps the exact one."""
    return _UNSTORABLE.sub("\ufffd", text)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field of any record
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    msg = f"no JSON for {type(value).__name__}"
    raise TypeError(msg)


@cache
def _decoder(kind: Any) -> _Decoder:  # noqa: ANN401 - any type of any field
    """How a value of this type is read back from plain JSON."""
    if kind is datetime:
        return datetime.fromisoformat
    if kind in (Any, str, int, bool, type(None)):
        return lambda value: value
    origin, args = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, Union):
        (inner,) = (arg for arg in args if arg is not type(None))
        return _optional(_decoder(inner))
    if origin is tuple:
        return _tuple(args)
    if origin is not None and issubclass(origin, Mapping):
        item = _decoder(args[1])
        return lambda value: {key: item(entry) for key, entry in value.items()}
    if is_dataclass(kind):
        return _record(kind)
    if issubclass(kind, tuple):
        return lambda value: kind(*value)
    reader: _Decoder = kind  # float, or an enum
    return reader


def _optional(inner: _Decoder) -> _Decoder:
    return lambda value: None if value is None else inner(value)


def _tuple(args: tuple[Any, ...]) -> _Decoder:
    if args[-1] is Ellipsis:
        item = _decoder(args[0])
        return lambda value: tuple([item(entry) for entry in value])
    items = [_decoder(arg) for arg in args]
    return lambda value: tuple([item(entry) for item, entry in zip(items, value, strict=True)])


def _record(kind: Any) -> _Decoder:  # noqa: ANN401 - a dataclass
    hints = get_type_hints(kind)
    readers = {field.name: _decoder(hints[field.name]) for field in fields(kind)}
    required = {
        field.name
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING
    }

    def read(value: Any) -> Any:  # noqa: ANN401 - plain JSON to a record
        if not isinstance(value, dict):
            raise TypeError("not an object")
        if missing := required - value.keys():
            raise KeyError(*sorted(missing))
        return kind(**{name: readers[name](value[name]) for name in readers if name in value})

    return read
