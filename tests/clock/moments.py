"""When a moved session begins, by the campus's clock, and which tests it runs."""

from __future__ import annotations

from common.ops.checkout import CHECKOUT

MOMENTS = {
    "2026-12-01T10:00:00": "the first day of a month",
    "2026-12-25T10:00:00": "a month later than the tests were written",
    "2026-12-31T23:59:50": "into the new year",
    "2027-02-28T23:59:55": "into March of a year without a leap day",
    "2028-02-29T10:00:00": "a leap day",
    "2028-03-12T13:59:50": "into daylight saving time of the machine's zone",
}
# The machine's own zone, whose clocks jump from 01:59:59 to 03:00 at 14:00 in Jakarta on the last of these days.
MACHINE_ZONE = "America/New_York"

# Where there are tables there are dates; tokens and the figures of a period have lives and ends of their own.
_NOUNS = sorted({"reports", *(file.parent.name for file in (CHECKOUT / "common/domain").glob("*/tables.py"))})
# The pages that show days or count them.
_PAGES = ("admin_activation", "aslab", "attendance", "contract_end", "lecturer_vacancies", "student", "verification")
# Envoy is a process of its own, whose clock does not move.
_CONTRACT = sorted(
    file.name for file in (CHECKOUT / "tests/contract").glob("test_*.py") if file.name != "test_envoy.py"
)
TESTS = (
    *(f"tests/domain/{noun}" for noun in _NOUNS),
    "tests/platform/auth",
    "tests/flows",
    "tests/uat",
    *(f"tests/contract/{name}" for name in _CONTRACT),
    *(f"tests/portal/test_{page}.py" for page in _PAGES),
)
# What the ordinary suite runs with the clock moved: half a minute.
PART = (
    "tests/domain/assistants",
    "tests/domain/attendance/test_queries.py",
    "tests/domain/attendance/test_recording.py",
)
