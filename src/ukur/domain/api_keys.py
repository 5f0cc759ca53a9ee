"""Keys by which programs act for a person: what they look like, how long they may hold."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from ukur.domain.people import Actor
from ukur.domain.refusals import NotAllowed, NotNow, NotValid, Problem

PREFIX = "ukur_"
"""By this a key is recognised where it should not be: in a chat, a letter, a repository."""
LONGEST_NAME = 100
MOST_DAYS = 366
"""A year, a leap day among its days."""
MOST_KEYS = 20
"""So many keys that still hold may one account have."""


@dataclass(eq=False)
class TooManyKeys(NotNow):
    """The account has as many keys that hold as it may have."""

    code: ClassVar[str] = "too_many_keys"
    most: int


@dataclass(eq=False)
class NotYourKey(NotAllowed):
    """A key is revoked by its owner or by the pengelola."""

    code: ClassVar[str] = "not_your_key"


@dataclass(eq=False)
class KeyOpensNothing(NotAllowed):
    """The key that was sent is unknown, revoked or over; which of these nobody is told."""

    code: ClassVar[str] = "key_opens_nothing"
    address: str


@dataclass(frozen=True)
class NewKey:
    """What a key is for, at which unit alone, and the last day on which it holds.

    Without `unit_id` it carries all duties of its account.
    """

    name: str
    ends_on: date
    unit_id: int | None = None


def check_new_key(wanted: NewKey, today: date, actor: Actor) -> None:
    """Nothing, if the actor may have such a key.

    Raises:
        NotValid: no name or too long a one, no duty at the unit, a day that has passed or lies
            more than a year ahead.
    """
    problems = []
    if not wanted.name.strip():
        problems.append(Problem("name", "text_missing"))
    if len(wanted.name.strip()) > LONGEST_NAME:
        problems.append(Problem("name", "text_too_long", {"most": LONGEST_NAME}))
    if wanted.unit_id is not None and not actor.only_at(wanted.unit_id).duties:
        problems.append(Problem("unit", "no_duty_there"))
    if wanted.ends_on < today:
        problems.append(Problem("ends_on", "date_passed"))
    if wanted.ends_on > today + timedelta(days=MOST_DAYS):
        problems.append(Problem("ends_on", "key_too_long_lived"))
    if problems:
        raise NotValid(problems=tuple(problems))


def digest_of(key: str) -> str:
    """What is kept of a key, and by which it is found again.

    A key has 256 random bits, so a plain hash without salt cannot be turned back.

    >>> digest_of("ukur_x")[:8]
    'ea7a34f3'
    """
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
