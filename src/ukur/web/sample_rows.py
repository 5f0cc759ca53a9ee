"""The rows of the sign-in page's sample accounts, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ukur.domain.people import Role
from ukur.edge.names import role_initials, role_name
from ukur.store.queries.sample_accounts import SampleAccount, SampleAccounts

_DOES = {
    Role.HEAD: gettext_noop("orders, signs"),
    Role.SECRETARY: gettext_noop("disposes, reviews"),
    Role.PLANNER: gettext_noop("form, evaluation, draft"),
    Role.TEAM: gettext_noop("collection, evaluation"),
    Role.STAFF: gettext_noop("archive for the SAKIP evaluation"),
    Role.OPERATOR: gettext_noop("fills in the form of"),
    Role.UNIT_HEAD: gettext_noop("vouches for the figures of"),
    Role.KEEPER: gettext_noop("accounts, calendar, keys"),
    Role.EVALUATOR: gettext_noop("reads archives and evidence"),
}
_OUTSIDE = {
    Role.KEEPER: gettext_noop("outside the steps: cannot change a figure"),
    Role.EVALUATOR: gettext_noop("outside the steps: reads what is archived"),
}


@dataclass(frozen=True)
class Segment:
    number: int
    css: str


@dataclass(frozen=True)
class SampleRow:
    """An account as a row: who, what they do, and their steps among all."""

    id: int
    name: str
    initials: str
    unit: str
    does: str
    segments: tuple[Segment, ...]
    steps_words: str
    step_now: int | None
    outside: str


def sample_row(account: SampleAccount, among: SampleAccounts) -> SampleRow:
    """The account in words, its steps as segments; only the first one at work is marked."""
    name = role_name(account.role)
    does = _(_DOES[account.role])
    steps = ", ".join(str(step) for step in account.steps)
    return SampleRow(
        id=account.id,
        name=name,
        initials=role_initials(account.role),
        unit=account.unit,
        does=f"{does} {account.unit}" if account.unit else does,
        segments=tuple(
            Segment(number, _css(number, account)) for number in range(1, among.step_count + 1)
        )
        if account.steps
        else (),
        steps_words=_("%(role)s: steps %(steps)s") % {"role": name, "steps": steps},
        step_now=account.step_now if account == _first_at_work(among) else None,
        outside=_(_OUTSIDE[account.role]) if account.role in _OUTSIDE else "",
    )


def _first_at_work(among: SampleAccounts) -> SampleAccount | None:
    return next((account for account in among.accounts if account.step_now), None)


def _css(number: int, account: SampleAccount) -> str:
    if number == account.step_now:
        return "nw"
    return "ya" if number in account.steps else ""
