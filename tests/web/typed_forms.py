"""What a browser would send back of a form on a page, as it stands."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._form_id = form_id
        self._is_inside = False
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = told.get("id") == self._form_id
        elif self._is_inside and tag == "input":
            self._input(told)
        elif self._is_inside and tag in {"select", "textarea"}:
            self._open = told["name"]
            self.found[self._open] = [""]
        elif self._is_inside and tag == "option" and "selected" in told:
            self.found[self._open] = [told["value"]]

    def handle_data(self, data: str) -> None:
        if self.lasttag == "textarea" and self._open:
            self.found[self._open] = [self.found[self._open][0] + data]

    def handle_endtag(self, tag: str) -> None:
        if tag in {"select", "textarea"}:
            self._open = ""

    def _input(self, told: dict[str, str]) -> None:
        if told.get("type") != "checkbox" or "checked" in told:
            self.found.setdefault(told["name"], []).append(told.get("value", ""))


def standing(page: str, form_id: str) -> dict[str, list[str]]:
    """The fields of the form with that id, each with all values that it would send."""
    reader = _Reader(form_id)
    reader.feed(page)
    return reader.found
