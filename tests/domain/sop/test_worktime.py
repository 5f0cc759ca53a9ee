"""Office time: when a step is due, how long it has been open, and the days without office."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ukur.domain.refusals import NotValid
from ukur.domain.sop.model import Standard, standard_of
from ukur.domain.sop.worktime import (
    RAMADAN_WEEK,
    USUAL_WEEK,
    Calendar,
    CalendarMissing,
    HoursOverlap,
    OfficeHours,
    OfficeSpan,
    Span,
    SpecialHours,
    Zone,
    check_do_not_overlap,
    closing,
    due,
    earlier,
    elapsed,
    in_office_units,
    is_open,
    is_working_day,
    later,
    local,
    opening,
    spans_of,
    working_days_between,
)

HOURS = OfficeHours(USUAL_WEEK)
HOLIDAYS = {
    date(2026, 8, 17): "Hari Kemerdekaan",
    date(2026, 8, 25): "Maulid Nabi",
    date(2026, 12, 24): "Cuti Bersama",
    date(2026, 12, 25): "Natal",
}
CALENDAR = Calendar(HOURS, HOLIDAYS, frozenset({2026}))
RAMADAN = SpecialHours(
    "Ramadan", date(2026, 2, 18), date(2026, 3, 19), RAMADAN_WEEK, "SE Bupati 400/12/2026"
)
FASTING = replace(CALENDAR, special=(RAMADAN,))
WIB = Zone.WIB.tz


def at(day: int, clock: str, month: int = 10) -> datetime:
    """A moment of 2026 on the office's clock; Monday is the 5th of October."""
    hour, minute = clock.split(".")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=WIB)


def standard(text: str) -> Standard:
    found = standard_of(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        (at(5, "8.09"), "10 menit", at(5, "8.19")),
        (at(5, "11.55"), "10 menit", at(5, "13.05")),
        (at(5, "15.55"), "10 menit", at(6, "7.35")),
        (at(9, "11.25"), "10 menit", at(9, "13.05")),  # Friday's break begins at 11.30
        (at(9, "16.25"), "10 menit", at(12, "7.35")),  # over the weekend
        (at(5, "6.00"), "10 menit", at(5, "7.40")),
        (at(5, "12.30"), "10 menit", at(5, "13.10")),
        (at(5, "20.00"), "10 menit", at(6, "7.40")),
        (at(5, "11.50"), "10 menit", at(5, "12.00")),  # the break itself is not waited for
        (at(5, "8.00"), "2 jam", at(5, "10.00")),
        (at(5, "15.00"), "2 jam", at(6, "8.30")),
        (at(5, "7.30"), "15 jam", at(6, "16.00")),
        (at(5, "8.45"), "1 hari", at(6, "8.45")),
        (at(9, "8.45"), "1 hari", at(12, "8.45")),
        (at(8, "11.45"), "1 hari", at(9, "13.00")),  # in Friday's break
        (at(9, "16.15"), "1 hari", at(12, "16.00")),  # Monday closes earlier
        (at(10, "9.00"), "1 hari", at(13, "7.30")),  # opened on a Saturday: begins on Monday
        (at(5, "16.00"), "1 hari", at(7, "7.30")),  # opened at closing: begins the next day
        (at(5, "8.45"), "3 hari", at(8, "8.45")),
        (at(14, "10.00", month=8), "1 hari", at(18, "10.00", month=8)),  # over 17 August
    ],
)
def test_a_step_is_due(start: datetime, text: str, end: datetime) -> None:
    assert due(start, standard(text), CALENDAR) == end


def test_due_is_given_in_utc() -> None:
    assert due(at(5, "8.45"), standard("1 hari"), CALENDAR).tzinfo is UTC


@pytest.mark.parametrize(("zone", "utc_hour"), [(Zone.WIB, 3), (Zone.WITA, 2), (Zone.WIT, 1)])
def test_the_office_keeps_the_clock_of_its_zone(zone: Zone, utc_hour: int) -> None:
    calendar = Calendar(OfficeHours(USUAL_WEEK, zone), {}, frozenset({2026}))
    ten = datetime(2026, 10, 5, 10, tzinfo=zone.tz)
    assert due(ten, standard("1 hari"), calendar) == datetime(2026, 10, 6, utc_hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (at(5, "8.00"), at(5, "8.07"), 7),
        (at(5, "11.50"), at(5, "13.10"), 20),
        (at(5, "7.30"), at(5, "16.00"), 450),
        (at(5, "0.00"), at(6, "0.00"), 450),
        (at(9, "15.30"), at(12, "8.30"), 120),
        (at(10, "8.00"), at(11, "16.00"), 0),
        (at(6, "9.00"), at(5, "9.00"), 0),
        (at(5, "9.00"), at(5, "8.00"), 0),
        (at(14, "16.00", month=8), at(18, "8.00", month=8), 60),  # Friday closes at 16.30
    ],
)
def test_elapsed_counts_only_office_time(start: datetime, end: datetime, minutes: int) -> None:
    assert elapsed(start, end, CALENDAR) == timedelta(minutes=minutes)


