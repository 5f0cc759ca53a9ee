"""The option --cap: up to which percentage achievements are shown."""

from decimal import Decimal
from gettext import gettext as _

from ukur.cli.answers import CouldNot
from ukur.domain.figures.notation import Number, read


def read_cap(text: str | None) -> Decimal | None:
    """The percentage that was written, in Indonesian notation; None without a cap."""
    if text is None:
        return None
    answer = read(text)
    if isinstance(answer, Number) and answer.value > 0:
        return answer.value
    sentence = _("--cap {text}: write a percentage above 0, such as 100 or 120.")
    raise CouldNot(sentence.format(text=text))
