"""What the tests of the frame and the office pages share."""

from html import unescape
from typing import Protocol


class Page(Protocol):
    """What the test client gives back, as far as it is read."""

    @property
    def content(self) -> bytes: ...


def words(response: Page) -> str:
    """The page as one line of text, without its tags."""
    text, inside = [], False
    for character in response.content.decode():
        if character in "<>":
            inside = character == "<"
            text.append(" ")
        elif not inside:
            text.append(character)
    return " ".join(unescape("".join(text)).split())
