"""How a visitor of the sample office comes in."""

from playwright.sync_api import Page, expect


def enter(page: Page, address: str, role: str, unit: str = "") -> None:
    """Sign in as a role, at the unit where one is named; whoever was signed in is forgotten."""
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{address}/masuk/")
    choose(page, role, unit)
    expect(page.locator("h1")).to_have_text("Meja kerja")


def choose(page: Page, role: str, unit: str = "") -> None:
    """On the page of the door: come in as a role, at the unit where one is named."""
    choice = page.locator("#unit-lain option", has_text=f"{role}, {unit}")
    if unit and choice.count():
        page.select_option("#unit-lain", label=f"{role}, {unit}")
        page.locator("form:has(#unit-lain) button").click()
    else:
        page.get_by_role("button", name=f"Masuk sebagai {role}", exact=True).first.click()


def press(page: Page, do: str) -> None:
    """Press the button that does it, and wait for the page that follows.

    Not for a navigation: the one to a place within the page counts as one too. And not for the
    mark to be gone alone: between two pages there is a moment without any.
    """
    page.evaluate("document.documentElement.dataset.pressed = ''")
    page.locator(f"button[name=do][value={do}]").last.click()
    expect(page.locator("html:not([data-pressed])")).to_have_count(1)
    page.wait_for_load_state()


def laid_out(page: Page) -> None:
    """Wait for the page's own letters: those of the machine are of another width."""
    page.evaluate("document.fonts.ready.then(() => true)")