def test_weekends_and_holidays_are_no_working_days() -> None:
    assert is_working_day(date(2026, 10, 9), CALENDAR)
    assert not is_working_day(date(2026, 10, 10), CALENDAR)
    assert not is_working_day(date(2026, 8, 17), CALENDAR)


def test_working_days_are_counted_after_the_first_day_up_to_the_last() -> None:
    assert working_days_between(date(2026, 10, 5), date(2026, 10, 12), CALENDAR) == 5
    assert working_days_between(date(2026, 8, 14), date(2026, 8, 18), CALENDAR) == 1
    assert working_days_between(date(2026, 10, 5), date(2026, 10, 5), CALENDAR) == 0
    assert working_days_between(date(2026, 10, 6), date(2026, 10, 5), CALENDAR) == 0


@pytest.mark.parametrize("text", ["10 menit", "1 jam", "1 hari"])
def test_a_year_whose_holidays_are_unknown_is_refused(text: str) -> None:
    with pytest.raises(CalendarMissing) as refused:
        due(at(31, "15.55", month=12), standard(text), CALENDAR)
    assert refused.value.facts() == {"year": 2027}


def test_elapsed_and_working_days_refuse_an_unknown_year_too() -> None:
    with pytest.raises(CalendarMissing):
        elapsed(at(31, "8.00", month=12), datetime(2027, 1, 4, tzinfo=UTC), CALENDAR)
    with pytest.raises(CalendarMissing):
        working_days_between(
            date(2025, 12, 31), date(2026, 1, 2), replace(CALENDAR, years=frozenset())
        )


def test_an_office_that_never_opens_ends_where_the_calendar_ends() -> None:
    closed = Calendar(OfficeHours(((),) * 7), {}, frozenset({2026}))
    with pytest.raises(CalendarMissing):
        due(at(5, "8.00"), standard("10 menit"), closed)


def test_a_moment_without_a_zone_is_a_broken_promise() -> None:
    with pytest.raises(RuntimeError):
        elapsed(at(5, "8.00").replace(tzinfo=None), at(5, "9.00"), CALENDAR)


def test_the_office_closes_later_on_friday_and_a_closed_day_ends_at_its_end() -> None:
    assert closing(date(2026, 10, 8), CALENDAR) == at(8, "16.00")
    assert closing(date(2026, 10, 9), CALENDAR) == at(9, "16.30")
    assert closing(date(2026, 10, 10), CALENDAR) == at(10, "23.59")
    assert closing(date(2026, 10, 9), CALENDAR).tzinfo is UTC


def test_a_moment_is_shown_on_the_clock_of_the_office() -> None:
    shown = local(datetime(2026, 10, 5, 1, tzinfo=UTC), CALENDAR)
    assert (shown.hour, shown.tzname()) == (8, "WIB")


def test_every_usual_day_has_seven_and_a_half_hours() -> None:
    lengths = [HOURS.day_length(weekday) for weekday in range(7)]
    assert lengths == [timedelta(hours=7, minutes=30)] * 5 + [timedelta()] * 2
    assert HOURS.day == timedelta(hours=7, minutes=30)


@pytest.mark.parametrize(
    ("duration", "shown"),
    [
        (timedelta(minutes=351), OfficeSpan(0, 5, 51)),
        (timedelta(minutes=450), OfficeSpan(1, 0, 0)),
        (timedelta(hours=16, seconds=59), OfficeSpan(2, 1, 0)),
        (timedelta(), OfficeSpan(0, 0, 0)),
    ],
)
def test_a_duration_is_shown_in_office_days(duration: timedelta, shown: OfficeSpan) -> None:
    assert in_office_units(duration, HOURS) == shown


def test_without_office_hours_there_are_no_office_days() -> None:
    assert in_office_units(timedelta(hours=30), OfficeHours(((),) * 7)) == OfficeSpan(0, 30, 0)


def test_hours_that_make_no_sense_are_refused_all_at_once() -> None:
    backwards = (Span(time(12), time(8)),)
    overlapping = (Span(time(8), time(12)), Span(time(11, 30), time(16)))
    with pytest.raises(NotValid) as refused:
        OfficeHours((backwards, overlapping, (), (), (), (), ()))
    assert [(p.where, p.code) for p in refused.value.problems] == [
        ("monday", "span_ends_before_it_starts"),
        ("tuesday", "spans_overlap"),
    ]
    assert refused.value.problems[1].facts == {"start": "11.30", "end": "16.00"}


