"""One choice for many rows is a choice for each of them, and no row gets one unasked."""

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from ukur.web.file_rows import one_by_one

CHOICES = st.sampled_from(["", "mine", "theirs", "both"])
ROWS = st.dictionaries(st.integers(1, 9), CHOICES)


def fields(typed: dict[str, str]) -> QueryDict:
    found = QueryDict(mutable=True)
    found.update(typed)
    return found


@given(one=ROWS, two=ROWS, rests=st.tuples(CHOICES, CHOICES, CHOICES))
def test_the_nearest_choice_counts(
    one: dict[int, str], two: dict[int, str], rests: tuple[str, str, str]
) -> None:
    typed = {"rest": rests[0], "rest-1": rests[1], "rest-2": rests[2], "row-9-9": ""}
    for task, rows in ((1, one), (2, two)):
        typed |= {f"row-{task}-{line}": choice for line, choice in rows.items() if choice}
        typed[f"asked-{task}"] = " ".join(f"row-{task}-{line}" for line in rows)
    found = one_by_one(fields(typed))
    for task, rows in ((1, one), (2, two)):
        for line, own in rows.items():
            wanted = own if own in ("mine", "theirs") else rests[task] or rests[0]
            assert found[f"row-{task}-{line}"] == wanted
    assert found["row-9-9"] == ""


@given(rows=st.sets(st.integers(1, 9)), rest=CHOICES)
def test_a_row_that_nobody_asked_about_gets_no_choice(rows: set[int], rest: str) -> None:
    typed = {"rest": rest, "asked-1": " ".join(f"row-1-{line}" for line in rows)}
    found = one_by_one(fields(typed))
    assert {name for name in found if name.startswith("row-")} == {f"row-1-{n}" for n in rows}
