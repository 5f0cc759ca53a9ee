"""What the journal tells of rounds."""

from datetime import UTC, datetime

import pytest

from ukur.domain.journal import Plain
from ukur.domain.rounds import Cause, Told, opening_of

AT = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
BACK: dict[str, Plain] = {
    "step": 7,
    "round": 1,
    "as": "sekretaris",
    "outcome": "tidak",
    "to_step": 4,
    "to_round": 2,
    "reason_code": "A",
    "reason": "Angka tidak cocok.",
    "units": ["PKM-02"],
}


def told(verb: str = "returned", **facts: Plain) -> Told:
    return Told(verb, AT, "Sekretaris", {**BACK, **facts})


def test_a_tidak_opens_a_round_with_its_reason_and_units() -> None:
    found = opening_of(told())
    assert found is not None
    number, opening = found
    assert (number, opening.cause, opening.by, opening.role) == (
        2,
        Cause.RETURNED,
        "Sekretaris",
        "sekretaris",
    )
    assert (opening.from_step, opening.to_step) == (7, 4)
    assert (opening.reason_code, opening.reason) == ("A", "Angka tidak cocok.")
    assert opening.units == ("PKM-02",)


@pytest.mark.parametrize(
    ("event", "cause"),
    [
        (told(deviation=True), Cause.DEVIATED),
        (told("reopened", deviation=True), Cause.REOPENED),
        (told("run_returned"), Cause.RETURNED),
    ],
)
def test_the_cause_of_a_round_is_told_apart(event: Told, cause: Cause) -> None:
    found = opening_of(event)
    assert found is not None
    assert found[1].cause is cause


@pytest.mark.parametrize("facts", [{"to_round": 1}, {"to_round": None}, {"round": "satu"}])
def test_an_event_that_leads_no_further_opens_no_round(facts: dict[str, Plain]) -> None:
    assert opening_of(Told("returned", AT, "Sekretaris", {**BACK, **facts})) is None


def test_the_journal_of_an_older_version_may_lack_what_is_told_today() -> None:
    found = opening_of(Told("returned", AT, "Sekretaris", {"round": 1, "to_round": 2}))
    assert found is not None
    assert (found[1].reason, found[1].units, found[1].to_step) == ("", (), None)
