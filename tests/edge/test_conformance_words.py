"""What differs from an SOP, said to an office worker."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation

from tests.domain.sop.builders import seed
from tests.domain.sop.walks import BEGINS, CALENDAR, changed, late, walk, without
from ukur.domain.sop.conformance import conformance
from ukur.domain.sop.conformance_facts import Kind, RunFacts, SkippedUnit, Told
from ukur.domain.sop.forecast import Basis, Forecast
from ukur.domain.sop.model import Work
from ukur.edge.conformance_words import (
    Naming,
    finding_words,
    forecast_words,
    headline,
    kind_words,
    step_name,
)

SOP = seed()
RUN = walk(SOP)
TWICE = walk(SOP, [(7, 6)])
NAMING = Naming(SOP, {2: "Rina"}, {}, CALENDAR.hours.day, 7)
HOUR = timedelta(hours=1)


def swapped(run: RunFacts) -> RunFacts:
    """The third and fourth step in each other's time."""
    third, fourth = run.steps[2], run.steps[3]
    earlier = {"opened_at": third.opened_at, "done_at": third.done_at, "due_at": third.due_at}
    later = {"opened_at": fourth.opened_at, "done_at": fourth.done_at, "due_at": fourth.due_at}
    return changed(changed(run, 2, **later), 3, **earlier)


def opened(run: RunFacts) -> RunFacts:
    """The run as it stood in its third step."""
    third = replace(run.steps[2], done_at=None, done_as="", outcome="")
    return replace(run, steps=(*run.steps[:2], third), ended_at=None)


@pytest.mark.parametrize(
    ("run", "words"),
    [
        (late(RUN, 2, 2 * HOUR), "Langkah 3, Format: selesai terlambat 2 j."),
        (without(RUN, 2), "Langkah 3, Format: dilewati, padahal diminta oleh SOP."),
        (
            replace(RUN, steps=(*RUN.steps, replace(RUN.steps[2], opened_at=BEGINS + 9 * HOUR))),
            "Langkah 3, Format: dikerjakan lagi, padahal tidak ada yang mengembalikan ke sana.",
        ),
        (
            changed(TWICE, 6, outcome="ya", back_to=None),
            (
                "Langkah 6 dan 7, putaran 2: dikerjakan lagi, padahal tidak ada yang mengembalikan "
                "ke sana."
            ),
        ),
        (swapped(RUN), "Langkah 3, Format: tidak dikerjakan menurut urutan SOP."),
        (
            changed(RUN, 2, done_as="staf"),
            "Langkah 3, Format: diselesaikan oleh Staf; menurut SOP oleh Fungsional Perencana.",
        ),
        (
            changed(RUN, 2, done_as="lain"),
            "Langkah 3, Format: diselesaikan oleh lain; menurut SOP oleh Fungsional Perencana.",
        ),
        (
            changed(RUN, 5, done_by=2),
            (
                "Rina menyelesaikan langkah 2, 6 dan 7, yang menurut SOP dikerjakan pelaksana yang "
                "berbeda. Di antaranya menyusun draf sekaligus mengoreksinya."
            ),
        ),
        (
            changed(RUN, 3, done_by=2),
            (
                "Rina menyelesaikan langkah 2, 4 dan 7, yang menurut SOP dikerjakan pelaksana yang "
                "berbeda."
            ),
        ),
        (
            TWICE,
            (
                "2 putaran: diputuskan Tidak pada putaran 1 dari langkah 7 kembali ke langkah 6 "
                "(Angka tidak cocok dengan bukti. Angka keliru)."
            ),
        ),
        (
            walk(SOP, [(8, 6)]),
            (
                "Langkah 8, Tanda tangan, putaran 1: dikembalikan ke langkah 6, jalan yang tidak "
                "ada panahnya pada formulir SOP. Angka tidak cocok dengan bukti. Angka keliru."
            ),
        ),
        (
            replace(RUN, skipped_units=(SkippedUnit("Puskesmas Sirih", "Banjir."),)),
            "1 unit ditutup tanpa data: Puskesmas Sirih (Banjir).",
        ),
        (
            replace(
                RUN,
                told=(
                    Told(
                        "step_paused",
                        BEGINS,
                        "Rina",
                        {"step": 3, "until": "2026-10-08", "awaited": "BPS", "reason": "Data"},
                    ),
                ),
            ),
            (
                "Sen 5 Okt 08.00: Rina menjeda jam langkah 3 sampai 8 Oktober 2026, "
                "menunggu BPS: Data."
            ),
        ),
    ],
    ids=lambda case: case[:40] if isinstance(case, str) else "",
)
def test_a_finding_is_a_sentence(run: RunFacts, words: str) -> None:
    held = conformance(run, CALENDAR, BEGINS)
    with translation.override("id"):
        assert [finding_words(finding, held, NAMING) for finding in held.findings] == [words]
        assert headline(held, is_running=False) == "Pelaksanaan ini berbeda dari SOP dalam 1 hal."


def test_an_open_step_that_is_late_is_not_finished_yet() -> None:
    run = opened(RUN)
    now = run.steps[2].due_at + HOUR
    held = conformance(run, CALENDAR, now)
    with translation.override("id"):
        assert [finding_words(finding, held, NAMING) for finding in held.findings] == [
            "Langkah 3, Format: belum selesai dan sudah terlambat 1 j."
        ]
        on_time = conformance(run, CALENDAR, BEGINS)
        assert "Sampai saat ini" in headline(on_time, is_running=True)


def test_every_kind_has_a_heading() -> None:
    assert len({kind_words(kind) for kind in Kind}) == len(Kind)


def test_a_plain_task_is_called_by_its_activity() -> None:
    assert step_name(replace(SOP.steps[2], work=Work.TASK)) == SOP.steps[2].activity


def test_a_forecast_says_what_it_rests_on_and_how_sure_it_is() -> None:
    with translation.override("id"):
        by_standard = forecast_words(Forecast(BEGINS, Basis.STANDARD), 7)
        assert by_standard.startswith("Diperkirakan selesai Sen 5 Okt 08.00 bila setiap langkah")
        past = Forecast(BEGINS, Basis.PAST, 6, BEGINS - HOUR, BEGINS + 24 * HOUR)
        assert forecast_words(past, 7) == (
            "Diperkirakan selesai Sen 5 Okt 08.00 menurut 6 pelaksanaan terdahulu: satu dari empat "
            "selesai paling lambat Sen 5 Okt 07.00, sembilan dari sepuluh paling lambat "
            "Sel 6 Okt 08.00."
        )