def test_a_week_has_seven_days() -> None:
    with pytest.raises(NotValid) as refused:
        OfficeHours(USUAL_WEEK[:5])
    assert refused.value.problems[0].facts == {"found": 5}


moments = st.integers(0, 300 * 24 * 60).map(
    lambda minutes: at(1, "0.00", month=1) + timedelta(minutes=minutes)
)
short = st.integers(1, 2000).map(lambda n: standard(f"{n} menit"))
standards = st.one_of(
    short,
    st.integers(1, 40).map(lambda n: standard(f"{n} jam")),
    st.integers(1, 20).map(lambda n: standard(f"{n} hari")),
)


@given(moments, short)
def test_by_the_due_moment_exactly_the_minutes_have_passed(
    start: datetime, wanted: Standard
) -> None:
    end = due(start, wanted, CALENDAR)
    assert elapsed(start, end, CALENDAR) == timedelta(minutes=wanted.amount)


@given(moments, st.integers(1, 20))
def test_days_are_working_days_from_the_first_office_moment(start: datetime, days: int) -> None:
    end = due(start, standard(f"{days} hari"), CALENDAR).astimezone(WIB)
    begins = due(start, standard("1 menit"), CALENDAR).astimezone(WIB) - timedelta(minutes=1)
    assert working_days_between(begins.date(), end.date(), CALENDAR) == days


@given(moments, standards)
def test_nothing_is_due_outside_the_office(start: datetime, wanted: Standard) -> None:
    end = due(start, wanted, CALENDAR).astimezone(WIB)
    assert end > start
    assert is_working_day(end.date(), CALENDAR)
    assert any(s.start <= end.time() <= s.end for s in USUAL_WEEK[end.weekday()])


@given(moments, moments, standards)
def test_who_starts_later_is_not_due_earlier(
    one: datetime, other: datetime, wanted: Standard
) -> None:
    earlier, later = sorted((one, other))
    assert due(earlier, wanted, CALENDAR) <= due(later, wanted, CALENDAR)


@given(moments, moments, moments)
def test_elapsed_time_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted((one, two, three))
    assume(first < last)
    parts = elapsed(first, middle, CALENDAR) + elapsed(middle, last, CALENDAR)
    assert parts == elapsed(first, last, CALENDAR)


# --- other hours for a span of dates --------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        (at(18, "7.00", month=2), "10 menit", at(18, "8.10", month=2)),  # opens later
        (at(18, "11.55", month=2), "10 menit", at(18, "12.35", month=2)),  # a short break
        (at(18, "14.55", month=2), "10 menit", at(19, "8.05", month=2)),  # closes earlier
        (at(17, "15.30", month=2), "1 hari", at(18, "15.00", month=2)),  # into the first day
        (at(19, "14.55", month=3), "10 menit", at(20, "7.35", month=3)),  # out of the last
    ],
)
def test_in_ramadan_a_step_is_due_by_its_hours(start: datetime, text: str, end: datetime) -> None:
    assert due(start, standard(text), FASTING) == end


def test_in_ramadan_the_office_closes_and_counts_by_its_hours() -> None:
    assert closing(date(2026, 2, 18), FASTING) == at(18, "15.00", month=2)
    assert opening(date(2026, 2, 18), FASTING) == at(18, "8.00", month=2)
    assert elapsed(
        at(16, "0.00", month=2), at(21, "0.00", month=2), FASTING
    ) == 2 * HOURS.day_length(0) + 3 * timedelta(hours=6, minutes=30)
    assert FASTING.special_on(date(2026, 3, 19)) == RAMADAN
    assert FASTING.special_on(date(2026, 3, 20)) is None


def test_a_holiday_in_ramadan_stays_a_holiday() -> None:
    nyepi = replace(FASTING, holidays={date(2026, 3, 19): "Nyepi"})
    assert not is_working_day(date(2026, 3, 19), nyepi)


def test_special_hours_can_open_a_day_that_is_free_and_close_one_that_is_not() -> None:
    saturday = ((),) * 5 + ((Span(time(8), time(12)),), ())
    census = SpecialHours("Sensus", date(2026, 10, 5), date(2026, 10, 11), saturday)
    calendar = replace(CALENDAR, special=(census,))
    assert not is_working_day(date(2026, 10, 9), calendar)
    assert is_working_day(date(2026, 10, 10), calendar)
    assert due(at(5, "8.00"), standard("1 jam"), calendar) == at(10, "9.00")


