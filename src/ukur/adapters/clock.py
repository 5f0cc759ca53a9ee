"""The clock of the machine; nothing else reads it."""

from dataclasses import dataclass
from datetime import UTC, datetime


class MachineClock:
    """Fulfils `ukur.domain.ports.Clock` with the machine's own time."""

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        return datetime.now(UTC)


@dataclass
class SetClock:
    """A clock that stands where it was put: for demonstrations, whose past has to be told."""

    at: datetime

    def now(self) -> datetime:
        """The time it was put to."""
        return self.at
