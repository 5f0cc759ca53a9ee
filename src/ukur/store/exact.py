"""A column for figures that keeps every digit, on SQLite too."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import DataError, models
from django.db.backends.base.base import BaseDatabaseWrapper

Set_contra = TypeVar("Set_contra", contravariant=True)
Get_co = TypeVar("Get_co", covariant=True)

if TYPE_CHECKING:

    class _DecimalField(models.DecimalField[Set_contra, Get_co]):
        """What the checker sees."""

else:

    class _DecimalField(models.DecimalField):
        """Django's field takes no types when it runs."""

        def __class_getitem__(cls, _types):
            return cls


class ExactDecimalField(_DecimalField[Set_contra, Get_co]):
    """A decimal with `max_digits` digits in all, `decimal_places` of them behind the comma.

    PostgreSQL keeps it as numeric. SQLite has no decimals: it would keep a binary fraction of
    about 15 digits, so there the figure is text in plain notation ("-0.500000"). Text has no
    order and no sum: figures are compared and added in Python. The one comparison that text
    of this form allows is the one with zero.
    """

    def get_internal_type(self) -> str:
        """A name of its own: by "DecimalField" Django reads figures of SQLite through float."""
        return "ExactDecimalField"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        if connection.vendor == "sqlite":
            return "text"
        return f"numeric({self.max_digits}, {self.decimal_places})"

    def get_db_prep_value(
        self,
        value: Any,
        connection: BaseDatabaseWrapper,
        prepared: bool = False,  # noqa: FBT001, FBT002 - as Django asks
    ) -> Any:
        """The figure as the driver takes it.

        Raises:
            DataError: on SQLite, more digits than the column has; PostgreSQL says so itself.
        """
        figure = super().get_db_prep_value(value, connection, prepared)
        if figure is None or connection.vendor != "sqlite":
            return figure
        return f"{self._fitted(figure):f}"

    def from_db_value(
        self, value: object, _expression: Any, _connection: BaseDatabaseWrapper
    ) -> Decimal | None:
        """The figure with all its decimal places.

        Raises:
            TypeError: the database computed it from text, in binary fractions.
        """
        if isinstance(value, str):
            # as a save wrote it there is nothing to round, and there are thousands in a recap
            is_fitted = value[self._point] == "." and value[0] != "-"
            return Decimal(value) if is_fitted else self._fitted(Decimal(value))
        if value is None or isinstance(value, Decimal):
            return value
        computed = f"{value!r} was not kept, it was computed by the database"
        raise TypeError(computed)

    @cached_property
    def _step(self) -> Decimal:
        return Decimal(1).scaleb(-self.decimal_places)

    @cached_property
    def _point(self) -> slice:
        """Where in a text the point before all decimal places stands."""
        return slice(-self.decimal_places - 1, -self.decimal_places)

    def _fitted(self, figure: Decimal) -> Decimal:
        """Rounded as PostgreSQL rounds what it is given for a numeric column."""
        try:
            fitted = figure.quantize(self._step, ROUND_HALF_UP, self.context)
        except InvalidOperation as error:
            too_long = f"{figure} has more than {self.max_digits} digits"
            raise DataError(too_long) from error
        return fitted or fitted.copy_abs()  # there is no zero below zero
