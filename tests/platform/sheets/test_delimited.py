"""CSV of every country and encoding gives the same rows; what is no text, or has lost rows, is refused."""

from __future__ import annotations

import pytest

from common.platform.content_types import CSV
from common.platform.sheets import Doubt, Fault, Unreadable, kind_of_sheet, read_sheet
from tests.platform.sheets.files import HEAD, ROWS, csv, doubts, numbers, texts

ENCODINGS = {
    "utf-8": lambda text: text.encode(),
    "utf-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "utf-16 of the other order": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "utf-16 without a mark": lambda text: text.encode("utf-16-le"),
    "utf-16 of the other order without a mark": lambda text: text.encode("utf-16-be"),
    "windows-1252": lambda text: text.encode("cp1252"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_gives_the_same_rows(encoding: str, delimiter: str) -> None:
    data = ENCODINGS[encoding](csv(delimiter))
    assert kind_of_sheet(data) == CSV
    assert texts(data) == [HEAD, *ROWS]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_does(end: str) -> None:
    assert texts(csv(";", end=end).encode()) == [HEAD, *ROWS]


def test_rows_have_the_numbers_that_a_spreadsheet_shows() -> None:
    """Excel does not show its own line; blank rows and the lines of a quoted cell count as it counts them."""
    lines = [
        "sep=;",
        ";;",
        "DAFTAR MAHASISWA;;",
        "NIM;Nama;Email",
        '"1";"Eko\nPrasetyo";e@x.id',
        ";;",
        "",
        "2;Ani;a@x.id",
    ]
    data = "\r\n".join(lines).encode()
    assert numbers(data) == [2, 3, 4, 7]
    assert texts(data)[2] == ["1", "Eko Prasetyo", "e@x.id"]


def test_a_declared_delimiter_counts_though_another_one_is_frequent() -> None:
    assert texts(b"sep=|\nNIM|Nama\n1|Budi, S.Kom., M.Kom.\n") == [["NIM", "Nama"], ["1", "Budi, S.Kom., M.Kom."]]


def test_titles_and_degrees_do_not_make_the_comma_the_delimiter() -> None:
    data = b"DAFTAR DOSEN, SEMESTER GANJIL\nNIP;Nama\n1;Rini, S.Si., M.Si.\n2;Budi, S.T.\n3;Eko, S.T.\n"
    assert [len(row) for row in texts(data)] == [1, 2, 2, 2, 2]


def test_one_column_is_a_sheet_too() -> None:
    assert texts(b"NIM\n123\n456\n") == [["NIM"], ["123"], ["456"]]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("3,02231E+09", Doubt.SCIENTIFIC),
        ("1.98104e+17", Doubt.SCIENTIFIC),
        ("198104172010121000", Doubt.ROUNDED),
        ("198104172010121003", None),
        ("30223111100000", None),
        ("F1E009011", None),
        ("=1+1", None),
        ("x" * 301, Doubt.TOO_LONG),
        ("x" * 5000, Doubt.TOO_LONG),
    ],
)
def test_text_that_a_spreadsheet_has_changed_is_doubted(text: str, doubt: Doubt | None) -> None:
    assert doubts(f"NIM;Nama\n{text};Budi\n".encode())[1] == [doubt, None]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.NO_SHEET),
        (b"\xef\xbb\xbf  \r\n", Fault.NO_SHEET),
        (b"NIM;Nama\n1;Bu\x00di\n", Fault.NO_SHEET),
        (b"\x00" * 100, Fault.NO_SHEET),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04", Fault.NO_SHEET),
        (b"\xff\xfeN\x00I", Fault.NO_SHEET),
        (b"%PDF-1.7\n\x81\x8d\x8f", Fault.NO_SHEET),
        (b"\n <html><table><tr><td>NIM</td></tr></table></html>", Fault.NO_SHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook", Fault.LOCKED_OR_OLD),
    ],
)
def test_what_is_no_sheet_is_refused(data: bytes, fault: Fault) -> None:
    with pytest.raises(Unreadable) as refused:
        kind_of_sheet(data)
    assert refused.value.fault == fault


@pytest.mark.parametrize("broken", [b'2;"Budi;b@x.id\n3;Ani;a@x.id\n', b'2;"Budi" S;b@x.id\n', b'2;"' + b"x" * 200_000])
def test_a_quote_that_is_not_closed_names_its_row(broken: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        list(read_sheet(b"NIM;Nama;Email\n1;Eko;e@x.id\n" + broken).rows)
    assert (refused.value.fault, refused.value.row) == (Fault.QUOTES, 3)


def test_a_million_columns_are_none_that_anybody_filled_in() -> None:
    with pytest.raises(Unreadable) as refused:
        list(read_sheet(b"NIM;Nama\n" + b"1;" * 1_000_000).rows)
    assert (refused.value.fault, refused.value.row) == (Fault.TOO_WIDE, 2)


def test_a_row_far_behind_the_others_is_no_row_of_a_sheet() -> None:
    with pytest.raises(Unreadable) as refused:
        list(read_sheet(b"NIM\n1\n" + b"\n" * 100_000 + b"2\n").rows)
    assert refused.value.fault == Fault.TOO_MANY_ROWS
