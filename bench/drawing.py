"""A procedure of forty steps: read, checked, and drawn over its table."""

import time
from collections.abc import Callable
from statistics import median

from bench.figures import Figure, Sizes
from ukur.domain.sop import soundness
from ukur.domain.sop.reading import read
from ukur.edge.sop_svg import sop_svg
from ukur.web.sop_table import flow_over, plain_rows

LANES = ("kepala_dinas", "sekretaris", "perencana", "tim_sakip", "staf")
DECIDES_EVERY, RETURNS, TURNS = 5, 2, 21

COVER = """
key = "empat-puluh"
version = "1"
title = "URAIAN PROSEDUR EMPAT PULUH LANGKAH"

[cover]
government = "PEMERINTAH KABUPATEN CONTOH"
agency = "DINAS KESEHATAN"
unit = "SEKRETARIAT"
title = "EMPAT PULUH LANGKAH"
"""


def measure(sizes: Sizes) -> list[Figure]:
    """The middle of several turns of each."""
    text = _procedure(sizes.steps)
    procedure = read(text, "empat-puluh.toml")

    def checked() -> None:
        soundness.errors(procedure)
        soundness.findings(procedure)

    def drawn() -> None:
        flow_over(procedure, plain_rows(procedure), {}, {})

    def both() -> None:
        checked()
        drawn()

    return [
        _timed("reading and checking the file", lambda: read(text, "empat-puluh.toml")),
        _timed("checking", checked),
        _timed("drawing for a page", drawn),
        _timed("checking and drawing", both),
        _timed("drawing as a file", lambda: sop_svg(procedure)),
    ]


def _timed(what: str, work: Callable[[], object]) -> Figure:
    took = []
    for _ in range(TURNS):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return Figure(what, median(took), "s")


def _procedure(steps: int) -> str:
    lanes = "".join(f'[[lane]]\nkey = "{key}"\nname = "{key.title()}"\n\n' for key in LANES)
    return COVER + lanes + "".join(_step(number, steps) for number in range(1, steps + 1))


def _step(number: int, steps: int) -> str:
    lead = number * 3 % len(LANES)
    joined = f'joined = ["{LANES[lead - 1]}"]\n' if number % 7 == 0 else ""
    row = f"""[[step]]
number = {number}
activity = "Mengerjakan langkah {number} menurut hasil langkah sebelumnya dan menyerahkannya"
lead = "{LANES[lead]}"
{joined}work = "task"
completeness = "Bahan langkah {number}"
standard = "{number % 3 + 1} hari"
output = "Hasil langkah {number}"

"""
    if number % DECIDES_EVERY or number == steps:
        return row
    targets = f"no_to = {number - 1}\nno_allowed = [{number - 1}, {number - RETURNS}]"
    return row + f'[step.decision]\nyes = "Ya"\nyes_to = {number + 1}\nno = "Tidak"\n{targets}\n\n'
