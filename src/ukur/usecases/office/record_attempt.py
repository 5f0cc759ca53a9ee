"""A refused attempt is kept, apart from state and chains."""

from datetime import timedelta

from ukur.domain.ports import Tools
from ukur.domain.refusals import Refusal
from ukur.store.models import Attempt

MOST_A_MINUTE = 30
"""Per account; whoever knocks more often than that leaves no further line."""


def record_attempt(*, account_id: int | None, what: str, refusal: Refusal, tools: Tools) -> None:
    """Keep what was asked for and why it was refused (decision 0040, 9)."""
    now = tools.clock.now()
    recent = Attempt.objects.filter(account=account_id, at__gt=now - timedelta(minutes=1))
    if recent.count() >= MOST_A_MINUTE:
        return
    facts = {name: str(value)[:500] for name, value in refusal.facts().items()}
    Attempt.objects.create(at=now, account_id=account_id, what=what, code=refusal.code, facts=facts)
