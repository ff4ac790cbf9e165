"""Module 12: lists as files."""

from __future__ import annotations

import csv
import time
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import psutil
import pytest
from openpyxl import load_workbook
from sqlalchemy import text, update

from common.domain.reports.export_tasks import MAKE
from common.platform import clock
from common.platform.db import transaction
from common.platform.queue import tasks
from tests import factories as make
from tests.client import Answer, Portal

NAME, NUMBER = "Żółć “Siti” Nurʿaini, S.Kom.", "0012345"


def export(view: Portal, source: str, file_type: str = "xlsx", **filters: Any) -> Answer:
    body = {"source": source, "file_type": file_type, "filters": {name: str(one) for name, one in filters.items()}}
    return view.call("export_list", json=body)


def sheet(view: Portal, made: Answer) -> list[tuple[Any, ...]]:
    """Every cell of an XLSX, as openpyxl reads it."""
    answer = view.fetch(made["url"])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(load_workbook(BytesIO(answer.content)).active.iter_rows())


def values(view: Portal, made: Answer) -> list[dict[str, Any]]:
    head, *rows = [[cell.value for cell in row] for row in sheet(view, made)]
    return [dict(zip(head, row, strict=True)) for row in rows]


def lines(view: Portal, made: Answer) -> tuple[bytes, list[dict[str, str]]]:
    content = view.fetch(made["url"]).content
    return content, list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def audited(admin: Portal) -> list[dict[str, Any]]:
    return [line["new"] for line in admin.call("read_audit", query={"action": "export."})["items"]]


@pytest.mark.without_bystanders
def test_lap_03_applicants_and_attendances_go_out_as_excel_reads_them(portal: Portal) -> None:
    """Admin mengekspor pelamar dan absensi: nol di depan NIM, tanggal, UTF-8 dan sel yang netral."""
    boss, lecturer = portal.new("admin"), portal.new("dosen", name="Dr. Ayu")
    admin, submitted = portal.as_(boss), datetime(2026, 11, 29, 17, 15, tzinfo=UTC)
    with transaction() as db:
        student = make.student(db, name=NAME, number=NUMBER)
        post = make.vacancy(db, lecturer, course="=HYPERLINK(1)")
        kept = {"submitted_at": submitted, "ipk": "3.75", "semester": 5, "whatsapp": "+628123456789"}
        make.application(db, post, student, **kept)
        contract = make.contract(db, student=student, lecturer=lecturer, admin=boss)
        make.attendance(db, contract, day=date(2026, 11, 30), recorded_at=submitted, activity="@SUM(A1)")

    made = export(admin, "applicants", vacancy_id=post.id)
    [head, row] = sheet(admin, made)
    cells = {title.value: cell for title, cell in zip(head, row, strict=True)}
    assert (made["state"], made["rows"], made["error"]) == ("selesai", 1, None)
    assert made["file_name"] == f"Pendaftar {clock.today():%d-%m-%Y}.xlsx"
    assert (cells["NIM"].value, cells["NIM"].data_type, cells["Nama"].value) == (NUMBER, "s", NAME)
    assert (cells["Semester"].value, cells["IPK"].value) == (5, 3.75)
    sent = cells["Dikirim (WIB)"]
    assert (sent.value, sent.number_format) == (datetime(2026, 11, 30, 0, 15), "dd-mm-yyyy hh:mm")
    for title, entered in (("Mata kuliah", "=HYPERLINK(1)"), ("WhatsApp", "+628123456789")):
        assert (cells[title].value, cells[title].data_type, cells[title].quotePrefix) == (entered, "s", True)

    content, [line] = lines(admin, export(admin, "applicants", "csv", vacancy_id=post.id))
    assert content.startswith(b"\xef\xbb\xbf")
    assert (line["NIM"], line["Nama"], line["IPK"]) == (NUMBER, NAME, "3,75")
    assert (line["Mata kuliah"], line["WhatsApp"]) == ("'=HYPERLINK(1)", "'+628123456789")
    assert line["Dikirim (WIB)"] == "30-11-2026 00:15"

    [row] = sheet(admin, export(admin, "attendances"))[1:]
    assert (row[0].value.date(), row[0].number_format, row[1].value) == (date(2026, 11, 30), "dd-mm-yyyy", NUMBER)
    _, [line] = lines(admin, export(admin, "attendances", "csv"))
    assert (line["Tanggal"], line["NIM"], line["Kegiatan"]) == ("30-11-2026", NUMBER, "'@SUM(A1)")
    assert audited(admin)[-1] == {
        "source": "applicants",
        "file_type": "xlsx",
        "rows": 1,
        "filters": {"vacancy_id": str(post.id)},
    }
    assert len(audited(admin)) == 4


