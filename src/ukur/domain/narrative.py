"""Sentences whose numbers come from the table: {IKU-01.capaian} stands for the cell.

A number in the text can so not disagree with the table; a name that is bound to nothing
is refused when it is written, not discovered on paper.
"""

import re
from collections.abc import Mapping, Sequence

from ukur.domain.refusals import NotValid, Problem

LONGEST = 4_000
MOST_PARAGRAPHS = 40
_NAME = re.compile(r"\{([^{}\n]{1,60})\}")


def names_in(text: str) -> tuple[str, ...]:
    """The names in braces, in order.

    >>> names_in("Capaian {IKU-01.capaian} dari {IKU-01.target}.")
    ('IKU-01.capaian', 'IKU-01.target')
    """
    return tuple(match[1] for match in _NAME.finditer(text))


def bound(text: str, values: Mapping[str, str]) -> str:
    """The text with every name replaced by its cell; an unknown name stays as it is.

    >>> bound("Rata-rata {rata}%.", {"rata": "98,10"})
    'Rata-rata 98,10%.'
    """
    return _NAME.sub(lambda match: values.get(match[1], match[0]), text)


def check_bindings(paragraphs: Sequence[str], values: Mapping[str, str]) -> None:
    """Nothing, if every name is bound and no text is too long.

    Raises:
        NotValid: each problem at "paragraph:<number from 1>".
    """
    problems = [
        Problem(f"paragraph:{number}", "name_unbound", {"name": name})
        for number, text in enumerate(paragraphs, start=1)
        for name in names_in(text)
        if name not in values
    ]
    problems += [
        Problem(f"paragraph:{number}", "text_too_long", {"most": LONGEST})
        for number, text in enumerate(paragraphs, start=1)
        if len(text) > LONGEST
    ]
    if len(paragraphs) > MOST_PARAGRAPHS:
        problems.append(Problem("paragraphs", "paragraphs_too_many", {"most": MOST_PARAGRAPHS}))
    if problems:
        raise NotValid(problems=tuple(problems))
