"""The HTML report in a real browser: reading, finding, switching, printing, and no network."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # no types
from playwright.sync_api import Browser, Page, expect, sync_playwright

from crosscheck.report.to_html import to_html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from crosscheck.records import Report

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STRIKE, SHELLING, MINE = ("i-3f9ab2c1", "i-77c0d155", "i-b40e9912")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield made
        made.close()


@pytest.fixture(scope="module")
def files(report: Report, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for lang in ("ar", "en"):
        (folder / f"{lang}.html").write_text(to_html(report, lang), "utf-8")
    return {lang: folder / f"{lang}.html" for lang in ("ar", "en")}


class Watched:
    """A page that remembers what it complained about and what it asked the network for."""

    def __init__(self, browser: Browser, **options: Any) -> None:  # noqa: ANN401  # playwright's
        self.page = browser.new_context(**options).new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(f"{m.type}: {m.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def open(self, path: Path, anchor: str = "") -> Page:
        self.page.goto(f"{path.as_uri()}{anchor}")
        return self.page

    def foreign_requests(self, path: Path) -> list[str]:
        own = (path.as_uri(), "data:", "about:blank")
        return [url for url in self.requests if not url.startswith(own)]


@pytest.fixture(scope="module")
def window(browser: Browser) -> Watched:
    return Watched(browser, viewport={"width": 1280, "height": 900})


@pytest.fixture
def arabic(window: Watched, files: dict[str, Path]) -> Iterator[Page]:
    """The Arabic page, freshly loaded; it may neither complain nor ask for anything."""
    window.complaints.clear()
    window.requests.clear()
    window.page.goto("about:blank")
    yield window.open(files["ar"])

    assert window.complaints == []
    assert window.foreign_requests(files["ar"]) == []


def shown(page: Page) -> list[str]:
    return [card.get_attribute("id") or "" for card in page.locator(".card:visible").all()]


def unfold(page: Page, incident: str) -> None:
    page.locator(f"#{incident} .open").click()
    expect(page.locator(f"#{incident} .evidence")).to_be_visible()


def test_page_stands_in_its_language(arabic: Page) -> None:
    assert arabic.locator("html").get_attribute("lang") == "ar"
    assert arabic.locator("html").get_attribute("dir") == "rtl"
    expect(arabic.locator("h1")).to_have_text("تقرير التباين", use_inner_text=True)
    assert arabic.title() == "تقرير التباين"


def test_gravest_incident_stands_first(arabic: Page) -> None:
    assert shown(arabic) == [STRIKE, SHELLING, MINE]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        pytest.param(lambda p: p.get_by_label("التعارضات فقط").check(), [STRIKE], id="conflict"),
        pytest.param(
            lambda p: p.get_by_label("غير المسند فقط").check(), [STRIKE, MINE], id="unattributed"
        ),
        pytest.param(
            lambda p: p.get_by_label("وسيلة الإعلام").select_option("ain-al-furat"),
            [SHELLING],
            id="outlet",
        ),
        pytest.param(
            lambda p: p.get_by_label("المكان").select_option("Al-Mayadin"), [MINE], id="place"
        ),
        pytest.param(lambda p: p.locator("#from").fill("2026-11-05"), [SHELLING, MINE], id="from"),
        pytest.param(lambda p: p.locator("#to").fill("2026-11-05"), [STRIKE, SHELLING], id="to"),
        pytest.param(lambda p: p.locator("#search").fill("لغم"), [MINE], id="word-in-a-sentence"),
        pytest.param(
            lambda p: p.locator("#search").fill("امـيركيَّه"), [STRIKE], id="other-spelling"
        ),
        pytest.param(lambda p: p.locator("#search").fill("wounds البوكمال"), [], id="every-word"),
        pytest.param(lambda p: p.locator("#search").fill("i-0old0001"), [STRIKE], id="earlier-id"),
    ],
)
def test_filter_leaves(arabic: Page, step: Any, expected: list[str]) -> None:  # noqa: ANN401  # a lambda
    step(arabic)

    expect(arabic.locator("#shown")).to_have_text(str(len(expected)))
    assert shown(arabic) == expected
    assert arabic.locator("#nothing").is_visible() == (not expected)
    arabic.get_by_role("button", name="مسح").click()
    expect(arabic.locator("#shown")).to_have_text("3")


def test_sorting_by_date(arabic: Page) -> None:
    arabic.locator("#sort").select_option("newest")
    assert shown(arabic) == [MINE, SHELLING, STRIKE]

    arabic.locator("#sort").select_option("oldest")
    assert shown(arabic) == [STRIKE, SHELLING, MINE]


def test_incident_opens_and_closes_from_the_keyboard(arabic: Page) -> None:
    button = arabic.locator(f"#{STRIKE} .open")
    button.focus()
    arabic.keyboard.press("Enter")

    expect(arabic.locator(f"#{STRIKE} .evidence")).to_be_visible()
    assert button.get_attribute("aria-expanded") == "true"
    arabic.keyboard.press("Space")
    expect(arabic.locator(f"#{STRIKE} .evidence")).to_be_hidden()


def test_everything_can_be_reached_with_tab(arabic: Page) -> None:
    unfold(arabic, STRIKE)
    arabic.locator("body").press("Tab")
    reached = set()
    for _ in range(90):
        reached.add(
            arabic.evaluate("document.activeElement.id || document.activeElement.className")
        )
        arabic.keyboard.press("Tab")

    assert {"skip", "language", "theme", "search", "only-conflicts", "open", "value", "jump"} <= (
        reached
    )


def test_value_in_the_matrix_leads_to_its_words(arabic: Page) -> None:
    unfold(arabic, STRIKE)
    arabic.locator(f"#{STRIKE} .matrix a", has_text="12 على الأقل").first.click()

    words = arabic.locator("mark:focus")
    expect(words).to_be_in_viewport()
    assert words.evaluate("mark => mark.firstChild.data") == "12 شخصاً على الأقل"
    assert words.evaluate("mark => mark.matches(':target')")


def test_address_of_a_sentence_opens_its_incident(browser: Browser, files: dict[str, Path]) -> None:
    watched = Watched(browser)
    page = watched.open(files["en"], f"#{STRIKE}.c-sohr-2")

    expect(page.locator(f"[id='{STRIKE}.c-sohr-2']")).to_be_in_viewport()
    assert watched.complaints == []


def test_parts_of_an_incident_are_one_step_away(arabic: Page) -> None:
    unfold(arabic, STRIKE)
    parts = arabic.locator(f"#{STRIKE} .within")
    parts.get_by_role("link", name="الشواهد").click()

    expect(arabic.locator(f"#{STRIKE} .evidence")).to_be_focused()
    expect(parts).to_be_in_viewport()  # it stays at the top while its incident is read
    parts.get_by_role("button", name="إغلاق").click()
    expect(arabic.locator(f"#{STRIKE} .evidence")).to_be_hidden()
    expect(arabic.locator(f"#{STRIKE} .open")).to_be_focused()


@pytest.fixture(scope="module")
def long_page(report: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of 300 incidents, of which only the first stand in the file as they are."""
    mine = next(one for one in report.incidents if one.id == MINE)
    many = [replace(mine, id=f"i-{n:08x}", title=f"Mine {n}", flags=()) for n in range(299)]
    path = tmp_path_factory.mktemp("long") / "long.html"
    path.write_text(to_html(replace(report, incidents=(*many, mine)), "en"), "utf-8")
    return path


