"""One whole cycle by the use cases, with real ports and a SQLite file: how long, and on what."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from bench.agency import PERIOD, write_agency
from bench.figures import Figure, Sizes, Stopwatch
from ukur.adapters.packing import BagPacker
from ukur.adapters.signing.keyring import KeyRing
from ukur.adapters.typesetting import Typst
from ukur.domain.periods import YearPeriod
from ukur.domain.ports import Seal
from ukur.edge.archive_index import how_to_verify, index_html
from ukur.edge.demonstration import Story, run_whole_cycle
from ukur.edge.stage import Stage, at_opening, set_up_stage

YEAR = 2026


class TimedTypst(Typst):
    """The typesetter, with a watch."""

    def __init__(self, watch: Stopwatch) -> None:
        super().__init__()
        self.watch = watch

    def typeset(
        self, template: str, values: Mapping[str, object], attached: Mapping[str, bytes]
    ) -> bytes:
        with self.watch.running():
            return super().typeset(template, values, attached)


class TimedKeyRing(KeyRing):
    """The installation's keys, with a watch."""

    def __init__(self, folder: Path, watch: Stopwatch) -> None:
        super().__init__(folder)
        self.watch = watch

    def seal(self, pdf: bytes, seal: Seal, *, reason: str, at: datetime) -> bytes:
        with self.watch.running():
            return super().seal(pdf, seal, reason=reason, at=at)

    def sign_bytes(self, content: bytes, at: datetime) -> bytes:
        with self.watch.running():
            return super().sign_bytes(content, at)


def measure(sizes: Sizes) -> list[Figure]:
    """Seconds of the cycle, and of the parts of it that are not ours to make faster."""
    folder = write_agency(settings.DATA_DIR / "one-cycle", "bench", sizes.indicators, sizes.units)
    began = time.perf_counter()
    stage = quarter_over(folder)
    set_up = time.perf_counter() - began
    typesetting, signing = Stopwatch(), Stopwatch()
    ring = TimedKeyRing(settings.DATA_DIR / "keys", signing)
    stage.tools = replace(
        stage.tools,
        typesetter=TimedTypst(typesetting),
        sealer=ring,
        packer=BagPacker(ring, index_html, how_to_verify),
    )
    began, processor = time.perf_counter(), time.process_time()
    run_whole_cycle(stage, Story(YearPeriod(YEAR, PERIOD)), lambda _step: None)
    of = f"{sizes.indicators} indicators x {sizes.units} units"
    return [
        Figure("setting up the agency", set_up),
        Figure(f"the cycle, {of}", time.perf_counter() - began),
        Figure("of it the processor's", time.process_time() - processor),
        Figure("of it typesetting", typesetting.seconds),
        Figure("of it signing", signing.seconds),
    ]


def quarter_over(folder: Path) -> Stage:
    """The agency of the folder on the first morning after the quarter."""
    stage = set_up_stage(folder, (YEAR,), datetime(YEAR, 1, 5, 2, tzinfo=UTC))
    stage.clock.at = at_opening(datetime(YEAR, 4, 1, tzinfo=UTC), stage.calendar)
    return stage
