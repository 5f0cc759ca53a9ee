"""How a duty passes from one person to another: for some days, or for good.

A delegation gives a duty for days, while its holder keeps it: as Plh when the holder is away,
or a.n. for the signature alone. A hand-over ends it for one and begins it for the next, without
a day on which nobody or both hold it, unless somebody says why.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ukur.domain.people import SOP_ROLES, Actor, Duty, NotYoursToGive, Role
from ukur.domain.refusals import NotValid, Problem

DELEGATED = ("plh", "an")
"""How a duty is held that its holder gave for some days. A Plt follows a holder; see below."""
HANDED_OVER = ("", "plt")
"""How a duty is held that was handed over: in full, or as Plt until somebody is named."""
LONGEST_BASIS = 200


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """To whom a duty is given, on which days, how they sign, and the letter that it rests on."""

    to: int
    starts: date
    ends: date
    acting: str
    basis: str


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """To whom a duty passes, the last day of the one and the first of the other.

    `apart` says why there is a day between them that nobody holds, or one that both hold.
    """

    to: int
    last_day: date
    first_day: date
    acting: str
    basis: str
    apart: str = ""


def check_may_delegate(duty: Duty, holder: int, actor: Actor) -> None:
    """Nothing, if the actor may give the duty of the account `holder` to somebody for some days.

    What was given is not given on: only its holder in full does it, or the pengelola for them.

    Raises:
        NotYoursToGive: it is neither.
    """
    is_own = holder == actor.account_id
    in_full = duty.role in SOP_ROLES and not duty.acting
    if not in_full or not (is_own or actor.has(Role.KEEPER)):
        raise NotYoursToGive


def may_delegate(duty: Duty, holder: int, actor: Actor) -> bool:
    """Whether `check_may_delegate` lets the actor."""
    try:
        check_may_delegate(duty, holder, actor)
    except NotYoursToGive:
        return False
    return True


def check_delegation(duty: Duty, holder: int, wanted: Delegation, today: date) -> None:
    """Nothing, if the duty can be given so.

    Raises:
        NotValid: every problem, by the field.
    """
    checks = (
        ("to", "not_to_oneself", wanted.to == holder),
        ("starts", "date_passed", wanted.starts < today),
        ("ends", "ends_before_it_starts", wanted.ends < wanted.starts),
        ("ends", "outlasts_the_duty", duty.ends is not None and duty.ends < wanted.ends),
        ("starts", "outlasts_the_duty", duty.starts is not None and wanted.starts < duty.starts),
        ("acting", "unknown_value", wanted.acting not in DELEGATED),
        *_basis_checks(wanted.basis),
    )
    _raise(checks)


def check_hand_over(duty: Duty, holder: int, wanted: HandOver) -> None:
    """Nothing, if the duty can pass on so.

    Raises:
        NotValid: every problem, by the field.
    """
    days = (wanted.first_day - wanted.last_day).days
    is_said = bool(wanted.apart.strip())
    checks = (
        ("to", "not_to_oneself", wanted.to == holder),
        ("last_day", "before_it_began", duty.starts is not None and wanted.last_day < duty.starts),
        ("last_day", "outlasts_the_duty", duty.ends is not None and duty.ends < wanted.last_day),
        ("first_day", "nobody_between", days > 1 and not is_said),
        ("first_day", "both_on_one_day", days < 1 and not is_said),
        ("acting", "unknown_value", wanted.acting not in HANDED_OVER),
        *_basis_checks(wanted.basis),
    )
    _raise(checks)


def following(last_day: date) -> date:
    """The first day of whoever follows without a gap."""
    return last_day + timedelta(days=1)


def _basis_checks(basis: str) -> tuple[tuple[str, str, bool], ...]:
    return (
        ("basis", "needed", not basis.strip()),
        ("basis", "basis_too_long", len(basis.strip()) > LONGEST_BASIS),
    )


def _raise(checks: tuple[tuple[str, str, bool], ...]) -> None:
    problems = tuple(Problem(where, code) for where, code, is_wrong in checks if is_wrong)
    if problems:
        raise NotValid(problems=problems)
