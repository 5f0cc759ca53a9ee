"""Pages of the collection on narrow screens, on paper and in forced colours: nothing is lost."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.door import enter, laid_out

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOARD = "/siklus/2/pengumpulan/"
NOBODY_WRITES = "Puskesmas Melati"
"""Into whose form no other test does: its figures are always those of the sample."""
HIDDEN = """() => Array.from(document.querySelectorAll("main .kartu-rapat"))
  .map((box) => box.scrollWidth - box.clientWidth)
  .filter((beyond) => beyond > 1)"""
"""Pixels of tables that only scrolling sideways brings into sight."""
LINES = """(figures) => figures.map((figure) => {
  const text = document.createRange();
  text.selectNodeContents(figure);
  return new Set(Array.from(text.getClientRects(), (part) => Math.round(part.top))).size;
})"""
"""In how many lines each figure stands."""

COLUMNS = """() => {
  const left = (cell) => cell.getBoundingClientRect().left;
  const codes = Array.from(document.querySelectorAll(".peta thead tr:nth-child(2) th"), left);
  const row = document.querySelector(".peta tbody tr:not(.grup)");
  const cells = Array.from(row.querySelectorAll("td:not(.unit)"), left);
  const apart = codes.map((at, n) => Math.abs(at - cells[n]));
  return { codes: codes.length, apart: Math.max(...apart) };
}"""
"""How many columns the board has, and how many pixels a cell lies beside its heading at most."""


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [1024, 700, 320])
def test_a_form_to_check_shows_every_column_and_every_figure_whole(
    page: Page, sample: str, width: int, language: str
) -> None:
    enter(page, sample, "Tim SAKIP")
    page.goto(f"{sample}{BOARD}")
    unit = page.locator(".peta th[scope=row] a", has_text=NOBODY_WRITES).get_attribute("href")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": sample}])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{sample}{BOARD}{unit}")
    expect(page.locator("html")).to_have_attribute("lang", language)
    figures = page.locator(".periksa a[data-account]")
    expect(figures.first).to_be_visible()
    laid_out(page)
    assert set(figures.evaluate_all(LINES)) == {1}
    assert page.evaluate(HIDDEN) == []


def test_a_form_to_fill_in_shows_its_states_and_its_reasons_on_a_small_screen(
    page: Page, sample: str
) -> None:
    enter(page, sample, "Operator unit")
    page.set_viewport_size({"width": 1024, "height": 900})
    page.goto(f"{sample}/isian/")
    page.locator(".isian-tabel input").first.focus()
    expect(page.locator(".isian-tabel td textarea").first).to_be_visible()
    laid_out(page)
    assert page.evaluate(HIDDEN) == []


def test_a_file_is_chosen_in_the_words_of_the_page_also_below_a_line(
    page: Page, sample: str
) -> None:
    enter(page, sample, "Operator unit")
    page.goto(f"{sample}/isian/")
    page.locator("a[data-panel]").first.click()
    expect(page.locator(".panel h3").first).to_be_visible()
    adding = page.locator(".panel .tambah")
    if adding.get_attribute("open") is None:
        adding.locator("summary").click()
    expect(adding.locator(".berkas-pilih")).to_contain_text("Pilih berkas")


def test_a_printed_board_has_every_cell_below_its_heading_and_every_symbol_in_ink(
    page: Page, sample: str
) -> None:
    enter(page, sample, "Tim SAKIP")
    page.goto(f"{sample}{BOARD}")
    page.emulate_media(media="print")
    laid_out(page)
    placed = page.evaluate(COLUMNS)
    assert placed["codes"] > 0
    assert placed["apart"] <= 1
    inks = page.locator(".peta a.k").evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell).color)"
    )
    assert inks
    assert "rgb(255, 255, 255)" not in inks


def test_the_chosen_filter_and_the_week_can_be_seen_in_forced_colours(
    page: Page, sample: str
) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark")
    enter(page, sample, "Tim SAKIP")
    page.wait_for_load_state()
    expect(page.locator(".pekan text").first).to_be_visible()
    drawn = page.locator(".pekan text").evaluate_all(
        "(words) => words.map((word) => getComputedStyle(word).fill)"
    )
    assert set(drawn) == {"rgb(255, 255, 255)"}
    page.goto(f"{sample}{BOARD}")
    outlines = page.locator(".pilah a").evaluate_all(
        "(filters) => filters.map((one) => [one.ariaCurrent !== null,"
        " getComputedStyle(one).outlineStyle !== 'none'])"
    )
    assert [True, True] in outlines
    assert all(chosen == outlined for chosen, outlined in outlines)