def test_a_long_list_is_filled_up(browser: Browser, long_page: Path) -> None:
    watched = Watched(browser)
    page = watched.open(long_page)

    expect(page.locator(".card")).to_have_count(300)
    ids = page.locator(".card").evaluate_all("all => all.map(one => one.id)")
    assert len(set(ids)) == 300
    assert page.locator(f"#{MINE} h3").text_content() == "Mine wounds two in Al-Mayadin"
    assert watched.complaints == []


def test_filters_reach_the_end_of_a_long_list(browser: Browser, long_page: Path) -> None:
    page = Watched(browser).open(long_page)
    page.get_by_label("Only unattributed").check()

    expect(page.locator("#shown")).to_have_text("1")
    assert shown(page) == [MINE]


def test_an_address_leads_to_the_end_of_a_long_list(browser: Browser, long_page: Path) -> None:
    page = Watched(browser).open(long_page, f"#{MINE}.c-enab-1")

    expect(page.locator(f"[id='{MINE}.c-enab-1']")).to_be_in_viewport()


def test_only_rows_in_conflict(arabic: Page) -> None:
    unfold(arabic, STRIKE)
    arabic.get_by_label("الصفوف المتعارضة فقط").check()

    assert arabic.locator(f"#{STRIKE} .matrix tbody tr:visible").count() == 2


def test_language_switches_without_loading(arabic: Page) -> None:
    unfold(arabic, STRIKE)
    arabic.get_by_role("button", name="English").click()

    assert arabic.locator("html").get_attribute("dir") == "ltr"
    expect(arabic.locator("h1")).to_have_text("Discrepancy report", use_inner_text=True)
    assert "Nahr Media" in arabic.locator(f"#{STRIKE} .matrix thead").inner_text()
    assert "نهر ميديا" not in arabic.locator(f"#{STRIKE} .matrix thead").inner_text()
    assert arabic.locator("#sort option").first.inner_text() == "gravest first"
    assert arabic.title() == "Discrepancy report"


@pytest.mark.parametrize(
    ("arabic_words", "english_words"),
    [
        pytest.param(
            "12 على الأقل (نهر ميديا) مقابل 3 (سانا)",
            "at least 12 (Nahr Media) against 3 (SANA)",
            id="finding",
        ),
        pytest.param(
            "القوات الأميركية مقابل الطيران الإسرائيلي",
            "US forces against Israeli aircraft",
            id="grade",
        ),
        pytest.param("متنازع عليه", "contested", id="wording"),
        pytest.param("منسوب إلى مصادر محلية", "credited to local sources", id="flag"),
        pytest.param("على مسؤوليته", "own word", id="origin"),
    ],
)
def test_reasons_are_in_the_language_of_the_page(
    arabic: Page, arabic_words: str, english_words: str
) -> None:
    unfold(arabic, STRIKE)
    body = arabic.locator(f"#{STRIKE} .body")
    before = body.inner_text()
    arabic.get_by_role("button", name="English").click()

    assert arabic_words in before
    assert english_words in body.inner_text()
    assert arabic_words not in body.inner_text()


