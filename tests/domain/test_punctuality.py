"""The league of punctuality: shares, ranks with ties, and trends, whatever the record."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.punctuality import COUNTED, Delivery, Trend, league, share_on_time

RECORDS = st.dictionaries(
    st.text(min_size=1, max_size=3), st.lists(st.sampled_from(Delivery), max_size=8), max_size=12
)


def test_equal_shares_have_equal_ranks_and_the_next_rank_is_skipped() -> None:
    on, late, missing = Delivery.ON_TIME, Delivery.LATE, Delivery.MISSING
    found = league({"d": [missing], "a": [on, on], "b": [on, late], "c": [late, on]})
    assert [(one.unit, one.rank) for one in found] == [("a", 1), ("b", 2), ("c", 2), ("d", 4)]


def test_what_is_awaited_or_not_asked_counts_for_nobody_and_against_nobody() -> None:
    found = league({"a": [Delivery.NOT_ASKED, Delivery.AWAITED], "b": [Delivery.LATE]})
    assert [(one.unit, one.rank, one.share) for one in found] == [("b", 1, 0), ("a", None, None)]


def test_a_unit_that_mends_its_ways_rises() -> None:
    on, late = Delivery.ON_TIME, Delivery.LATE
    (up, down) = league({"a": [late, late, on, on], "b": [on, on, late, late]})
    assert (up.trend, down.trend) == (Trend.UP, Trend.DOWN)
    assert league({"a": [late]})[0].trend is None


@given(RECORDS)
def test_a_rank_is_how_many_are_better_and_one(records: dict[str, list[Delivery]]) -> None:
    found = {one.unit: one for one in league(records)}
    assert found.keys() == records.keys()
    shares = {unit: share_on_time(record) for unit, record in records.items()}
    for unit, one in found.items():
        own = shares[unit]
        if own is None:
            assert one.rank is None
            continue
        better = [share for share in shares.values() if share is not None and share > own]
        assert one.rank == len(better) + 1
        assert one.share == own == Fraction(one.on_time, one.counted)


@given(st.lists(st.sampled_from(Delivery), max_size=8))
def test_a_share_lies_between_none_and_all_and_one_more_on_time_never_lowers_it(
    record: list[Delivery],
) -> None:
    share = share_on_time(record)
    assert (share is None) == (not any(one in COUNTED for one in record))
    better = share_on_time([*record, Delivery.ON_TIME])
    assert better is not None
    assert 0 <= (share or 0) <= better <= 1
