"""Sealed packages in memory: a signed bag, written aside, validated and zipped."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ukur.adapters.bag import seal_bag, zipped
from ukur.domain.package import PackageSummary
from ukur.domain.ports import Sealer


@dataclass(frozen=True)
class BagPacker:
    """Fulfils `ukur.domain.ports.Packer`; `page` and `manual` make the texts that lie inside."""

    sealer: Sealer
    page: Callable[[PackageSummary], str]
    manual: Callable[[str], str]

    def pack(
        self, name: str, files: Mapping[str, bytes], info: Mapping[str, str], at: datetime
    ) -> bytes:
        """A ZIP of a signed BagIt bag called `name`, with `files` as its payload.

        Raises:
            OutsideFailure: the disk or the validator did not take it.
        """
        with tempfile.TemporaryDirectory(prefix="ukur-package-") as room:
            folder = Path(room) / name
            seal_bag(folder, files, info, self.sealer, at, durable=False)
            return zipped(folder)

    def index(self, summary: PackageSummary) -> bytes:
        """The page that explains the package in any browser."""
        return self.page(summary).encode()

    def how_to_verify(self, agency: str) -> bytes:
        """How to check the package with common programs, as text."""
        return self.manual(agency).encode()
