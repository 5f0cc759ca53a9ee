"""The form of a unit under an operator's hands: kept cell by cell, pasted, asked about."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASTE = """([cell, text]) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {
    clipboardData: clipboard, bubbles: true, cancelable: true,
  });
  return cell.dispatchEvent(event);
}"""
MOTHERS, TODDLERS = 0, 1
"""The two lines of a puskesmas in the small office."""
KEPT = "Tersimpan"


@dataclass
class Form:
    """The form of Puskesmas Seroja, which Tim SAKIP has sent back in the running cycle."""

    page: Page

    def cell(self, line: int, part: str) -> Locator:
        return self.line(line).locator(f"input.sel[id$='-{part}']")

    def line(self, line: int) -> Locator:
        return self.page.locator("tbody.baris-isian").nth(line)

    def note(self, line: int) -> Locator:
        return self.line(line).locator("textarea")

    def type(self, line: int, numerator: str, denominator: str) -> None:
        """Type both parts as a person does, and leave the row."""
        self.cell(line, "numerator").fill(numerator)
        self.cell(line, "numerator").press("Tab")
        self.cell(line, "denominator").fill(denominator)
        with self.answered():
            self.cell(line, "denominator").press("Enter")

    def answered(self):  # type: ignore[no-untyped-def]
        """Wait for the answer to one line."""
        return self.page.expect_response(lambda answer: "/baris/" in answer.url)

    def paste(self, cell: Locator, text: str) -> None:
        self.page.evaluate(PASTE, [cell.element_handle(), text])

    def read_again(self) -> None:
        self.page.reload()
