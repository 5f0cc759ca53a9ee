"""Two versions of a document: what differs, and that the difference leads from one to the other."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ukur.domain.document_changes import (
    COLUMNS,
    CellAt,
    CellChange,
    Content,
    Part,
    Passage,
    Proof,
    Section,
    applied,
    difference,
    fallen,
    found_again,
    words_changed,
)

places = st.sampled_from(
    [CellAt(part, row, column) for part in Part for row in ("1", "") for column in COLUMNS[part]]
)
texts = st.sampled_from(["", "69,42", "62,94", "Tinggi"])
sentences = st.sampled_from(["Satu.", "Dua hal.", "Dua hal lain.", "Tiga."])
passages = st.lists(
    st.builds(Passage, st.sampled_from(Section), st.sampled_from(["", "Stunting"]), sentences),
    max_size=7,
).map(lambda found: tuple(sorted(found, key=lambda one: list(Section).index(one.section))))
proofs = st.frozensets(
    st.builds(Proof, st.integers(1, 4), st.just("IKU-01"), st.just("PKM"), st.just("rekap.pdf"))
)
contents = st.builds(Content, st.dictionaries(places, texts), passages, proofs)


@given(contents)
def test_nothing_differs_between_a_version_and_itself(content: Content) -> None:
    assert difference(content, content).is_empty


@given(contents, contents)
def test_a_difference_applied_to_the_older_version_gives_the_newer(
    before: Content, after: Content
) -> None:
    changes = difference(before, after)
    assert applied(before, changes) == after
    assert changes.is_empty == (before == after)


@given(contents, contents)
def test_read_backwards_as_much_differs(before: Content, after: Content) -> None:
    there, back = difference(before, after), difference(after, before)
    assert {(one.at, one.was, one.now) for one in there.cells} == {
        (one.at, one.now, one.was) for one in back.cells
    }
    assert (there.added, there.removed) == (back.removed, back.added)


@given(st.text("ab \n", max_size=40), st.text("ab \n", max_size=40))
def test_the_pieces_of_a_changed_text_are_both_texts(was: str, now: str) -> None:
    pieces = words_changed(was, now)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == was
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == now


def line(realization: str, achievement: str, rating: str) -> Content:
    values = {"realization": realization, "achievement": achievement, "rating": rating}
    return Content({CellAt(Part.LINE, "IKU-01", name): text for name, text in values.items()})


def test_what_a_person_typed_is_told_from_what_follows() -> None:
    before, after = line("69,42", "92,56", "Sangat Tinggi"), line("62,94", "83,92", "Tinggi")
    changes = difference(before, after, {(Part.LINE, "IKU-01")})
    assert [(one.at.column, one.by_hand) for one in changes.cells] == [
        ("realization", True),
        ("achievement", False),
        ("rating", False),
    ]


def test_a_realization_that_nobody_typed_follows_from_something_else() -> None:
    changes = difference(line("69,42", "92,56", "Tinggi"), line("62,94", "92,56", "Tinggi"))
    assert [one.by_hand for one in changes.cells] == [False]


def test_only_a_rating_that_became_worse_has_fallen() -> None:
    scale = ("Sangat Tinggi", "Tinggi", "Sedang")
    down = difference(line("", "", "Sangat Tinggi"), line("", "", "Sedang"))
    assert [(one.was, one.now) for one in fallen(down, scale)] == [("Sangat Tinggi", "Sedang")]
    up = difference(line("", "", "Sedang"), line("", "", "Tinggi"))
    unmeasured = difference(line("", "", "Tinggi"), line("", "", "belum diukur"))
    assert fallen(up, scale) == fallen(unmeasured, scale) == ()


def test_a_paragraph_put_in_before_others_leaves_them_unchanged() -> None:
    old = Content(passages=(Passage(Section.NARRATIVE, "", "Satu."),))
    new = Content(passages=(Passage(Section.NARRATIVE, "", "Nol."), *old.passages))
    assert [pair.now for pair in difference(old, new).passages] == [new.passages[0]]


def test_causes_of_two_indicators_are_never_one_that_was_rewritten() -> None:
    old = Content(passages=(Passage(Section.CAUSE, "Stunting", "Kader berpindah."),))
    new = Content(passages=(replace(old.passages[0], title="Imunisasi"),))
    assert [(pair.was, pair.now) for pair in difference(old, new).passages] == [
        (old.passages[0], None),
        (None, new.passages[0]),
    ]


def test_a_cell_that_one_version_lacks_was_nothing() -> None:
    at = CellAt(Part.BUDGET, "1.02", "realized")
    assert difference(Content(), Content({at: "5"})).cells == (CellChange(at, None, "5"),)


def test_a_remarked_paragraph_is_found_where_it_went() -> None:
    quote = "Capaian belum memenuhi target karena keterbatasan sumber daya."
    changed = "Capaian belum memenuhi target karena posbindu terhenti."
    assert found_again(quote, 1, [quote]) == 1
    assert found_again(quote, 1, ["Pendahuluan.", quote]) == 2
    assert found_again(quote, 1, ["Pendahuluan.", changed]) == 2
    assert found_again(quote, 1, ["Sama sekali lain."]) is None
    assert found_again(quote, 3, []) is None
