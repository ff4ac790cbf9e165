"""The recap of a month: the same on paper and in a sheet, and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import Connection

from common.domain.attendance.recap import as_pdf, as_workbook, file_name, recap
from common.domain.recruitment.errors import NotYourVacancy
from tests import factories as make
from tests.domain.attendance.scene import Scene
from tests.domain.attendance.test_locked_months import last_month, lock, served


def read(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def a_month(db: Connection, days: int = 3) -> tuple[Scene, Any]:
    one = served(db)
    for n in range(days):
        state = "ditolak" if n == 1 else "disetujui"
        make.attendance(
            db, one.contract, day=last_month() - timedelta(days=n), state=state, activity=f"<Modul> {n} & =A1"
        )
    lock(db, one)
    return one, recap(db, one.lecturer, one.contract.id, f"{last_month():%Y-%m}")


def test_the_paper_says_it_all_in_both_languages(db: Connection) -> None:
    one, found = a_month(db)
    [page] = read(as_pdf(found, "id"))
    for said in (one.student.name, one.student.number, one.teacher.name, "2 dari 3", "Dikunci oleh", "Dicetak", "WIB"):
        assert said in page, page
    assert ("<Modul> 2 & =A1" in page, "Ditolak" in page) == (True, True)
    [page] = read(as_pdf(found, "en"))
    assert ("2 of 3" in page, "Printed" in page) == (True, True)
    assert as_pdf(found, "id") == as_pdf(found, "id")


def test_a_long_month_goes_on_with_its_head_on_the_next_page(db: Connection) -> None:
    _, found = a_month(db, 27)
    long = [type("Day", (), {"day": day.day, "activity": "Praktikum " * 30, "state": day.state}) for day in found.days]
    pages = read(as_pdf(found._replace(days=long), "id"))
    assert len(pages) > 1
    assert {"Kegiatan" in page for page in pages} == {True}


def test_the_sheet_holds_the_same(db: Connection) -> None:
    one, found = a_month(db)
    rows = list(load_workbook(BytesIO(as_workbook(found, "id"))).active.iter_rows(values_only=True))
    assert [row[3] for row in rows[1:4]] == ["Disetujui", "Ditolak", "Disetujui"]
    assert rows[3][1].date() == last_month()
    below = {row[1]: row[2] for row in rows[5:]}
    assert (below["NIM"], below["Jumlah disetujui"]) == (one.student.number, "2 dari 3")
    assert file_name(found, "xlsx") == f"rekap-{one.student.number}-{last_month():%Y-%m}.xlsx"


def test_it_is_for_the_own_lecturer_and_for_admins(db: Connection) -> None:
    one, found = a_month(db)
    month = f"{last_month():%Y-%m}"
    with pytest.raises(NotYourVacancy):
        recap(db, make.as_actor(make.lecturer(db)), one.contract.id, month)
    assert len(recap(db, make.as_actor(make.admin(db)), one.contract.id, month).days) == len(found.days)
