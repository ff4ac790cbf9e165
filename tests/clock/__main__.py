"""`python -m tests.clock [MOMENT ...]`: the tests of days and dates, once with the clock at each moment."""

from __future__ import annotations

import sys

from tests.clock.moments import MOMENTS, TESTS
from tests.clock.session import run


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(moments: list[str]) -> int:
    failed = []
    for moment in moments or MOMENTS:
        say(f"{moment} on campus: {MOMENTS.get(moment, 'as asked for')}")
        if run(moment, TESTS, "-n", "2", "--dist", "loadfile").returncode:
            failed.append(moment)
    say(f"Failed: {', '.join(failed)}" if failed else "All passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
