"""Replies kept for conditional requests (RFC 9110, 13): what has not changed is not sent again."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

_SUFFIX = ".reply"
_MOST_KEPT = 500
_LONGEST_MARK = 1_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was last sent; by its two marks the server tells versions apart."""

    address: str
    media_type: str
    etag: str
    modified: str
    content: bytes

    def conditions(self) -> Mapping[str, str]:
        """The headers that ask for the page only if it has changed."""
        marks = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: mark for name, mark in marks.items() if mark}


class Cache:
    """Kept replies in a folder, one file an address, at most 500.

    A folder that cannot be used costs speed alone: the log says so, and nothing is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, url: str) -> Kept | None:
        """What was kept for this address; None without, and where the file is damaged."""
        path = self._path(url)
        try:
            head, _, content = path.read_bytes().partition(b"\n")
            digest, *texts = json.loads(head)
            if digest == _digest(content):
                address, media_type, etag, modified = map(str, texts)
                return Kept(address, media_type, etag, modified, content)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError) as error:
            log.info("%s: not read (%s)", path, error)
        return None

    def put(self, url: str, kept: Kept) -> None:
        """Keep a reply whose server can tell whether it has changed; the oldest make room."""
        if not kept.conditions() or max(len(kept.etag), len(kept.modified)) > _LONGEST_MARK:
            return
        texts = (kept.address, kept.media_type, kept.etag, kept.modified)
        head = json.dumps([_digest(kept.content), *texts]).encode()
        path = self._path(url)
        part = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(head + b"\n" + kept.content)
            part.replace(path)
            self._make_room()
        except OSError as error:
            log.info("%s: not written (%s)", path, error)

    def _make_room(self) -> None:
        files = list(self._folder.glob(f"*{_SUFFIX}"))
        if len(files) > _MOST_KEPT:
            files.sort(key=lambda file: file.stat().st_mtime)
            for file in files[:-_MOST_KEPT]:
                file.unlink(missing_ok=True)

    def _path(self, url: str) -> Path:
        return self._folder / f"{_digest(url.encode())[:32]}{_SUFFIX}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
