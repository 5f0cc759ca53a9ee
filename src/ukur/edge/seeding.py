"""The sample installation: finished quarters, one in progress, and the published figures."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from ukur.domain.periods import YearPeriod, last_finished_quarter
from ukur.domain.sop.worktime import is_working_day, local
from ukur.edge.demonstration import (
    Story,
    agree,
    begin_cycle,
    quarters_before,
    run_whole_cycle,
)
from ukur.edge.halfway import collect_partly
from ukur.edge.plain_stories import begin_the_renja, receive_letters, send_a_letter
from ukur.edge.shipped import shipped
from ukur.edge.stage import Stage, at_opening, set_up_stage
from ukur.store.queries.stages import has_agency

SAMPLE = "dinkes-contoh"
LATE = ("PKM-27",)
DAYS_RUNNING = 1
"""How many working days ago the running cycle was ordered."""
DAYS_OF_LETTERS = 6
"""How many working days ago the plain runs of the sample began."""
AGREED_ON = 12
"""The day of January on which the sample's agreements are issued."""
ROOM = timedelta(days=31)
"""How far beyond today the office calendar has to reach."""


def seed_sample(now: datetime, tell: Callable[[str], None]) -> bool:
    """Fill an empty installation with the sample; False if there is an agency already.

    The running quarter is the last finished one by `now` (decision 0040, 17); the quarters before
    it are archived, as far as their year goes.
    """
    if has_agency():
        return False
    running = last_finished_quarter(now.date())
    finished = quarters_before(running)
    years = tuple(sorted({when.year for when in (*finished, running)}))
    tell(f"{SAMPLE}: {', '.join(str(year) for year in years)}")
    begin = datetime(min(years), 1, 5, 2, tzinfo=UTC)
    until = (now + ROOM).year
    stage = set_up_stage(shipped("samples", SAMPLE), years, begin, until)
    for year in years:
        stage.clock.at = at_opening(datetime(year, 1, AGREED_ON, 3, tzinfo=UTC), stage.calendar)
        tell(f"{year}: perjanjian kinerja {agree(stage, year)}")
    for number, when in enumerate(finished):
        stage.clock.at = at_opening(_day_after(when), stage.calendar)
        late = LATE if number == len(finished) - 1 else ()
        run_whole_cycle(stage, Story(when, late=late), _telling(tell, when))
    tell("proses dan surat")
    stage.clock.at = at_opening(_days_before(now, stage, DAYS_OF_LETTERS), stage.calendar)
    send_a_letter(stage)
    begin_the_renja(stage)
    receive_letters(stage)
    stage.clock.at = at_opening(_days_before(now, stage, DAYS_RUNNING), stage.calendar)
    cycle_id = begin_cycle(stage, Story(running), _telling(tell, running))
    collect_partly(stage, cycle_id, running)
    return True


def _telling(tell: Callable[[str], None], when: YearPeriod) -> Callable[[str], None]:
    return lambda step: tell(f"{when.period.value} {when.year}: {step}")


def _day_after(when: YearPeriod) -> datetime:
    following: date = when.ends + timedelta(days=1)
    return datetime(following.year, following.month, following.day, 3, tzinfo=UTC)


def _days_before(now: datetime, stage: Stage, left: int) -> datetime:
    """The morning some working days ago: what was begun then is under way and not yet late."""
    day = local(now, stage.calendar).date()
    while left:
        day -= timedelta(days=1)
        left -= is_working_day(day, stage.calendar)
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
