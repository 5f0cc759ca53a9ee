"""A duty in words: role, unit, acting, dates."""

from django.utils.translation import gettext as _

from ukur.edge.dates import long_date
from ukur.edge.names import role_name
from ukur.store.queries.office_pages import DutyLine

_ACTING = {"plt": "Plt.", "plh": "Plh."}


def duty_words(line: DutyLine) -> str:
    """For example "Plt. Sekretaris, sejak 1 Januari 2026"."""
    duty = line.duty
    role = role_name(duty.role)
    acting = _ACTING.get(duty.acting)
    parts = [f"{acting} {role}" if acting else role]
    if line.unit:
        parts.append(line.unit)
    if duty.starts:
        parts.append(_("since %(day)s") % {"day": long_date(duty.starts)})
    if duty.ends:
        parts.append(_("until %(day)s") % {"day": long_date(duty.ends)})
    return ", ".join(parts)
