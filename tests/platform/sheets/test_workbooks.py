"""XLSX as it is stored: what a spreadsheet has lost is doubted, and no file costs more than its rows."""

from __future__ import annotations

import tracemalloc
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from common.platform.content_types import XLSX
from common.platform.sheets import Doubt, Fault, Unreadable, kind_of_sheet, read_sheet
from common.platform.sheets.workbook_out import workbook_chunks
from tests.platform.sheets.files import HEAD, ROWS, SHEET, doubts, numbers, repacked, shared, texts, xlsx


def test_text_keeps_its_zeros() -> None:
    data = xlsx(HEAD, *ROWS)
    assert kind_of_sheet(data) == XLSX
    assert texts(data) == texts(shared(data)) == [HEAD, *ROWS]


def test_titles_and_rows_that_are_only_formatted_cost_nothing() -> None:
    def change(sheet: Any) -> None:
        sheet["A1"], sheet["A3"], sheet["C3"] = "DAFTAR MAHASISWA", "Identitas", "Kontak"
        sheet.merge_cells("A1:D1")
        sheet.append(["NIM", "Nama", "Email"])
        sheet["D2000"], sheet["A9000"].value = " ", None

    assert numbers(xlsx(change=change)) == [1, 3, 4]


def test_formulas_links_and_rich_text() -> None:
    rich = CellRichText("Hadi ", TextBlock(InlineFont(b=True), "Pranata"))
    data = xlsx(["NIM", "Nama"], ['="30223"&"11110"', "Gita"], ["3022311111", rich])
    assert texts(data)[1:] == [["", "Gita"], ["3022311111", "Hadi Pranata"]]
    assert doubts(data)[1:] == [[Doubt.FORMULA, None], [None, None]]


def test_a_formula_with_a_kept_value_is_that_value() -> None:
    kept = (
        b'<c r="A2" t="str"><f>"30223"&amp;"11110"</f><v>3022311110</v></c><c r="B2" t="str"><f>IF(1,"")</f><v></v></c>'
    )
    data = xlsx(["NIM", "Nama", "Email"], [None, None, "gita@contoh.id"])
    data = repacked(data, SHEET, lambda part: part.replace(b'<row r="2">', b'<row r="2">' + kept))
    assert texts(data)[1] == ["3022311110", "", "gita@contoh.id"]
    assert doubts(data)[1] == [None, None, None]


@pytest.mark.parametrize(
    ("stored", "shown_as", "text", "doubt"),
    [
        (3022311109, "General", "3022311109", None),
        (22311101, "0000000000", "0022311101", None),
        (198104172010121003, "General", "1.98104172010121e+17", Doubt.ROUNDED),
        (1234567890123456, "0", "1234567890123456", Doubt.ROUNDED),
        (3.5, "General", "3.5", Doubt.FRACTION),
        (date(2004, 2, 29), "yyyy-mm-dd", "2004-02-29 00:00:00", Doubt.DATE),
        ("#REF!", "General", "#REF!", Doubt.ERROR),
        ("3,02E+09", "@", "3,02E+09", Doubt.SCIENTIFIC),
        (True, "General", "True", None),
    ],
)
def test_what_a_number_has_lost_is_doubted(stored: Any, shown_as: str, text: str, doubt: Doubt | None) -> None:
    def change(sheet: Any) -> None:
        sheet["A2"], sheet["A2"].number_format = stored, shown_as

    data = xlsx(["NIM"], [None], change=change)
    assert (texts(data)[1], doubts(data)[1]) == ([text], [doubt])


def test_only_the_first_sheet_is_read() -> None:
    data = xlsx(["NIM"], ["1"], change=lambda sheet: sheet.parent.create_sheet("Petunjuk").append(["jangan dihapus"]))
    assert texts(data) == [["NIM"], ["1"]]


def test_a_wrong_size_of_the_sheet_is_not_believed() -> None:
    data = repacked(xlsx(["NIM"], ["1"]), SHEET, lambda part: part.replace(b'ref="A1:A2"', b'ref="A1"'))
    assert texts(data) == [["NIM"], ["1"]]


def test_a_cell_at_the_end_of_the_sheet_costs_nothing() -> None:
    far = xlsx(["NIM"], ["1"], change=lambda sheet: sheet.cell(2, 16_384, "jauh"))
    assert texts(far) == [["NIM"], ["1"]]
    with pytest.raises(Unreadable) as refused:
        list(read_sheet(xlsx(["NIM"], ["1"], change=lambda sheet: sheet.cell(1_048_576, 1, "jauh"))).rows)
    assert refused.value.fault == Fault.TOO_MANY_ROWS


def packed(**parts: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


WHOLE = xlsx(["NIM"], ["1"])
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"PK\x03\x04 and nothing behind it", Fault.DAMAGED),
        (WHOLE[:-200], Fault.DAMAGED),
        (packed(**{"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}), Fault.NO_SHEET),
        (packed(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b" " * 50 * 2**20}), Fault.TOO_LARGE),
        (repacked(WHOLE, SHEET, lambda part: part[:-30]), Fault.DAMAGED),
        (repacked(WHOLE, SHEET, lambda part: ENTITIES + part), Fault.DAMAGED),
        (repacked(WHOLE, "xl/workbook.xml", lambda part: b"<workbook/>"), Fault.NO_SHEET),
        (repacked(WHOLE, SHEET, lambda part: part.replace(b'r="A2"', b'r="ZZZZZZ2"')), Fault.DAMAGED),
        (repacked(shared(WHOLE), SHEET, lambda part: part.replace(b"<v>1</v>", b"<v>99</v>")), Fault.DAMAGED),
    ],
    ids=["no zip", "cut off", "a document", "a bomb", "broken", "entities", "no workbook", "no cell", "no such text"],
)
def test_what_is_no_workbook_is_refused(data: bytes, fault: Fault) -> None:
    with pytest.raises(Unreadable) as refused:
        list(read_sheet(data).rows)
    assert refused.value.fault == fault


def test_one_long_text_in_every_cell_is_not_held_so_many_times() -> None:
    """A shared text of 30,000 letters that 20,000 cells refer to would be 600 MB."""
    data = shared(xlsx(*(["x"] * 20 for _ in range(1000))))
    data = repacked(data, "xl/sharedStrings.xml", lambda part: part.replace(b">x<", b">%s<" % (b"x" * 30_000)))
    tracemalloc.start()
    found = {cell.doubt for row in read_sheet(data).rows for cell in row.cells}
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == {Doubt.TOO_LONG}
    assert most < 30 * 2**20


def test_what_is_written_is_read_again_to_the_letter() -> None:
    rows = [["0022311101", "=cmd|' /C calc'!A0", "+62812", "-1", "@SUM(A1)"], ["1\u0007", "", "x", "", ""]]
    data = b"".join(workbook_chunks("Pengguna", HEAD, [20] * 5, [*rows, [""] * 5]))
    assert texts(data) == [HEAD, rows[0], ["1", "", "x"]]
    assert {doubt for row in doubts(data) for doubt in row} == {None}
