"""A report in any of its forms, as text."""

from __future__ import annotations

from crosscheck.choices import Format, Lang, Table
from crosscheck.records import Report


def render(
    report: Report,
    form: Format,
    *,
    lang: Lang = Lang.EN,
    table: Table = Table.FINDINGS,
    bom: bool = False,
) -> str:
    """The report as one text.

    ``lang`` is that of labels, where the form has any; ``table`` and ``bom`` are read by CSV.
    """
    from crosscheck.report import to_claimreview, to_csv, to_geojson, to_html, to_json, to_markdown

    match form:
        case Format.HTML:
            return to_html.to_html(report, lang)
        case Format.JSON:
            return to_json.to_json(report)
        case Format.MARKDOWN:
            return to_markdown.to_markdown(report, lang)
        case Format.CSV:
            return to_csv.to_csv(report, table, bom=bom)
        case Format.GEOJSON:
            return to_geojson.to_geojson(report)
        case Format.CLAIMREVIEW:
            return to_claimreview.to_claimreview(report)
