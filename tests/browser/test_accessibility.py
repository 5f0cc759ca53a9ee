"""Every page as every role: WCAG 2.2 AA by axe, no sideways scrolling, nothing from elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.door import enter, laid_out

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROLES = (
    "Kepala Dinas",
    "Sekretaris",
    "Fungsional Perencana",
    "Tim SAKIP",
    "Staf",
    "Operator unit",
    "Kepala unit",
    "Pengelola aplikasi",
    "Evaluator",
)
STRANGER = ""
ON_A_PHONE = ("Kepala Dinas", "Tim SAKIP", "Operator unit", STRANGER)
"""Those who work on a phone, and a stranger; on a wide page everybody walks."""
NARROWEST = 320
"""Pixels to which a page reflows without loss (WCAG 1.4.10)."""
STANDARD = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
ARCHIVED, RUNNING = 1, 2
STEPS = [
    "disposisi",
    "format",
    "pengumpulan",
    "pembahasan",
    "konsep",
    "koreksi",
    "tanda-tangan",
    "arsip",
    "jurnal",
]
STARTS = (
    "/",
    "/masuk/",
    "/kata-sandi/lupa/",
    "/verifikasi/",
    "/verifikasi/TIDAK-ADA/",
    "/siklus/baru/",
    "/tidak-ada/",
    *(f"/siklus/{cycle}/{step}/" for cycle in (ARCHIVED, RUNNING) for step in STEPS),
)
NO_PAGE = re.compile(
    r"\.(pdf|xlsx|zip|csv|svg|toml|bpmn|json)$|^/(bukti|dokumen|static|keluar|proses/berkas)/|/pindaian/$"
)
FACTS = """() => ({
  lang: document.documentElement.lang,
  title: document.title,
  headings: Array.from(document.querySelectorAll("h1"), (found) => found.innerText.trim()),
  links: Array.from(document.querySelectorAll("a[href]"), (found) => found.href),
})"""
LIFT_BARS = """() => document.querySelectorAll(".bilah-ponsel")
  .forEach((bar) => { bar.style.position = "static"; })"""
"""What lies below a bar that stays in place is reached by scrolling; axe looks without it."""
TOO_WIDE = "() => document.documentElement.scrollWidth - window.innerWidth"


@dataclass
class Walk:
    """A visitor who follows every link once, and what was found on the way."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def paths(self) -> Iterator[str]:
        """Every page that can be reached, one of each kind; the page is open when it is given."""
        waiting = list(STARTS)
        for path in waiting:
            kind = kind_of(path)
            if kind in self.seen or NO_PAGE.search(path):
                continue
            self.seen.add(kind)
            self.page.goto(f"{self.address}{path}")
            yield path
            links = self.page.evaluate(FACTS)["links"]
            waiting += [
                link.removeprefix(self.address).partition("#")[0].partition("?")[0]
                for link in links
                if link.startswith(f"{self.address}/")
            ]

    def look_at(self, path: str, width: int) -> None:
        facts = self.page.evaluate(FACTS)
        if facts["lang"] != "id" or len(facts["headings"]) != 1 or not facts["headings"][0]:
            self.faults.append(f"{path}: {facts['lang']} {facts['headings']}")
        if not facts["title"].removesuffix("· Ukur").strip():
            self.faults.append(f"{path}: no title")
        for wide in (width, NARROWEST) if width < NARROWEST * 2 else (width,):
            self.page.set_viewport_size({"width": wide, "height": 900})
            laid_out(self.page)
            if (too_wide := self.page.evaluate(TOO_WIDE)) > 0:
                self.faults.append(f"{path}: {too_wide} px too wide at {wide}")
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.evaluate(LIFT_BARS)
        for violation in Axe().run(self.page, options=STANDARD).response["violations"]:
            targets = [node["target"] for node in violation["nodes"][:3]]
            self.faults.append(f"{path}: {violation['id']} {targets}")


CODED = re.compile(r"/(angka|rata-rata|anggaran|indikator|koreksi-angka)/[^/]+")
"""Pages that there are one of for every indicator, goal or budget line, by its code."""


def kind_of(path: str) -> str:
    """The address without its numbers, but for that of the cycle: the two stand elsewhere."""
    cycle = re.match(r"/siklus/\d+/", path)
    kept = cycle.group() if cycle else ""
    return kept + re.sub(r"\d+", "N", CODED.sub(r"/\1/N", f"/{path.removeprefix(kept)}"))


@pytest.mark.parametrize(
    ("role", "theme", "width"),
    [
        *((role, "light", 1280) for role in (*ROLES, STRANGER)),
        *((role, "dark", 390) for role in ON_A_PHONE),
    ],
)
def test_every_page_can_be_used_by_everyone(
    page: Page, sample: str, role: str, theme: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "ukur_theme", "value": theme, "url": sample}])
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda asked: (
            None if asked.url.startswith((sample, "data:")) else elsewhere.append(asked.url)
        ),
    )
    if role != STRANGER:
        enter(page, sample, role)
    walk = Walk(page, sample)
    for path in walk.paths():
        walk.look_at(path, width)
    assert walk.faults == []
    assert elsewhere == []
    assert len(walk.seen) > len(STARTS), "no link led anywhere"


@pytest.mark.parametrize("path", [f"/siklus/{ARCHIVED}/", f"/siklus/{ARCHIVED}/koreksi/"])
def test_a_printed_page_has_its_table_and_nothing_to_press(
    page: Page, sample: str, path: str
) -> None:
    enter(page, sample, "Sekretaris")
    page.goto(f"{sample}{path}")
    page.emulate_media(media="print")
    expect(page.locator("main table").first).to_be_visible()
    for vanished in (".kepala", ".mistar", ".rel", ".kaki", "main button", "main .tb"):
        assert page.locator(vanished).locator("visible=true").count() == 0, vanished
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert page.pdf(format="A4").startswith(b"%PDF-")
