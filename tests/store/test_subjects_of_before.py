"""Measurements that were begun when their subject still named the period by its code."""

import pytest

from tests.builders import new_world, ordered
from tests.store.before import migrated, newest
from ukur.domain.periods import Period
from ukur.store.models import Run

BEFORE = "0021_lists_do_not_grow"


@pytest.mark.django_db(transaction=True)
def test_the_subject_of_a_measurement_of_before_names_its_period_in_words() -> None:
    world = new_world()
    for period in (Period.TW1, Period.YEAR):
        ordered(world, period)
    subjects = Run.objects.order_by("pk").values_list("subject", flat=True)
    expected = ["Pengukuran kinerja Triwulan I 2026", "Pengukuran kinerja Tahun 2026"]
    assert list(subjects) == expected
    before = ("TW1 2026", "Pengukuran kinerja TAHUN 2026")
    for run, old in zip(Run.objects.order_by("pk"), before, strict=True):
        Run.objects.filter(pk=run.pk).update(subject=old)
    migrated(BEFORE)
    migrated(newest())
    assert list(subjects.all()) == expected
