"""The SOP and the rule set that a cycle has pinned, and the ones in force."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from ukur.domain.figures.policy import RuleSet
from ukur.domain.figures.policy_reading import from_plain
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.reading import read
from ukur.store.models import Cycle, ProcedureVersion, RuleSetVersion, Run


@lru_cache(maxsize=64)
def _parsed(sha256: str, key: str, text: str) -> Procedure:
    # The hash alone would do as a key; the text is what it stands for.
    del sha256
    return read(text, f"{key}.toml")


_KNOWN: dict[tuple[str, str], Procedure] = {}
"""SOPs by their hash and key, so that lists of runs need not fetch the text of any."""
MOST_KNOWN = 500


def procedures_by_id(versions: Collection[int]) -> dict[int, Procedure]:
    """The SOPs of these versions by their ids. One query, and one for those never seen before."""
    return _procedures(ProcedureVersion.objects.filter(pk__in=versions))


def versions_of(agency_id: int) -> dict[int, Procedure]:
    """Every version of an SOP of the agency by its id, the first in force first.

    One query, and one for those never seen before.
    """
    rows = ProcedureVersion.objects.filter(agency_id=agency_id)
    return _procedures(rows.order_by("in_force_from", "pk"))


def _procedures(rows: QuerySet[ProcedureVersion]) -> dict[int, Procedure]:
    marks = {pk: (sha, key) for pk, sha, key in rows.values_list("pk", "sha256", "key")}
    missing = [pk for pk, mark in marks.items() if mark not in _KNOWN]
    if missing:
        if len(_KNOWN) + len(missing) > MOST_KNOWN:
            _KNOWN.clear()
            missing = list(marks)
        for version in ProcedureVersion.objects.filter(pk__in=missing):
            _KNOWN[version.sha256, version.key] = procedure_in(version)
    return {pk: _KNOWN[mark] for pk, mark in marks.items()}


def known_procedure(version: ProcedureVersion) -> Procedure:
    """The SOP of a version whose text need not be loaded. One query if it was never seen before."""
    mark = (version.sha256, version.key)
    if mark not in _KNOWN:
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[mark] = procedure_in(version)
    return _KNOWN[mark]


def parsed_version(version: ProcedureVersion) -> Procedure:
    """The SOP of a version."""
    return _parsed(version.sha256, version.key, version.text)


def next_version(agency_id: int, key: str) -> str:
    """The number for the next version of an SOP: one above the greatest whole number used."""
    versions = ProcedureVersion.objects.filter(agency_id=agency_id, key=key)
    used = [int(text) for text in versions.values_list("version", flat=True) if text.isdecimal()]
    return str(max(used, default=0) + 1)


def procedure_of(run: Run) -> Procedure:
    """The SOP that is run. The run's `procedure` must be loaded."""
    return procedure_in(run.procedure)


def procedure_in(version: ProcedureVersion) -> Procedure:
    """The SOP that the version holds."""
    return _parsed(version.sha256, version.key, version.text)


def rules_of(cycle: Cycle) -> RuleSet:
    """The rule set that the cycle's figures obey, with the scale that holds at its period's end.

    The cycle's `rule_set` must be loaded.
    """
    rules = from_plain(cycle.rule_set.rules)
    return rules.on(YearPeriod(cycle.year, Period(cycle.period)).ends)


def same_person_may_approve(cycle: Cycle) -> bool:
    """Whether the cycle's rule set lets someone decide on their own work. It must be loaded.

    Every change asks this, so the rule set is not read whole.
    """
    return cycle.rule_set.rules.get("same_person_may_approve") is True


def procedure_in_force(agency_id: int, key: str, day: date) -> ProcedureVersion:
    """The version of an SOP that is in force on `day`; what was withdrawn never is.

    Raises:
        ProcedureVersion.DoesNotExist: the agency has none.
    """
    return ProcedureVersion.objects.filter(
        agency_id=agency_id, key=key, in_force_from__lte=day, withdrawn_at=None
    ).latest("in_force_from", "id")


def rule_set_in_force(agency_id: int, day: date) -> RuleSetVersion:
    """The rule set that is in force on `day`.

    Raises:
        RuleSetVersion.DoesNotExist: the agency has none.
    """
    return RuleSetVersion.objects.filter(agency_id=agency_id, in_force_from__lte=day).latest(
        "in_force_from", "id"
    )
