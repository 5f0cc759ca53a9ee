"""SQLite whose writers take turns, so that nobody waits for long while others pass.

SQLite lets one connection write at a time and makes every other try again by itself, after
pauses that grow to a tenth of a second: whoever has waited longest tries most rarely, and under
forty operators at once some waited for half a minute (docs/decisions/0032). Here whoever wants to
write first locks a file beside the database, and everybody tries for it equally often.
"""

import fcntl
import os
import time
from typing import Any

from django.db.backends.sqlite3 import base

PAUSE = 0.002
"""Seconds between two tries for the turn, however long somebody waits already."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds the turn from the beginning of a transaction to its end."""

    _turn: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # not in the stubs
        self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # not in the stubs
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # not in the stubs
        finally:
            self._give_turn()

    def _take_turn(self) -> None:
        """Wait for the turn, at most as long as the database itself would wait for its own lock.

        Without the turn SQLite is asked all the same, and says by itself that it is locked.
        """
        if self._turn is not None or self.is_in_memory_db():
            return
        settings: dict[str, Any] = self.settings_dict
        until = time.monotonic() + settings["OPTIONS"].get("timeout", 5)
        # The whole name, not its stem: databases side by side do not wait for each other.
        turn = os.open(f"{settings['NAME']}.turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while not _is_ours(turn) and time.monotonic() < until:
            time.sleep(PAUSE)
        self._turn = turn

    def _give_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            os.close(turn)


def _is_ours(turn: int) -> bool:
    """Whether the lock could be had; closing the file gives it back, and so does dying."""
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
