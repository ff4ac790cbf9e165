"""A file becomes differences to the accounts there are, or is refused; nobody is added or changed by that."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from common.domain.imports import actions
from common.domain.imports.errors import ImportNotReady
from common.domain.imports.queries import line_page, shown_import
from common.domain.imports.tables import ImportRole, people_import_lines
from common.domain.imports.work import import_due
from common.domain.people.tables import people
from common.domain.uploads.tables import Purpose, UploadState
from common.platform.db import transaction
from common.platform.errors import Invalid
from tests import factories as make
from tests.bystanders import own
from tests.domain.imports.scene import admin, counts, read, refusals, row, sheet, started
from tests.platform.sheets.files import csv, xlsx

pytestmark = pytest.mark.usefixtures("committed")


def test_rows_are_new_changed_unchanged_or_refused() -> None:
    by = admin()
    with transaction() as db:
        same, other = make.student(db), make.student(db, name="Lama", program="Kimia")
        lecturer, taken = make.lecturer(db), make.student(db)
    made = read(
        by,
        sheet(
            ["0099001", "Baru", "baru@contoh.test"],
            [f" {same.number} ", same.name, same.email.upper()],
            [other.number, "Baru", ""],
            [lecturer.number, "Dosen", "d@contoh.test"],
            ["0099002", "Siapa", taken.email],
            ["0099003", "", ""],
            ["", "Tanpa nomor", "t@contoh.test"],
        ),
    )
    assert (made.state, counts(made)) == ("siap", (1, 1, 1, 4))
    assert refusals(made) == {
        5: ["NIM/NIP sudah terdaftar dengan peran dosen"],
        6: ["Email sudah digunakan akun lain"],
        7: ["Nama wajib diisi", "Email wajib diisi"],
        8: ["NIM/NIP wajib diisi"],
    }
    with transaction() as db:
        page = line_page(db, made.id, "en", kind="berubah", after=None, limit=25)
        assert db.scalar(own(people, func.count())) == 5
    [line] = page["items"]
    assert line["differences"] == [{"field": "name", "old": "Lama", "new": "Baru"}]


def test_a_blank_cell_and_a_missing_column_take_nothing_away() -> None:
    with transaction() as db:
        person = make.student(db)
    assert counts(read(admin(), csv(";", [["NIM", "Nama"], [person.number, ""]]).encode())) == (0, 0, 1, 0)


def test_lecturers_are_imported_as_lecturers() -> None:
    with transaction() as db:
        student, lecturer = make.student(db), make.lecturer(db)
    rows = ([one.number, one.name, one.email] for one in (student, lecturer))
    assert counts(read(admin(), sheet(*rows), ImportRole.LECTURER)) == (0, 0, 1, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"NIM;Nama\n", "Berkas ini tidak berisi satu pengguna pun"),
        (b'NIM;Nama\n1;"Budi\n', "Tanda kutip pada baris 2 tidak ditutup"),
        (b"NIM;Nama\n1;Budi\n" + b"2;" * 2000, "Baris 3 memiliki terlalu banyak kolom"),
        (b"PK\x03\x04 and nothing", "Berkas ini rusak"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_is_let_go(data: bytes, said: str) -> None:
    made = read(admin(), data)
    assert (made.state, made.upload_id) == ("ditolak", None)
    with transaction() as db:
        assert shown_import(db, made.id, "id")["fault"] == said
        assert db.scalar(select(func.count()).where(people_import_lines.c.import_id == made.id)) == 0


def test_a_file_with_too_many_rows_is_refused(setting: Callable[[str, str], None]) -> None:
    setting("IMPORT_ROWS", "2")
    rows = [[f"009900{n}", "Budi", f"b{n}@contoh.test"] for n in range(3)]
    assert read(admin(), sheet(*rows[:2])).state == "siap"
    refused = read(admin(), sheet(*rows))
    assert (refused.state, refused.fault, refused.fault_row) == ("ditolak", "too_many_import_rows", 2)


def test_columns_without_a_known_name_wait_for_an_admin_and_are_read_again() -> None:
    by = admin()
    made = read(by, csv(";", [["Kode", "Orang", "Surel"], ["0099001", "Budi", "b@contoh.test"]]).encode())
    assert (made.state, made.columns, made.head_row) == ("kolom", None, 1)
    assert made.heads[0] == {"position": 0, "head": "Kode", "sample": "0099001"}
    form = {"head_row": 1, "number": 0, "name": 1, "email": 2, "program": None, "whatsapp": None}
    with transaction() as db:
        actions.match(db, make.as_actor(by), made.id, form)
    with transaction() as db, pytest.raises(ImportNotReady):
        actions.match(db, make.as_actor(by), made.id, form)
    import_due()
    assert (row(made.id).state, counts(row(made.id))) == ("siap", (1, 0, 0, 0))
    with transaction() as db:
        actions.match(db, make.as_actor(by), made.id, form | {"head_row": 0})
    import_due()
    assert counts(row(made.id)) == (1, 0, 0, 1), "the names of the columns were taken for a person, and once"


def test_the_first_sheet_of_a_workbook_is_read_with_the_numbers_of_its_rows() -> None:
    made = read(admin(), xlsx(["DAFTAR"], [], ["NIM", "Nama", "Email"], ["0099001", "Fajar", "bukan"]))
    assert (made.head_row, refusals(made)) == (3, {4: ["Format email tidak valid"]})


@pytest.mark.parametrize("state", [UploadState.AWAITED, UploadState.REFUSED])
def test_a_file_that_was_not_accepted_is_not_imported(state: UploadState) -> None:
    by = admin()
    with transaction() as db:
        file = make.upload(db, by, Purpose.IMPORT, state=state)
        form = {"upload_id": file.id, "file_name": "x", "role": ImportRole.STUDENT}
        with pytest.raises(Invalid) as refused:
            actions.start(db, make.as_actor(by), form)  # type: ignore[arg-type]
    assert list(refused.value.fields) == ["upload_id"]


def test_the_file_of_another_admin_is_unknown() -> None:
    with transaction() as db:
        file = make.upload(db, make.admin(db), Purpose.IMPORT)
        form = {"upload_id": file.id, "file_name": "x", "role": ImportRole.STUDENT}
        with pytest.raises(Invalid):
            actions.start(db, make.as_actor(make.admin(db)), form)  # type: ignore[arg-type]


def test_a_reading_that_broke_off_is_begun_anew() -> None:
    import_id = started(admin(), sheet(["0099001", "Budi", "b@contoh.test"]))
    with transaction() as db:
        make.import_lines(db, row(import_id), ["baru"], first=2)  # type: ignore[list-item]
    import_due()
    assert counts(row(import_id)) == (1, 0, 0, 0)