def test_no_word_of_the_other_language_is_left(browser: Browser, files: dict[str, Path]) -> None:
    page = Watched(browser).open(files["ar"])
    unfold(page, MINE)

    labels = page.locator("h1, h2, h3:not(.card h3), h4, label, button:not(.open), dt, thead th")
    for text in labels.all_inner_texts():
        if text.strip() and text.strip() != "English":
            assert any("\u0621" <= letter <= "\u064a" for letter in text), text


def test_theme_switches_both_ways(arabic: Page) -> None:
    def paper() -> str:
        colour: str = arabic.evaluate("getComputedStyle(document.body).backgroundColor")
        return colour

    light = paper()
    arabic.locator("#theme").click()
    dark = paper()
    arabic.locator("#theme").click()

    assert light != dark
    assert paper() == light


def test_circle_is_marked_in_the_graph(arabic: Page) -> None:
    unfold(arabic, SHELLING)

    assert arabic.locator(f"#{SHELLING} .edge.circular").count() == 2
    expect(arabic.locator(f"#{SHELLING} .warning")).to_be_visible()


def test_verdict_of_a_person_is_shown(arabic: Page) -> None:
    unfold(arabic, MINE)

    expect(arabic.locator(f"#{MINE} .verdict")).to_contain_text("seen in a hospital list")


def test_a_change_of_a_source_is_told_and_drawn(arabic: Page) -> None:
    row = arabic.locator("#sources tr", has=arabic.locator("svg .change"))

    expect(row).to_have_count(1)
    expect(row).to_contain_text("تغيّر في")
    expect(row).to_contain_text("81 %")


def test_caption_stands_where_the_scores_stand(arabic: Page) -> None:
    expect(arabic.locator("#sources")).to_contain_text("لا مدى الصدق")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_barrier_that_axe_can_find(
    lang: str, theme: Literal["light", "dark"], browser: Browser, files: dict[str, Path]
) -> None:
    page = Watched(browser, color_scheme=theme).open(files[lang])
    for incident in (STRIKE, SHELLING):
        unfold(page, incident)

    found = Axe().run(page).response["violations"]

    grave = [v for v in found if v["impact"] in {"serious", "critical", "moderate"}]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in grave] == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_nothing_sticks_out_sideways(lang: str, window: Watched, files: dict[str, Path]) -> None:
    page = window.open(files[lang])
    unfold(page, STRIKE)

    for width in (768, 390, 320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_print_fits_the_page(lang: str, browser: Browser, files: dict[str, Path]) -> None:
    page = Watched(browser, viewport={"width": 688, "height": 1000}).open(files[lang])  # A4 - 28 mm
    unfold(page, STRIKE)
    page.emulate_media(media="print")

    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    cut = "e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible'"
    assert page.locator(".scroll").evaluate_all(f"all => all.filter(e => {cut}).length") == 0
    expect(page.locator("#filters")).to_be_hidden()


def test_arabic_is_set_in_the_font_of_the_page(arabic: Page) -> None:
    assert arabic.evaluate("document.fonts.check('16px \"Crosscheck Sans\"', 'قصف')")
    assert arabic.evaluate("[...document.fonts].map(font => font.status)") == ["loaded"] * 2


def test_policy_of_the_page_forbids_the_network(browser: Browser, files: dict[str, Path]) -> None:
    watched = Watched(browser)
    page = watched.open(files["en"])

    outcome = page.evaluate("fetch('https://example.org/').then(() => 'sent', () => 'refused')")
    page.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'https://example.org/a'}))"
    )
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p onclick=\"pwned=1\">x</p>')")
    page.get_by_text("x", exact=True).click()

    assert outcome == "refused"
    assert page.evaluate("typeof pwned") == "undefined"
    assert any("Content Security Policy" in complaint for complaint in watched.complaints)


def test_hostile_text_runs_nothing(browser: Browser, hostile: Report, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(to_html(hostile, "ar"), "utf-8")
    watched = Watched(browser)
    page = watched.open(path)
    page.locator("#open-all").click()
    expect(page.locator(".evidence")).to_have_count(3)
    page.locator("#search").fill("<script>")
    page.locator("#language").click()

    assert page.evaluate("typeof pwned") == "undefined"
    assert page.locator("img").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0
    assert watched.complaints == []
    assert watched.foreign_requests(path) == []


def test_without_javascript_the_list_can_be_read(browser: Browser, files: dict[str, Path]) -> None:
    page = Watched(browser, java_script_enabled=False).open(files["ar"])

    expect(page.locator(".card")).to_have_count(3)
    expect(page.locator("noscript")).to_be_visible()
