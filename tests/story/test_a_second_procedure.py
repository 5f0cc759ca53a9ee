"""A second SOP, with other steps than the measurement, runs from start to end in the browser.

It has five steps, a shared one, and a Tidak that goes back two rows. It is data only: a text that
the agency puts in force. All that is done here is done on pages, by whoever holds the role.
"""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.builders import World
from tests.small_sops import KEY, put_in_force
from tests.web.builders_work import at_door, installed, text, url
from ukur.domain.journal import Event, first_break
from ukur.domain.people import Role
from ukur.store.models import EventRow, Run, StepAttachment, StepRun


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with installed() as made:
        put_in_force(made.agency_id)
        yield made


def proof(name: str = "konsep.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 " + name.encode())


def pressed(client: Client, name: str, run: Run, **typed: object) -> int:
    """A form of the open step is sent; the status."""
    run.refresh_from_db()
    address = url(name, run.pk, run.step or 0)
    return client.post(address, {"round": str(run.round), **typed}).status_code


def begun(planner: Client) -> Run:
    """The run, begun on its page with the date that the page proposed."""
    assert 'value="2026-04-' in text(planner.get(url("begin_run"), {"sop": KEY}))
    answer = planner.post(
        url("begin_run"), {"key": KEY, "subject": "Rapat Renja", "finish_by": "2026-04-10"}
    )
    run = Run.objects.get(procedure__key=KEY)
    assert answer.headers["Location"] == url("run", run.pk)
    assert "Menentukan pokok bahasan rapat" in text(planner.get(url("run", run.pk)))
    return run


def carried_through(world: World) -> Run:
    """The run, from its beginning through a Tidak to its end."""
    planner, staff = at_door(world, Role.PLANNER), at_door(world, Role.STAFF)
    secretary = at_door(world, Role.SECRETARY)
    run = begun(planner)
    assert pressed(planner, "finish_step", run) == 302
    # Step 2 is shared: staff works along, the planner finishes.
    assert pressed(staff, "attach_step", run, file=proof()) == 302
    assert pressed(staff, "note_step", run, text="Konsep memakai format lama.") == 302
    assert pressed(staff, "finish_step", run) == 403
    assert pressed(planner, "finish_step", run) == 302
    assert pressed(staff, "finish_step", run) == 302
    # Step 4 says Tidak and goes back two rows.
    reason = {"reason_code": "D", "reason": "Sebutkan tempat rapat."}
    assert pressed(secretary, "decide_step", run, answer="tidak", back_to="2", **reason) == 302
    table = text(planner.get(url("run", run.pk)))
    assert "Sebutkan tempat rapat." in table
    assert "1×" in table, "the arrow of the Tidak bears how often it was taken"
    assert pressed(planner, "finish_step", run) == 302
    assert pressed(staff, "finish_step", run) == 302
    assert pressed(secretary, "decide_step", run, answer="ya") == 302
    sent = {"subject": "Undangan rapat Renja", "recipient": "Camat se-Kabupaten Contoh"}
    assert pressed(staff, "number_letter", run, **sent) == 302
    assert pressed(staff, "finish_step", run) == 302
    run.refresh_from_db()
    return run


def test_a_second_procedure_runs_from_start_to_end_in_the_browser(world: World) -> None:
    run = carried_through(world)
    assert run.step is None
    assert run.ended_at == world.clock.at
    assert [(s.step, s.round, s.outcome) for s in StepRun.objects.filter(run=run)] == [
        (1, 1, "selesai"),
        (2, 1, "selesai"),
        (3, 1, "selesai"),
        (4, 1, "tidak"),
        (2, 2, "selesai"),
        (3, 2, "selesai"),
        (4, 2, "ya"),
        (5, 2, "selesai"),
    ]
    events = [
        Event(r.sequence, r.at, r.by, r.verb, r.facts, r.previous, r.hash)
        for r in EventRow.objects.filter(run=run).order_by("sequence")
    ]
    assert first_break(events) is None
    assert [event.verb for event in events if event.verb != "step_finished"] == [
        "run_begun",
        "file_attached",
        "step_noted",
        "step_returned",
        "step_approved",
        "letter_numbered",
    ]
    assert run.events.exclude(signature="").count() == 8, (
        "a signed head for every step that was left"
    )
    look_back(world, run)


def look_back(world: World, run: Run) -> None:
    """What the pages show of a run that has ended."""
    staff = at_door(world, Role.STAFF)
    ended = text(staff.get(url("run", run.pk)))
    assert "konsep.pdf" in ended
    assert run.letters.get().number in ended
    assert "Rapat Renja" in text(staff.get(url("runs"), {"lihat": "selesai"}))
    given = staff.get(url("run_file", StepAttachment.objects.get().pk))
    assert given.content == b"%PDF-1.7 konsep.pdf"
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert "menyatakan Tidak pada langkah 4" in text(staff.get(url("run_journal", run.pk)))
    assert staff.get(url("run_sop", run.pk)).content.startswith(b"%PDF")