@pytest.mark.without_bystanders
def test_abs_11_an_attendance_after_midnight_is_exported_under_the_day_on_campus(portal: Portal) -> None:
    """Absensi pukul 00.15 WIB: tanggal yang sama di ekspor."""
    boss, lecturer = portal.new("admin"), portal.new("dosen")
    with transaction() as db:
        contract = make.contract(db, student=make.student(db), lecturer=lecturer, admin=boss)
        just_after = datetime(2026, 11, 29, 17, 15, tzinfo=UTC)
        make.attendance(db, contract, day=clock.campus_day(just_after), recorded_at=just_after)
    for view in (portal.as_(boss), portal.as_(lecturer)):
        _, [line] = lines(view, export(view, "attendances", "csv", **{"from": "2026-11-30", "to": "2026-11-30"}))
        assert (line["Tanggal"], line["Dikirim (WIB)"]) == ("30-11-2026", "30-11-2026 00:15")
        assert export(view, "attendances", "csv", to="2026-11-29")["rows"] == 0


@pytest.mark.without_bystanders
def test_lap_04_a_lecturer_gets_own_rows_and_totals_alone(portal: Portal) -> None:
    """Dosen mengekspor: hanya barisnya sendiri, dan jumlahnya hanya dari baris itu."""
    boss, mine, other = portal.new("admin"), portal.new("dosen"), portal.new("dosen")
    with transaction() as db:
        for lecturer, number in ((mine, 2), (other, 3)):
            post = make.vacancy(db, lecturer, course=f"Milik {lecturer.number}")
            for _ in range(number):
                make.application(db, post, make.student(db))
            contract = make.contract(db, student=make.student(db), lecturer=lecturer, admin=boss)
            for ago in range(number):
                make.attendance(db, contract, day=clock.today() - timedelta(days=ago), state="disetujui")
            theirs, their_contract = post, contract
    view, admin = portal.as_(mine), portal.as_(boss)
    counted = {"vacancies": (2, 4), "applicants": (3, 7), "attendances": (2, 5), "contracts": (1, 2)}
    for source, (own, all_of_them) in counted.items():
        made = export(view, source)
        assert (made["rows"], {row["Dosen"] for row in values(view, made)}) == (own, {mine.name}), source
        assert export(admin, source)["rows"] == all_of_them, source
    assert [row["Absensi disetujui"] for row in values(view, export(view, "contracts"))] == [2]

    for source, named in (
        ("applicants", {"vacancy_id": theirs.id}),
        ("attendances", {"contract_id": their_contract.id}),
    ):
        body = {"source": source, "file_type": "csv", "filters": {name: str(one) for name, one in named.items()}}
        assert view.call("export_list", json=body, expect=403).code == "not_your_vacancy"
    for source in ("users", "certificates", "messages", "audit"):
        assert view.call("export_list", json={"source": source, "file_type": "csv"}, expect=403).code == "forbidden"
    made = export(view, "vacancies")
    assert admin.call("show_export", export_id=made["id"], expect=404).code == "not_found"


