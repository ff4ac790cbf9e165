"""A PDF made to hide something, or to keep the reader busy."""

import random
import time
import zlib

import pytest

from common.platform.documents.pdfs import PdfReason, PdfRefused, check_pdf
from tests.platform.documents.papers import PAGES, packed_content, packed_paper, paper, printed, stream
from tests.platform.documents.test_pdfs import refusal

SCRIPT = b"<< /S /JavaScript /JS (x) >>"
LARGEST = 2 * 1024 * 1024


def indexed(content: bytes, places: list[int], keys: bytes = b"", pack=zlib.compress) -> bytes:
    """A paper with an object stream that says by itself where its objects are."""
    head = b"".join(b"%d %d " % (60 + number, place) for number, place in enumerate(places))
    keys = (keys or b"/Type /ObjStm /Filter /FlateDecode") + b" /N %d /First %d" % (len(places), len(head))
    return paper({4: stream(pack(head + content), keys)})


@pytest.mark.parametrize(
    "data",
    [
        indexed(b"(" + SCRIPT + b")", [1]),
        indexed(b"(" + SCRIPT + b")", [0, 1]),
        indexed(b"<< /T stream >> " + SCRIPT, [0, 16]),
        indexed(b"<< /T (endstream) >> " + SCRIPT, [0, 21], pack=lambda content: zlib.compress(content, 0)),
        indexed(SCRIPT, [0], b"/Filter [/FlateDecode]"),
        indexed(SCRIPT, [0], b"/Type 9 0 R /Filter /Flate#44ecode"),
    ],
    ids=["in a string", "in a string after it", "after a false end", "stored", "no type", "type elsewhere"],
)
def test_what_an_object_stream_hides_is_found(data):
    assert refusal(data) is PdfReason.ACTIVE_CONTENT


@pytest.mark.parametrize(
    "data",
    [
        indexed(
            SCRIPT,
            [0],
            b"/Type /ObjStm /Filter /ASCIIHexDecode",
            pack=lambda content: content.hex().encode(),
        ),
        indexed(SCRIPT, [0], b"/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]"),
        indexed(SCRIPT, [0], b"/Type /ObjStm /Filter 9 0 R"),
        indexed(SCRIPT, [0], b"/Type /ObjStm /Filter /FlateDecode /DecodeParms << /Predictor 12 >>"),
        indexed(SCRIPT, [0], b"/Type /ObjStm", pack=lambda content: content),
        indexed(SCRIPT, [0], b"/Type /ObjStm /Filter /FlateDecode", pack=lambda content: b"\x99" + content),
        indexed(SCRIPT, [0], b"/Type /ObjStm /Filter /FlateDecode /First 9 0 R"),
        paper({4: stream(zlib.compress(b"60 " + b"9" * 5000), b"/Type /ObjStm /Filter /FlateDecode /N 1 /First 5003")}),
        paper({4: stream(zlib.compress(b"60 x " + SCRIPT), b"/Type /ObjStm /Filter /FlateDecode /N 1 /First 5")}),
    ],
    ids=[
        "hex",
        "chain",
        "filter elsewhere",
        "predictor",
        "not packed",
        "broken",
        "two places",
        "endless number",
        "no table",
    ],
)
def test_an_object_stream_packed_in_an_unusual_way_is_refused(data):
    assert refusal(data) is PdfReason.DAMAGED


def test_an_object_hidden_in_the_string_of_another_is_found():
    assert refusal(paper({4: b"<< /T (5 0 obj " + SCRIPT + b" endobj) >>"})) is PdfReason.ACTIVE_CONTENT


