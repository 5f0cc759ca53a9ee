"""A chain of events holds, and shows every change, cut and swap by its number."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.journal import GENESIS, Break, Event, Plain, canonical, first_break, sealed

plain: st.SearchStrategy[Plain] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
facts = st.dictionaries(st.text(max_size=6), plain, max_size=3)
chains = st.lists(facts, min_size=1, max_size=6).map(lambda told: chained(*told))


def chained(*told: dict[str, Plain]) -> list[Event]:
    """A chain of events with these facts."""
    events: list[Event] = []
    for number, given_facts in enumerate(told, start=1):
        events.append(
            sealed(
                sequence=number,
                at="2026-04-01T01:30:00.000000Z",
                by="Sari",
                verb="noted",
                facts=given_facts,
                previous=events[-1].hash if events else GENESIS,
            )
        )
    return events


@given(chains)
def test_a_chain_holds(events: list[Event]) -> None:
    assert first_break(events) is None


@given(chains, st.data())
def test_every_changed_field_shows_at_its_event(events: list[Event], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(events) - 1))
    change = data.draw(
        st.sampled_from(
            (
                {"by": "Budi"},
                {"verb": "forged"},
                {"at": "2026-04-02T01:30:00.000000Z"},
                {"facts": {**events[at].facts, "\0new": 1}},
                {"hash": "f" * 64},
            )
        )
    )
    events[at] = replace(events[at], **change)  # type: ignore[arg-type]  # real fields
    assert first_break(events) == Break(at + 1, "changed")


@given(chains.filter(lambda events: len(events) > 1), st.data())
def test_a_missing_event_shows(events: list[Event], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(events) - 2))
    del events[at]
    assert first_break(events) == Break(at + 1, "order")


@given(chains.filter(lambda events: len(events) > 1))
def test_a_renumbered_rest_is_cut(events: list[Event]) -> None:
    rest = [replace(event, sequence=event.sequence - 1) for event in events[1:]]
    assert first_break(rest) == Break(1, "cut")


def test_a_shortened_end_alone_does_not_show() -> None:
    # What the signed heads are for: a bare chain is consistent, never untouched.
    assert first_break(chained({"a": 1}, {"b": 2})[:-1]) is None
    assert first_break([]) is None


@given(plain)
def test_the_order_of_keys_changes_nothing(value: Plain) -> None:
    assert canonical({"a": value, "b": 1}) == canonical({"b": 1, "a": value})
