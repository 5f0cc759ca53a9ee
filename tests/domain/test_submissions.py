"""What changed between two versions of what a unit handed in."""

from ukur.domain.submissions import CellChange, Figures, changes_between

AT = "2026-04-08T05:00:00+00:00"


def version(budget: object) -> Figures:
    return {"lines": {}, "budget": {"1.02": budget}}  # type: ignore[dict-item]


def test_a_budget_line_that_changed_says_who_wrote_it_and_when() -> None:
    old = version({"absorbed": "4", "by": "Sari", "at": ""})
    new = version({"absorbed": "5", "by": "Budi", "at": AT})
    assert changes_between(old, new) == (
        CellChange("1.02", "absorbed", "4", "5", is_budget=True, by="Budi", at=AT),
    )
    assert changes_between(old, old) == ()


def test_a_version_kept_with_the_amount_alone_is_compared_by_it() -> None:
    new = version({"absorbed": "4", "by": "Budi", "at": AT})
    assert changes_between(version("4"), new) == ()
    assert changes_between(version(None), version({"absorbed": None, "by": "", "at": ""})) == ()
    (change,) = changes_between(version("3"), new)
    assert (change.was, change.now, change.by) == ("3", "4", "Budi")
