"""Kinds of days without office hours, and what each rests on."""

from enum import StrEnum


class HolidayKind(StrEnum):
    """Who decided that the office is closed."""

    NATIONAL = "national"
    """Libur nasional, by the joint decree (SKB) of three ministers."""
    JOINT_LEAVE = "joint_leave"
    """Cuti bersama, by the same decree; it counts against the yearly leave."""
    REGIONAL = "regional"
    """A day of the region or the office itself, such as its anniversary; needs a basis."""


def kind_of_decreed(name: str) -> HolidayKind:
    """The kind of a day of the joint decree, by its official name.

    >>> kind_of_decreed("Cuti Bersama Hari Raya Natal").value
    'joint_leave'
    """
    is_leave = name.casefold().startswith("cuti bersama")
    return HolidayKind.JOINT_LEAVE if is_leave else HolidayKind.NATIONAL
