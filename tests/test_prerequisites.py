"""What may be left out of the tests, and what is said about it."""

import pytest

from tests.prerequisites import NEEDS, NotReady, left_out, missing


def test_what_is_left_out_is_named() -> None:
    assert left_out({"UKUR_TEST_WITHOUT": "browser,postgres"}) == ("browser", "postgres")
    assert left_out({}) == ()


def test_a_name_that_is_not_ours_is_refused() -> None:
    with pytest.raises(NotReady, match="browsers"):
        left_out({"UKUR_TEST_WITHOUT": "browsers"})


def test_where_everything_counts_nothing_is_left_out() -> None:
    with pytest.raises(NotReady, match="CI"):
        left_out({"UKUR_TEST_WITHOUT": "browser", "CI": "true"})
    assert left_out({"CI": "true"}) == ()


def test_what_is_left_out_is_not_missed() -> None:
    assert not set(missing(("browser",))) & set(NEEDS["browser"].packages)
