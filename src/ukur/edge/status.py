"""The HTTP status of each family of refusals."""

from ukur.domain.refusals import NotAllowed, NotNow, NotValid, Refusal

STATUS: dict[type[Refusal], int] = {NotAllowed: 403, NotNow: 409, NotValid: 422}


def status_of(refusal: Refusal) -> int:
    """The status for a refusal: 403, 409 or 422, by its family."""
    return next(status for family, status in STATUS.items() if isinstance(refusal, family))
