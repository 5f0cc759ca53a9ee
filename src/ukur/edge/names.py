"""What roles, periods and the works of the SOP are called on pages."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ukur.domain.people import Role
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.sop.model import Procedure, Work

_ROLES = {
    Role.HEAD: gettext_noop("Head of the office"),
    Role.SECRETARY: gettext_noop("Secretary"),
    Role.PLANNER: gettext_noop("Functional planner"),
    Role.TEAM: gettext_noop("SAKIP team"),
    Role.STAFF: gettext_noop("Staff"),
    Role.OPERATOR: gettext_noop("Unit operator"),
    Role.UNIT_HEAD: gettext_noop("Head of unit"),
    Role.KEEPER: gettext_noop("Keeper of the application"),
    Role.EVALUATOR: gettext_noop("Evaluator"),
}
_INITIALS = {
    Role.HEAD: "KD",
    Role.SECRETARY: "SE",
    Role.PLANNER: "FP",
    Role.TEAM: "TS",
    Role.STAFF: "ST",
    Role.OPERATOR: "OU",
    Role.UNIT_HEAD: "KU",
    Role.KEEPER: "PA",
    Role.EVALUATOR: "EV",
}
_PERIODS = {
    Period.TW1: gettext_noop("Quarter 1"),
    Period.TW2: gettext_noop("Quarter 2"),
    Period.TW3: gettext_noop("Quarter 3"),
    Period.TW4: gettext_noop("Quarter 4"),
    Period.SEM1: gettext_noop("Half-year 1"),
    Period.SEM2: gettext_noop("Half-year 2"),
    Period.YEAR: gettext_noop("Year"),
}
_SHORT_PERIODS = {
    Period.TW1: gettext_noop("Q1"),
    Period.TW2: gettext_noop("Q2"),
    Period.TW3: gettext_noop("Q3"),
    Period.TW4: gettext_noop("Q4"),
    Period.SEM1: gettext_noop("H1"),
    Period.SEM2: gettext_noop("H2"),
    Period.YEAR: gettext_noop("Year"),
}
_PERIODS_OF_YEAR = {
    Period.TW1: gettext_noop("Q1 %(year)d"),
    Period.TW2: gettext_noop("Q2 %(year)d"),
    Period.TW3: gettext_noop("Q3 %(year)d"),
    Period.TW4: gettext_noop("Q4 %(year)d"),
    Period.SEM1: gettext_noop("H1 %(year)d"),
    Period.SEM2: gettext_noop("H2 %(year)d"),
    Period.YEAR: gettext_noop("Year %(year)d"),
}
_WORKS = {
    Work.ORDER: gettext_noop("Order"),
    Work.DISPOSE: gettext_noop("Disposition"),
    Work.FORM: gettext_noop("Form"),
    Work.COLLECT: gettext_noop("Collection"),
    Work.EVALUATE: gettext_noop("Evaluation"),
    Work.DRAFT: gettext_noop("Draft"),
    Work.REVIEW: gettext_noop("Review"),
    Work.SIGN: gettext_noop("Signature"),
    Work.ARCHIVE: gettext_noop("Archive"),
    Work.TASK: gettext_noop("Task"),
}
_UNIT_KINDS = {
    "bidang": gettext_noop("Division"),
    "sekretariat": gettext_noop("Secretariat"),
    "puskesmas": gettext_noop("Community health centre"),
    "upt": gettext_noop("Technical unit"),
}

_SMALL_WORDS = frozenset({"dan", "di", "dari", "ke", "untuk", "atas", "pada", "yang", "dalam"})


def role_name(role: Role) -> str:
    """The role as a person is addressed: "Fungsional Perencana"."""
    return _(_ROLES[role])


def role_initials(role: Role) -> str:
    """Two letters for the round mark beside a role."""
    return _INITIALS[role]


def period_name(period: Period) -> str:
    """The period in full: "Triwulan III"."""
    return _(_PERIODS[period])


def period_of_year(when: YearPeriod) -> str:
    """The period with its year: "Triwulan III 2026", in English "Q3 2026"."""
    return _(_PERIODS_OF_YEAR[when.period]) % {"year": when.year}


def period_short(period: Period) -> str:
    """The period in a table: "TW III", in English "Q3"."""
    return _(_SHORT_PERIODS[period])


def work_name(work: Work) -> str:
    """One word for what is done in a step: "Koreksi"."""
    return _(_WORKS[work])


def unit_kind_name(kind: str) -> str:
    """The kind of a unit; a kind that is not known keeps its own word."""
    return _(_UNIT_KINDS[kind]) if kind in _UNIT_KINDS else kind


def procedure_name(procedure: Procedure) -> str:
    """The SOP as a name in a sentence: "Penandatanganan Surat dan Berkas"."""
    words = procedure.cover.title.title().split()
    small = [word.lower() if word.lower() in _SMALL_WORDS else word for word in words]
    return " ".join(small)
