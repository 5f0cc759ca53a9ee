"""Runs the benchmarks by name, or all of them: `python -m bench.run [NAME …]`."""

import importlib
import sys
from collections.abc import Sequence

BENCHMARKS: tuple[str, ...] = ()
"""Modules of this folder; each has `measure() -> dict[str, float]`, seconds by what was done."""


def main(names: Sequence[str]) -> int:
    """Print a line for each figure. Returns 2 when a name is not a benchmark's."""
    unknown = sorted(set(names) - set(BENCHMARKS))
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        for what, seconds in importlib.import_module(f"bench.{name}").measure().items():
            print(f"{name}\t{what}\t{seconds:.3f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
