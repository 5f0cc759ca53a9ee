"""A duty in words: role, unit, acting, dates."""

from django.utils.translation import gettext as _

from ukur.domain.people import Duty, held_title
from ukur.edge.dates import long_date
from ukur.edge.names import role_name
from ukur.store.queries.office_pages import DutyLine


def duty_words(line: DutyLine) -> str:
    """For example "Plt. Sekretaris, sejak 1 Januari 2026"."""
    return words_of_duty(line.duty, line.unit)


def words_of_duty(duty: Duty, unit: str = "") -> str:
    """The duty alone in the same words; `unit` is the name of its unit."""
    role = role_name(duty.role)
    parts = [held_title(role, duty.acting)]
    if unit:
        parts.append(unit)
    if duty.starts:
        parts.append(_("since %(day)s") % {"day": long_date(duty.starts)})
    if duty.ends:
        parts.append(_("until %(day)s") % {"day": long_date(duty.ends)})
    if duty.basis:
        parts.append(duty.basis)
    return ", ".join(parts)
