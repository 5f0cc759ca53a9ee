"""The national holidays and cuti bersama of Indonesia, from the package `holidays`."""

from collections.abc import Mapping
from datetime import date

import holidays

from ukur.domain.ports import OutsideFailure

_COUNTRY = "ID"
_CATEGORIES = ("public", "government")
_ESTIMATED = "(perkiraan)"
"""The package's mark on a day that follows the moon and is not decreed yet."""


class NationalHolidays:
    """Fulfils `ukur.domain.ports.Holidays` with names in Indonesian.

    Days that the government has not decreed yet are estimates: their names say
    "(perkiraan)", and `estimated` lists them, so that the agency can correct its calendar.
    """

    def of(self, year: int) -> Mapping[date, str]:
        """The holidays of the year by date, in their order.

        Raises:
            OutsideFailure: the package knows nothing about the year.
        """
        days = holidays.country_holidays(
            _COUNTRY, years=year, language="id", categories=_CATEGORIES
        )
        if not days:
            raise OutsideFailure("holidays", f"no holidays of {year}")
        return dict(sorted(days.items()))

    def estimated(self, year: int) -> tuple[date, ...]:
        """The days of the year that are estimates."""
        return tuple(day for day, name in self.of(year).items() if _ESTIMATED in name)

    def knows_joint_leave(self, year: int) -> bool:
        """Whether the package knows the cuti bersama, which is decreed for each year alone."""
        public = holidays.country_holidays(_COUNTRY, years=year, categories=("public",))
        return any(day not in public for day in self.of(year))