def test_special_hours_end_after_they_begin_and_make_sense() -> None:
    with pytest.raises(NotValid) as refused:
        SpecialHours("x", date(2026, 3, 2), date(2026, 3, 1), USUAL_WEEK[:5])
    assert [p.code for p in refused.value.problems] == ["ends_before_it_starts", "not_seven_days"]


def test_two_special_hours_cannot_hold_on_one_day() -> None:
    check_do_not_overlap(
        replace(RAMADAN, first=date(2026, 3, 20), last=date(2026, 4, 1)), (RAMADAN,)
    )
    with pytest.raises(HoursOverlap) as refused:
        check_do_not_overlap(replace(RAMADAN, first=date(2026, 3, 19)), (RAMADAN,))
    assert refused.value.name == "Ramadan"


def test_a_day_tells_its_spans_and_a_closed_one_none() -> None:
    assert spans_of(date(2026, 10, 9), CALENDAR) == USUAL_WEEK[4]
    assert spans_of(date(2026, 8, 17), CALENDAR) == ()
    assert spans_of(date(2026, 2, 18), FASTING) == RAMADAN_WEEK[2]


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        (at(5, "7.29"), False),
        (at(5, "7.30"), True),
        (at(5, "12.30"), False),
        (at(5, "15.59"), True),
        (at(5, "16.00"), False),
        (at(10, "9.00"), False),
    ],
)
def test_the_office_is_open_in_its_hours_only(moment: datetime, *, answer: bool) -> None:
    assert is_open(moment, CALENDAR) is answer


def test_a_closed_day_opens_with_the_next_working_day() -> None:
    assert opening(date(2026, 8, 15), CALENDAR) == at(18, "7.30", month=8)


FAR = Calendar(HOURS, HOLIDAYS, frozenset(range(2020, 2031)), (RAMADAN,))
calendars = st.sampled_from((CALENDAR, FASTING))
durations = st.integers(1, 20_000).map(lambda minutes: timedelta(minutes=minutes))


@given(calendars, moments, short)
def test_minutes_are_exact_in_special_hours_too(
    calendar: Calendar, start: datetime, wanted: Standard
) -> None:
    end = due(start, wanted, calendar)
    assert elapsed(start, end, calendar) == timedelta(minutes=wanted.amount)


@given(moments, durations)
def test_going_on_and_back_by_the_same_office_time_loses_none(
    start: datetime, duration: timedelta
) -> None:
    end = later(start, duration, FAR)
    assert elapsed(start, end, FAR) == duration
    back = earlier(end, duration, FAR)
    assert elapsed(back, end, FAR) == duration
    assert elapsed(min(back, start), max(back, start), FAR) == timedelta()


@given(moments, durations, durations)
def test_more_office_time_never_ends_earlier(
    start: datetime, one: timedelta, more: timedelta
) -> None:
    assert later(start, one, FAR) < later(start, one + more, FAR)
    assert later(later(start, one, FAR), more, FAR) == later(start, one + more, FAR)


@given(st.sampled_from((CALENDAR, FASTING)), moments, moments)
def test_office_time_is_the_sum_of_what_each_day_has(
    calendar: Calendar, one: datetime, other: datetime
) -> None:
    """Held against the plain way: walk every day, and add what lies between."""
    start, end = sorted((one, other))
    walked, day = timedelta(), start.date()
    while day <= end.date():
        for span in spans_of(day, calendar):
            opens, closes = (datetime.combine(day, t, WIB) for t in (span.start, span.end))
            walked += max(min(closes, end) - max(opens, start), timedelta())
        day += timedelta(days=1)
    assert elapsed(start, end, calendar) == walked


def test_office_time_over_years_is_the_sum_of_the_years() -> None:
    parts = [
        elapsed(datetime(year, 1, 1, tzinfo=WIB), datetime(year + 1, 1, 1, tzinfo=WIB), FAR)
        for year in range(2021, 2024)
    ]
    whole = elapsed(datetime(2021, 1, 1, tzinfo=WIB), datetime(2024, 1, 1, tzinfo=WIB), FAR)
    assert whole == sum(parts, timedelta())
    assert later(datetime(2021, 1, 1, tzinfo=WIB), whole, FAR) == datetime(
        2023, 12, 29, 16, 30, tzinfo=WIB
    )


def test_no_office_time_moves_nothing() -> None:
    assert later(at(10, "9.00"), timedelta(), CALENDAR) == at(10, "9.00")
    assert earlier(at(10, "9.00"), timedelta(), CALENDAR) == at(10, "9.00")


def test_going_back_before_the_known_years_is_refused() -> None:
    with pytest.raises(CalendarMissing) as refused:
        earlier(at(2, "8.00", month=1), timedelta(days=9), CALENDAR)
    assert refused.value.facts() == {"year": 2025}
