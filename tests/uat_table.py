"""Prints the acceptance table: each scenario that has a test, module by module, with its result.

A test belongs to a scenario when its name begins with the scenario's code, e.g. `test_mhs_reg_05_...`; the first line
of its docstring is what the table shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

# Module, prefix of its codes, and how many scenarios it has.
MODULES = {
    "AUTH": ("Autentikasi", 17),
    "USR": ("Manajemen Pengguna", 10),
    "LOW": ("Manajemen Lowongan", 12),
    "MHS-REG": ("Pendaftaran Aslab", 15),
    "SEL": ("Seleksi Aslab", 12),
    "ACT": ("Aktivasi Aslab", 10),
    "ABS": ("Absensi Harian", 15),
    "VER": ("Verifikasi Absensi", 8),
    "END": ("Pengakhiran Kontrak", 8),
    "CERT": ("Sertifikat Digital", 10),
    "NOTIF": ("Notifikasi", 9),
    "LAP": ("Laporan dan Audit", 9),
}
_NAME = re.compile(rf"test_({'|'.join(key.lower().replace('-', '_') for key in MODULES)})_(\d\d)_")


def code_of(name: str) -> str | None:
    """`MHS-REG-05` for `test_mhs_reg_05_second_application_is_refused`, None for other tests."""
    found = _NAME.match(name)
    return f"{found[1].upper().replace('_', '-')}-{found[2]}" if found else None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome: Any = yield
    code = code_of(item.name)
    if code:
        told = (getattr(item, "function", None).__doc__ or item.name).strip().splitlines()[0]
        outcome.get_result().user_properties.append(("scenario", (code, told)))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    results = _results(terminalreporter)
    if not results:
        return
    terminalreporter.section("UAT", sep="=")
    for key, (title, total) in MODULES.items():
        mine = {code: line for code, line in sorted(results.items()) if code.rsplit("-", 1)[0] == key}
        terminalreporter.write_line(f"{title}: {len(mine)} of {total} scenarios have a test")
        for code, (told, passed) in mine.items():
            terminalreporter.write_line(f"  {code:<11} {'OK   ' if passed else 'GAGAL'} {told}")
    total = sum(count for _, count in MODULES.values())
    passed = sum(ok for _, ok in results.values())
    terminalreporter.write_line(f"{passed} passed of {len(results)} tested, of {total} scenarios in all")


def _results(terminalreporter: Any) -> dict[str, tuple[str, bool]]:
    """Code to text and result; a scenario with several tests passes when all of them do."""
    found: dict[str, tuple[str, bool]] = {}
    for outcome in ("passed", "failed", "error"):
        for report in terminalreporter.stats.get(outcome, []):
            for code, told in (value for name, value in getattr(report, "user_properties", ()) if name == "scenario"):
                before = found.get(code, (told, True))
                found[code] = (before[0], before[1] and outcome == "passed")
    return found
