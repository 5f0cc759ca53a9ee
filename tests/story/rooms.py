"""A data folder of its own for one story: keys begin on the story's own clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from ukur.edge import wiring


@contextmanager
def own_room(folder: Path) -> Iterator[None]:
    """Keys and files of the installation lie in `folder` for a while."""
    kept = (wiring.key_ring, wiring.vault, wiring.tools)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "DATA_DIR", folder)
        for cached in kept:
            cached.cache_clear()
        yield
    for cached in kept:
        cached.cache_clear()
