"""The plan and its year as workbooks, for whoever takes them away: a page, a command."""

from dataclasses import dataclass

from ukur.domain.figures.showing import MONTHS
from ukur.domain.papers import MARK_TEXTS
from ukur.domain.plan.e81_form import e81_report
from ukur.domain.plan.export import only_own_units, plan_rows
from ukur.edge import wiring
from ukur.store.queries.e81 import PlanLabel, e81_year, plan_label
from ukur.store.queries.plan_draft import plan_draft


@dataclass(frozen=True)
class TakenFile:
    """A file to be taken away."""

    name: str
    content: bytes


def plan_file(plan_id: int, agency_id: int) -> TakenFile | None:
    """A version of the plan as the workbook that it could be brought in from; None if unknown.

    The same version gives the same bytes.
    """
    label = plan_label(plan_id, agency_id)
    if label is None:
        return None
    draft = only_own_units(plan_draft(plan_id))
    content = wiring.plan_workbook(
        plan_rows(draft, label.year),
        title=f"Rencana kinerja {label.agency} {label.year}",
        mark=MARK_TEXTS.get(label.mode, ""),
        notes=(_version(label),),
    )
    return TakenFile(f"rencana-{label.year}-versi-{label.number}.xlsx", content)


def e81_file(agency_id: int, year: int) -> TakenFile | None:
    """The year as Form E.81; None without a plan of that year."""
    found = e81_year(agency_id, year)
    if found is None:
        return None
    label = found.label
    mark = MARK_TEXTS.get(label.mode, "")
    # A trial recomputes what others published: nobody signs it.
    signed = () if label.mode == "trial" else (f"{label.city}, ", label.head_title.upper())
    head = wiring.E81Head(label.agency, label.region, _version(label), mark, signed)
    content = wiring.e81_workbook(e81_report(found.data), head)
    return TakenFile(f"formulir-e81-{year}.xlsx", content)


def _version(label: PlanLabel) -> str:
    day = label.in_force_from
    since = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"Rencana {label.kind} {label.year}, versi {label.number}, berlaku sejak {since}"
