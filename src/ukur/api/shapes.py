"""What the bodies and addresses of all operations share: ids, texts, figures, moments."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.functional import Promise
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from ukur.api.reading import NO_TEXT
from ukur.domain.figures.indicator import Kind
from ukur.domain.figures.notation import Number, read
from ukur.domain.figures.showing import WORDED

MOST = 2**53 - 1
"""The largest whole number that every program of JSON keeps."""
MOST_STEPS = 9_999
LONGEST_REASON = 4_000


def _is_text(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise PydanticCustomError("figure_as_number", "send figures as text")
    return value


def _plain_text(value: str) -> str:
    if NO_TEXT.search(value):
        raise PydanticCustomError("character_refused", "no character of a text")
    return value


Id = Annotated[int, Field(ge=1, le=MOST)]
StepNumber = Annotated[int, Field(ge=1, le=MOST_STEPS)]
Year = Annotated[int, Field(ge=1900, le=2999)]
Count = Annotated[int, Field(ge=0, le=MOST, strict=True)]
Text = Annotated[str, Field(max_length=LONGEST_REASON), AfterValidator(_plain_text)]
Figure = Annotated[
    str,
    BeforeValidator(_is_text),
    Field(
        max_length=80,
        description="A figure as text in plain decimal notation, `1234.5`, never as a JSON number; "
        "or a word where the indicator has words: a grade, `ya` or `tidak`, a day. "
        '`""` means that there is no figure.',
        examples=["1234.5"],
    ),
]


class In(BaseModel):
    """What a program sends: fields that are not known are refused, so that no slip goes unseen."""

    model_config = ConfigDict(extra="forbid")


def shown_as(example: Mapping[str, Any]) -> ConfigDict:
    """The settings of a body that the description shows by an example."""
    return ConfigDict(json_schema_extra={"examples": [dict(example)]})


class Out(BaseModel):
    """What a program gets; taken from values by the names of their fields."""

    model_config = ConfigDict(from_attributes=True)


Moment = datetime
"""ISO 8601 with its offset; moments of the office are given in UTC."""


def plain_figure(value: Decimal | None) -> str | None:
    """A figure as programs read it, without zeros after its last decimal."""
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_cell(text: str, kind: Kind) -> str:
    """What stands in a cell, as programs read it: a plain decimal, or a word as it is."""
    if kind in WORDED:
        return text
    found = read(text)
    return plain_figure(found.value) or "" if isinstance(found, Number) else ""


def spoken(words: str | Promise) -> str:
    """Words in the language of the request."""
    return str(words)


Anything = dict[str, Any]