def filled(head: bytes, piece: bytes, tail: bytes = b"") -> bytes:
    return head + piece * ((LARGEST - len(head) - len(tail)) // len(piece)) + tail


def bomb(content: bytes) -> bytes:
    return indexed(content, [0])


BUSY = {
    "unclosed strings": lambda: filled(b"%PDF-1.7\n", b"1 0 obj<</A("),
    "unclosed strings, mended": lambda: filled(
        b"%PDF-1.7\n", b"1 0 obj<</A(", b"\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"
    ),
    "objects of every number": lambda: (
        b"%PDF-1.7\n"
        + b"".join(b"%d 0 obj<</A(" % number for number in range(49_000))
        + b"\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"
    ),
    "open brackets": lambda: filled(b"%PDF-1.7\n1 0 obj", b"[", b"/JSON\nstartxref\n9\n%%EOF"),
    "open dictionaries": lambda: filled(b"%PDF-1.7\n1 0 obj", b"<</A", b"\nstartxref\n9\n%%EOF"),
    "only beginnings": lambda: filled(b"%PDF-1.7\n", b"1 0 obj "),
    "only names": lambda: filled(b"%PDF-1.7\n1 0 obj", b"/#41"),
    "one long name": lambda: filled(b"%PDF-1.7\n1 0 obj /", b"A"),
    "one long escape": lambda: filled(b"%PDF-1.7\n1 0 obj /", b"#"),
    "slashes": lambda: filled(b"%PDF-1.7\n1 0 obj /#41", b"/"),
    "backslashes": lambda: filled(b"%PDF-1.7\n1 0 obj /#41(", b"\\"),
    "brackets in a string": lambda: filled(b"%PDF-1.7\n1 0 obj /#41(", b"("),
    "open angles": lambda: filled(b"%PDF-1.7\n1 0 obj /#41 ", b"< "),
    "comments": lambda: filled(b"%PDF-1.7\n1 0 obj /#41 ", b"%\n"),
    "end marks": lambda: filled(b"%PDF-1.7\n", b"startxref\n%%EOF\n"),
    "spaces": lambda: filled(b"%PDF-1.7\n", b" "),
    "line ends": lambda: filled(paper(), b"\n"),
    "missing pages": lambda: paper(
        {2: b"<< /Type /Pages /Kids [%s] >>" % b" ".join(b"%d 0 R" % n for n in range(100, 99_000))}
    ),
    "missing objects": lambda: paper({4: b"[%s]" % (b"7 0 R " * 300_000)}),
    "one page many times": lambda: paper({2: b"<< /Type /Pages /Kids [%s] >>" % (b"3 0 R " * 99_000)}),
    "pages in pages": lambda: paper(
        {number: b"<< /Type /Pages /Kids [%d 0 R %d 0 R] >>" % (number + 1, number + 1) for number in range(4, 90)}
        | {2: b"<< /Type /Pages /Kids [4 0 R] >>", 90: PAGES}
    ),
    "packed zeros": lambda: bomb(b"\x00" * 200_000_000),
    "packed brackets": lambda: bomb(b"/#41" + b"[" * 8_000_000),
    "packed names": lambda: bomb(b"/#41 " * 1_600_000),
    "packed names, many objects": lambda: indexed(b"/#41 " * 1_200_000, list(range(0, 1_200_000, 5))),
    "many packed": lambda: filled(
        b"%PDF-1.7\n",
        b"4 0 obj"
        + stream(zlib.compress(b"1 0 " + b" " * 16000), b"/Type/ObjStm/Filter/FlateDecode/N 1/First 4")
        + b"endobj ",
    ),
}


@pytest.mark.parametrize("make", BUSY.values(), ids=BUSY.keys())
def test_no_two_megabytes_keep_the_reader_busy(make):
    data = make()
    started = time.process_time()
    assert refusal(data) in (PdfReason.DAMAGED, PdfReason.TOO_MANY_PAGES, None)
    assert time.process_time() - started < 8


def test_a_table_of_millions_of_entries_is_not_read():
    table = stream(
        zlib.compress(b"\x01" * 60_000_000), b"/Type/XRef/Size 20000000/W[1 1 1]/Root 1 0 R/Filter/FlateDecode"
    )
    data = b"%PDF-1.7\n4 0 obj\n" + table + b"\nendobj\nstartxref\n9\n%%EOF"
    started = time.process_time()
    assert refusal(data) is PdfReason.DAMAGED
    assert time.process_time() - started < 3


def test_damage_is_either_bearable_or_refused_but_never_another_error():
    dice = random.Random(11)
    for whole in (printed(3), packed_paper({})):
        for _ in range(300):
            damaged = bytearray(whole)
            for _ in range(dice.randint(1, 20)):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
            try:
                check_pdf(bytes(damaged), max_pages=30)
            except PdfRefused:
                continue


def test_a_packed_table_is_as_written():
    """The builder of these papers is itself right: what it packs is found where it says."""
    content, first = packed_content({7: b"<< /A 1 >>", 8: b"(b)"})
    assert content[first:].startswith(b"<< /A 1 >>")
    assert content[first + int(content.split()[3]) :].startswith(b"(b)")
