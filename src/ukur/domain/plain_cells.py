"""Texts in CSV files that a spreadsheet will open: none may begin as a formula does.

A text that begins with =, +, -, @, a tab or a line end gets an apostrophe before it; so does one
that has apostrophes before such a sign, so that taking one away always gives back what was there.
Source: OWASP, "CSV Injection".
"""

import re

_RISKY = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def guarded(text: str) -> str:
    """The text as a cell of a CSV file that nothing executes.

    >>> guarded("=HYPERLINK(1)"), guarded("12,5"), guarded("'-")
    ("'=HYPERLINK(1)", '12,5', "''-")
    """
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """What `guarded` was given.

    >>> unguarded(guarded("-5")), unguarded("'tis")
    ('-5', "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text
