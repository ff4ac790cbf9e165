"""Which column is what, and what is wrong with a row by itself."""

from __future__ import annotations

import pytest

from common.domain.imports.heads import columns_of, found_head
from common.domain.imports.lines import Lines
from common.domain.imports.reasons import doubt_text
from common.platform.sheets import Cell, Doubt, Row, read_sheet
from tests.platform.sheets.files import csv, xlsx

COLUMNS = {"number": 0, "name": 1, "email": 2, "whatsapp": 3}


def head_of(*rows: list[str]) -> tuple[int, dict[str, int]] | None:
    found = found_head(list(read_sheet(csv(";", list(rows)).encode()).rows))
    return (found[0].number, dict(found[1])) if found else None


def reasons(*rows: list[str], width: int = 0) -> list[list[str]]:
    """Of each row in turn."""
    lines = Lines(COLUMNS, width)
    cells = read_sheet(csv(";", [["NIM", "Nama", "Email", "WhatsApp"], *rows]).encode()).rows
    return [[str(text) for _, text in lines.line(row).reasons] for row in list(cells)[1:]]


def test_the_head_is_found_below_titles_and_groups() -> None:
    rows = [["DAFTAR MAHASISWA"], [""], ["Identitas", "", "Kontak"], ["No", "NIM", "Nama", "E-mail (wajib)*"]]
    assert head_of(*rows, ["1", "123", "Budi", "b@x.id"]) == (4, {"number": 1, "name": 2, "email": 3})


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("N.I.M.", "number"),
        ("NIM / NIP", "number"),
        ("Nomor Induk Mahasiswa", "number"),
        ("Nama Lengkap", "name"),
        ("Prodi", "program"),
        ("Alamat E-Mail", "email"),
        ("No. HP / WA", "whatsapp"),
        ("Student number", "number"),
        ("Phone", "whatsapp"),
        ("No", None),
        ("Tanggal lahir", None),
    ],
)
def test_a_head_means_a_field(head: str, field: str | None) -> None:
    assert list(columns_of(Row(1, (Cell(head),)))) == ([field] if field else [])


def test_of_two_columns_of_one_name_the_first_counts() -> None:
    assert columns_of(Row(1, (Cell("NIM"), Cell("Nama"), Cell("Nama Mahasiswa")))) == {"number": 0, "name": 1}


@pytest.mark.parametrize("rows", [[["123", "Budi"]], [["NIM"], ["123"]], [["Nama", "Email"]]])
def test_without_a_number_and_something_else_there_is_no_head(rows: list[list[str]]) -> None:
    assert head_of(*rows) is None


def test_doubles_are_found_by_the_normal_form_and_named_after_the_first() -> None:
    """Phones of three spellings are one number, and none of them is why a row is refused."""
    found = reasons(
        ["F1D022901", "Ani", "ani@contoh.id", "81234567901"],
        ["f1d022901", "Ani", "lain@contoh.id", "6281234567901"],
        ["F1D 022 901", "Ani", "ANI@contoh.id ", "0812 3456 7901"],
        ["\u00a0F1D022901\u200b", "Ani", "", "0812"],
    )
    number, email = "NIM/NIP sama dengan baris 2", "Email sama dengan baris 2"
    assert found == [[], [number], [number, email], ["Nomor WhatsApp tidak valid", number]]


def test_the_phones_of_three_spellings_are_one() -> None:
    lines = Lines(COLUMNS)
    spelled = ["81234567901", "6281234567901", "0812 3456 7901", "+62 812-3456-7901"]
    rows = (Row(2 + n, (Cell(str(n)), Cell("Ani"), Cell(), Cell(text))) for n, text in enumerate(spelled))
    assert {lines.line(row).values["whatsapp"] for row in rows} == {"+6281234567901"}


def test_what_a_spreadsheet_has_changed_is_refused_and_never_guessed() -> None:
    found = reasons(
        ["3,02231E+09", "Tono", "tono@contoh.id"],
        ["198104172010121000", "Dr. Rini", "rini@contoh.id"],
        ["3022311104", "1E+5", "wati@contoh.id", "6,28123E+12"],
    )
    assert [line[0][:45] for line in found] == [
        "NIM/NIP ditulis dalam notasi ilmiah (3,02231E",
        "NIM/NIP sudah dibulatkan Excel (1981041720101",
        "Nomor WhatsApp ditulis dalam notasi ilmiah (6",
    ]


def test_a_formula_without_a_value_and_one_that_failed_are_refused_in_any_field() -> None:
    rows = read_sheet(xlsx(["NIM", "Nama", "Email"], ["1", '=UPPER("gita")', "#REF!"])).rows
    line = Lines({"number": 0, "name": 1, "email": 2}).line(list(rows)[1])
    assert [(name, str(text).split(";")[0]) for name, text in line.reasons] == [
        ("name", "Nama berisi rumus tanpa hasil tersimpan"),
        ("email", "Email berisi galat (#REF!)"),
    ]


@pytest.mark.parametrize("doubt", Doubt)
def test_every_doubt_about_a_number_is_said_in_both_languages(doubt: Doubt) -> None:
    said = doubt_text("number", Cell("x", doubt))
    assert said is not None
    assert "NIM/NIP" in said
    assert "{" not in said + said.en
    assert said != said.en


def test_a_row_that_was_torn_apart_is_refused() -> None:
    torn = ["123", "Budi, S.Kom.", "budi@x.id", "", "lebih"]
    assert reasons(torn, width=4)[0][-1].startswith("Baris ini memiliki lebih banyak kolom")
    assert reasons(torn) == [[]]


def test_wrong_addresses_and_long_names_are_refused() -> None:
    assert reasons(["1", "x" * 121, "bukan email"]) == [["Nama paling banyak 120 huruf", "Format email tidak valid"]]