def test_lap_05_a_filter_that_matches_nothing_gives_headings_alone(portal: Portal) -> None:
    """Filter tanpa hasil: berkas berisi judul kolom saja, tanpa galat, juga dalam bahasa Inggris."""
    admin = portal.as_(portal.new("admin"))
    with transaction() as db:
        period = make.period(db, starts_on=clock.today() - timedelta(days=900), ends_on=clock.today())
    of_period = {"period_id": period.id}
    nothing = {
        "vacancies": of_period,
        "applicants": of_period,
        "attendances": of_period,
        "contracts": of_period,
        "certificates": of_period,
        "users": {"search": "tidak ada"},
        "messages": {"search": "tidak ada"},
        "audit": {"action": "tidak.ada"},
    }
    for source, filters in nothing.items():
        made = export(admin, source, **filters)
        assert (made["state"], made["rows"], len(sheet(admin, made))) == ("selesai", 0, 1), source
        content, rows = lines(admin, export(admin, source, "csv", **filters))
        assert (content.count(b"\r\n"), rows) == (1, []), source
    wrong = {"source": "users", "file_type": "xlsx", "filters": {"aktif": "ya"}}
    assert list(admin.call("export_list", json=wrong, expect=422).fields) == ["filters.aktif"]


MANY = text(
    """
    WITH made AS (
      INSERT INTO uploads (id, owner_id, purpose, content_type, state, object, stored_object, sha256, requested_at,
        judged_at)
      SELECT gen_random_uuid(), :owner, 'foto', 'image/jpeg', 'diterima', 'banyak' || n, 'banyak' || n,
        lpad(to_hex(n), 64, '0'), now(), now()
      FROM generate_series(:first, :first + 1999) AS n RETURNING id, sha256
    )
    INSERT INTO attendances (id, contract_id, day, activity, state, photo_id, photo_sha256, recorded_at, late_entry,
      delayed)
    SELECT gen_random_uuid(), :contract, CAST(:today AS date) - (:first - 1) - row_number() OVER ()::integer,
      'Mendampingi praktikum modul tiga di laboratorium dan memeriksa laporan', 'disetujui', id, sha256, now(), false,
      false FROM made
    """
)


def finished(view: Portal, export_id: str, seconds: float) -> tuple[Answer, list[int]]:
    """The export when it is done, and how many rows were written each time it was asked for."""
    until, seen = time.monotonic() + seconds, list[int]()
    while (now := view.call("show_export", export_id=export_id))["state"] == "antre":
        assert time.monotonic() < until, "the export is not done"
        seen.append(now["rows"])
        time.sleep(0.1)
    return now, seen


@pytest.mark.without_bystanders
def test_lap_08_many_attendances_are_prepared_by_the_queue_in_flat_memory(portal: Portal) -> None:
    """Admin mengekspor 20.000 absensi: disiapkan di latar belakang, memori instans tetap datar."""
    boss, lecturer = portal.new("admin"), portal.new("dosen")
    admin = portal.as_(boss)
    with transaction() as db:
        student = make.student(db)
        contract = make.contract(db, student=student, lecturer=lecturer, admin=boss)
        for first in range(1, 20_001, 2000):
            db.execute(MANY, {"owner": student.id, "contract": contract.id, "first": first, "today": clock.today()})
    begun, process = time.monotonic(), psutil.Process()
    before = process.memory_info().rss
    made = export(admin, "attendances")
    assert (made["state"], made["url"], time.monotonic() - begun < 5) == ("antre", None, True)
    done, seen = finished(admin, made["id"], seconds=60)
    assert process.memory_info().rss - before < 40 * 2**20
    assert (done["state"], done["rows"], done["error"]) == ("selesai", 20_000, None)
    assert seen == sorted(seen)
    assert any(0 < rows < 20_000 for rows in seen)
    rows = load_workbook(BytesIO(admin.fetch(done["url"]).content), read_only=True).active.iter_rows(values_only=True)
    days = [row[0].date() for row in rows if row[1] == student.number]
    assert days == [clock.today() - timedelta(days=ago) for ago in range(20_000, 0, -1)]
    [line] = audited(admin)
    assert line == {"source": "attendances", "file_type": "xlsx", "filters": {}, "rows": 20_000}

    assert portal.campus.signals.wait_idle()
    portal.sweep()
    [notice] = admin.call("read_inbox")["items"]
    assert (notice["title"], notice["link"]) == ("Ekspor Absensi siap diunduh", f"/ekspor/{made['id']}")
    with transaction() as db:
        db.execute(update(tasks).where(tasks.c.kind == MAKE).values(done_at=clock.now() - timedelta(hours=25)))
    assert admin.call("show_export", export_id=made["id"])["url"] is None
