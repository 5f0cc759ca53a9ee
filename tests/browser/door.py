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
