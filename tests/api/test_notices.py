"""A program reads what its person was told, and puts it away as the desk does."""

from tests.api.callers import Program, asked, key_of, program
from tests.builders import World, delivered
from ukur.domain.people import Role
from ukur.domain.returning import Return, ReturnLine
from ukur.store.models import Notice, Unit
from ukur.usecases.collect.close_unit import close_unit
from ukur.usecases.collect.reopen_unit import reopen_unit
from ukur.usecases.collect.return_unit import return_unit

UNIT = "PKM-01"


def send_back(world: World, cycle_id: int, unit: str = UNIT) -> int:
    task_id = delivered(world, cycle_id, unit).task_id
    wanted = Return("A", "Rekap kurang.", (ReturnLine("IKU-01", "Cocokkan register."),))
    return_unit(task_id=task_id, wanted=wanted, actor=world.actor(Role.TEAM), tools=world.tools)
    return task_id


def kinds(caller: Program) -> list[str]:
    return [one["kind"] for one in caller.get("/notices").body]


def test_a_notice_says_what_happened_to_which_form_and_which_lines_were_named(
    world: World, cycle_id: int
) -> None:
    task_id = send_back(world, cycle_id)
    first = program(world, Role.OPERATOR, UNIT).get("/notices").body[0]
    assert (first["kind"], first["words"]) == ("returned", "Rekap kurang.")
    assert "Rekap kurang." in first["message"]
    assert [(one["name"], one["word"]) for one in first["asked"]] == [
        ("Indikator IKU-01", "Cocokkan register.")
    ]
    task = first["task"]
    assert (task["kind"], task["task_id"], task["step"]) == ("unit_form", task_id, None)
    assert (task["cycle_id"], task["is_open"]) == (cycle_id, True)


def test_what_was_read_is_not_told_again_and_is_read_once(world: World, cycle_id: int) -> None:
    send_back(world, cycle_id)
    operator = program(world, Role.OPERATOR, UNIT)
    ids = [one["id"] for one in operator.get("/notices").body]
    assert ids
    assert operator.post("/notices/read", {"ids": ids}).body == {"read": len(ids)}
    assert operator.post("/notices/read", {"ids": ids}).body == {"read": 0}
    assert operator.get("/notices").body == []


def test_the_notices_of_others_are_neither_seen_nor_read(world: World, cycle_id: int) -> None:
    send_back(world, cycle_id)
    every = list(Notice.objects.values_list("pk", flat=True))
    head, other = (program(world, Role.UNIT_HEAD, unit) for unit in (UNIT, "PKM-02"))
    assert "returned" not in kinds(other)
    other.post("/notices/read", {"ids": every})
    assert kinds(other) == []
    assert "returned" in kinds(head)


def test_a_key_that_is_bound_to_a_unit_reaches_the_notices_of_that_unit_alone(
    world: World, cycle_id: int
) -> None:
    send_back(world, cycle_id)
    actor = world.actor(Role.OPERATOR, UNIT)
    mine = Unit.objects.get(code=UNIT).pk
    told = kinds(Program(key_of(world, actor, mine)))
    assert "returned" in told
    late = Notice.objects.create(
        agency_id=world.agency_id,
        account_id=actor.account_id,
        kind="digest",
        day=world.clock.at.date(),
        told_at=world.clock.at,
        mail=Notice.Mail.NONE,
    )
    bound = Program(key_of(world, actor, mine))
    assert kinds(bound) == told
    assert bound.post("/notices/read", {"ids": [late.pk]}).body == {"read": 0}
    assert kinds(program(world, Role.OPERATOR, UNIT)) == ["digest", *told]


def test_that_a_form_is_open_again_is_told_with_the_reason(
    world: World, cycle_id: int, task_id: int
) -> None:
    team = world.actor(Role.TEAM)
    close_unit(task_id=task_id, reason="Banjir.", actor=team, tools=world.tools)
    reopen_unit(task_id=task_id, reason="Air surut.", actor=team, tools=world.tools)
    first = program(world, Role.OPERATOR, UNIT).get("/notices").body[0]
    assert (first["kind"], first["words"]) == ("reopened", "Air surut.")


def test_more_notices_take_no_more_statements(world: World, cycle_id: int) -> None:
    send_back(world, cycle_id)
    operator = program(world, Role.OPERATOR, UNIT)
    few = asked(operator, "/notices")
    Notice.objects.bulk_create(
        Notice(
            agency_id=world.agency_id,
            account_id=world.actor(Role.OPERATOR, UNIT).account_id,
            kind="returned",
            unit_task_id=world.task(cycle_id, UNIT).task_id,
            round=number,
            day=world.clock.at.date(),
            told_at=world.clock.at,
            mail=Notice.Mail.NONE,
        )
        for number in range(2, 9)
    )
    assert asked(operator, "/notices") == few


def test_nobody_without_a_key_reads_notices() -> None:
    assert Program().get("/notices").status == 401
    assert Program().post("/notices/read", {"ids": []}).status == 401
