"""The acceptance catalogue: 174 scenarios in twelve modules, kept as data; its README is generated from it.

`python -m tests.uat.catalogue` writes tests/uat/README.md.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

DATA, README = Path(__file__).with_name("catalogue.json"), Path(__file__).with_name("README.md")

MODULES = {
    "AUTH": "Autentikasi",
    "USR": "Manajemen Pengguna",
    "LOW": "Manajemen Lowongan",
    "MHS-REG": "Pendaftaran Aslab",
    "SEL": "Seleksi Aslab",
    "ACT": "Aktivasi Aslab",
    "ABS": "Absensi Harian",
    "VER": "Verifikasi Absensi",
    "END": "Pengakhiran Kontrak",
    "CERT": "Sertifikat Digital",
    "NOTIF": "Notifikasi",
    "LAP": "Laporan dan Audit",
}
CODE = re.compile(rf"\b(?:{'|'.join(MODULES)})-\d\d\b")
_IN_A_NAME = re.compile(rf"(?<![a-z])({'|'.join(module.lower().replace('-', '_') for module in MODULES)})_(\d\d)(?!\d)")

_HEAD = """# Acceptance catalogue

What the system has to do, scenario by scenario. A test belongs to a scenario when its name bears the scenario's code:
`test_mhs_reg_05_second_application_is_refused`; the suite prints the table with each result. The eight scenarios of the
paper keep their code and are marked. Quoted sentences are the product's own words. *positive*: it works; *negative*:
it is refused, or a fault is survived.

This file is generated from `catalogue.json` by `python -m tests.uat.catalogue`.
"""


@dataclass(frozen=True)
class Scenario:
    """One row; `kind` is `positive` or `negative`, `paper` marks the eight scenarios that the paper gives."""

    code: str
    actor: str
    scenario: str
    expected: str
    kind: str
    paper: bool

    @property
    def module(self) -> str:
        return self.code.rsplit("-", 1)[0]


@cache
def scenarios() -> tuple[Scenario, ...]:
    """All of them, module by module."""
    return tuple(Scenario(**row) for row in json.loads(DATA.read_text(encoding="utf-8")))


def codes_in(name: str) -> list[str]:
    """Every code that a test's name bears: `END-08` and `SEL-15` for `test_end_08_and_sel_15_a_seat_is_offered`."""
    name = name.partition("[")[0]
    return [f"{module.upper().replace('_', '-')}-{number}" for module, number in _IN_A_NAME.findall(name)]


def page() -> str:
    """The catalogue as Markdown."""
    parts = [_HEAD]
    for module, rows in groupby(scenarios(), key=lambda row: row.module):
        parts.append(
            f"\n## {MODULES[module]} ({module})\n\n| code | who | scenario | expected | kind |\n|---|---|---|---|---|\n"
        )
        parts += [_line(row) for row in rows]
    return "".join(parts)


def _line(row: Scenario) -> str:
    code = f"**{row.code}** (paper)" if row.paper else row.code
    return f"| {code} | {row.actor} | {row.scenario} | {row.expected} | {row.kind} |\n"


if __name__ == "__main__":
    README.write_text(page(), encoding="utf-8")
