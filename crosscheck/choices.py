"""The closed choices that the command line offers."""

from __future__ import annotations

from enum import StrEnum


class FailOn(StrEnum):
    """What makes a command exit with 1."""

    CONFLICT = "conflict"
    UNATTRIBUTED = "unattributed"


class Format(StrEnum):
    """The forms of a report."""

    HTML = "html"
    JSON = "json"
    MARKDOWN = "markdown"
    CSV = "csv"
    GEOJSON = "geojson"
    CLAIMREVIEW = "claimreview"


class Measured(StrEnum):
    """The stages that can be measured against labelled data."""

    EXTRACT = "extract"
    CLUSTER = "cluster"
    COMPARE = "compare"
    SCORE = "score"


class Lang(StrEnum):
    """The languages of a report."""

    AR = "ar"
    EN = "en"


class Table(StrEnum):
    """The tables of a CSV report."""

    FINDINGS = "findings"
    CLAIMS = "claims"
    SOURCES = "sources"
