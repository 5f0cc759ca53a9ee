"""A collection on its way: what has come, what has not, and what was corrected.

The sample shows in it one unit in every state, one whose figures were corrected in a second
version, and one that was given more time.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from ukur.domain.figures.notation import Number, read
from ukur.domain.people import Role
from ukur.domain.periods import YearPeriod
from ukur.domain.returning import Return, ReturnLine
from ukur.domain.unit_form import FilledRow, Reported
from ukur.edge.demonstration import LOOKED_AT, as_typed, fill_in, own_register, submit
from ukur.edge.stage import Stage
from ukur.store.queries.stages import StandTask
from ukur.usecases.collect.correct_unit import correct_unit
from ukur.usecases.collect.extend_window import extend_window
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.return_unit import return_unit
from ukur.usecases.collect.verify_unit import verify_unit

MORE_TIME = timedelta(days=5)


def collect_partly(stage: Stage, cycle_id: int, when: YearPeriod) -> None:
    """Step 4 halfway: most units verified, some sent, one returned, some still filling in.

    The last verified unit that counts something had mistyped a figure, and corrects it; the last
    of all was given more time.
    """
    stand = stage.stand(cycle_id)
    filled = stage.report(when.period.value)
    proof = own_register(stage)
    verified, sent = len(stand.tasks) * 5 // 8, len(stand.tasks) * 6 // 8
    counting = [task for task in stand.tasks[:verified] if _counted_lines(task, filled)]
    mistaken, last = counting[-1] if counting else None, stand.tasks[-1]
    for number, task in enumerate(stand.tasks):
        stage.pass_minutes(3)
        if number <= sent:
            fill_in(stage, task, filled, proof)
            if task is mistaken:
                _retype(stage, task, filled, less=1)
            submit(stage, task)
        elif number < len(stand.tasks) - 3:
            fill_in(stage, task, filled, proof, share=2)
        if number < verified:
            verify_unit(task_id=task.task_id, actor=stage.person(Role.TEAM), tools=stage.tools)
    return_unit(
        task_id=stand.tasks[sent].task_id,
        wanted=_returned(stand.tasks[sent]),
        actor=stage.person(Role.TEAM),
        tools=stage.tools,
    )
    if mistaken is not None:
        _correct(stage, mistaken, filled)
    extend_window(
        task_id=last.task_id,
        until=stage.clock.at + MORE_TIME,
        reason="Jaringan di unit terputus; data dikirim setelah pulih.",
        actor=stage.person(Role.TEAM),
        tools=stage.tools,
    )


def _returned(task: StandTask) -> Return:
    """What Tim SAKIP wants of a unit: one reason for all, and a word about its first figures."""
    words = (
        "Pembilang tidak sama dengan rekap register; cocokkan lalu betulkan.",
        "Lampirkan rekap yang sudah ditandatangani kepala unit.",
    )
    named = zip(task.lines, words, strict=False)
    return Return(
        "B",
        "Rekap register belum ditandatangani kepala unit; lampirkan yang lengkap.",
        tuple(ReturnLine(line.code, word) for line, word in named),
    )


def _correct(stage: Stage, task: StandTask, filled: Reported) -> None:
    """The head of the unit finds the slip; the second version is verified as the first was."""
    stage.pass_minutes(3)
    correct_unit(
        task_id=task.task_id,
        reason="Satu pembilang salah ketik; dicocokkan kembali dengan register.",
        actor=stage.person(Role.UNIT_HEAD, task.unit),
        tools=stage.tools,
    )
    _retype(stage, task, filled)
    submit(stage, task)
    verify_unit(task_id=task.task_id, actor=stage.person(Role.TEAM), tools=stage.tools)


def _retype(stage: Stage, task: StandTask, filled: Reported, less: int = 0) -> None:
    """The operator types the first counted figure again: as it is reported, or too small."""
    line_id, row = _counted_lines(task, filled)[0]
    numerator = f"{_counted(row) - less:f}".replace(".", ",")
    told = replace(row, numerator=numerator, note=row.note or LOOKED_AT)
    record_entries(
        task_id=task.task_id,
        typed={line_id: as_typed(told)},
        spent={},
        actor=stage.person(Role.OPERATOR, task.unit),
        tools=stage.tools,
    )


def _counted_lines(task: StandTask, filled: Reported) -> list[tuple[int, FilledRow]]:
    """The lines of the unit whose numerator can be one too small."""
    rows = {row.code: row for row in filled.rows.get(task.unit, ())}
    found = ((line.line_id, rows[line.code]) for line in task.lines if line.code in rows)
    return [(line_id, row) for line_id, row in found if _counted(row) > 1]


def _counted(row: FilledRow) -> Decimal:
    """The numerator as a number; 0 where there is none."""
    found = read(row.numerator)
    return found.value if isinstance(found, Number) else Decimal(0)
