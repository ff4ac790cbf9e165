"""What may act in a PDF is listed; what unfolds has a budget."""

from __future__ import annotations

import time
import zlib
from base64 import a85encode
from functools import cache

import pytest
from pypdf.filters import LZWDecode

from common.platform.documents.pdfs import PdfReason
from tests.platform.documents.papers import CATALOG, packed_paper, paper, printed, rewritten, stream
from tests.platform.documents.test_pdfs import refusal

ADDRESS = b"<< /S /URI /URI (https://example.ac.id/a) >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots [%s] >>"
LINK = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] %s >>"


def opening(action: bytes, more: dict[int, bytes] | None = None) -> dict[int, bytes]:
    return {1: CATALOG[:-2] + b"/OpenAction " + action + b" >>", **(more or {})}


def linked(action: bytes, more: dict[int, bytes] | None = None) -> dict[int, bytes]:
    return {3: PAGE % (LINK % (b"/A " + action)), **(more or {})}


EMPTY = {
    "a list of attachments": {1: CATALOG[:-2] + b"/Names << /EmbeddedFiles << /Names [] >> >> >>"},
    "one without a list": {1: CATALOG[:-2] + b"/Names << /EmbeddedFiles << >> >> >>"},
    "one with branches": {1: CATALOG[:-2] + b"/Names << /EmbeddedFiles << /Kids [<< /Names [] >>] >> >> >>"},
    "one elsewhere": {1: CATALOG[:-2] + b"/Names << /EmbeddedFiles 4 0 R >> >>", 4: b"<< /Names 5 0 R >>", 5: b"[ ]"},
    "actions": {3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /AA << >> >>"},
    "actions elsewhere": {3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /AA 4 0 R >>", 4: b"<< >>"},
}


@pytest.mark.parametrize("objects", EMPTY.values(), ids=EMPTY.keys())
@pytest.mark.parametrize("made", [paper, packed_paper])
def test_an_empty_list_of_what_acts_is_nothing_active(objects, made):
    assert refusal(made(objects)) is None


FILLED = {
    "a name": {1: CATALOG[:-2] + b"/Names << /EmbeddedFiles << /Names [(a) 9 0 R] >> >> >>"},
    "a branch": {1: CATALOG[:-2] + b"/Names << /EmbeddedFiles << /Kids [4 0 R] >> >> >>", 4: b"<< /Names [(a)] >>"},
    "two of one number": {
        1: CATALOG[:-2] + b"/Names << /EmbeddedFiles 4 0 R >> >>",
        4: b"<< >> 4 0 obj << /Names [1]>>",
    },
    "in a circle": {1: CATALOG[:-2] + b"/Names << /EmbeddedFiles 4 0 R >> >>", 4: b"<< /Kids [4 0 R] >>"},
    "one action": {3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /AA << /O << /S /GoTo >> >> >>"},
}


@pytest.mark.parametrize("objects", FILLED.values(), ids=FILLED.keys())
def test_a_list_that_holds_something_is_active(objects):
    assert refusal(paper(objects)) is PdfReason.ACTIVE_CONTENT


GOOD = {
    "opens on a page": opening(b"[3 0 R /Fit]"),
    "opens on a page elsewhere": opening(b"4 0 R", {4: b"[3 0 R /Fit]"}),
    "opens by an action": opening(b"<< /S /GoTo /D [3 0 R /XYZ 0 9 null] >>"),
    "opens by an action elsewhere": opening(b"4 0 R", {4: b"<< /Type /Action /S /GoTo /D (bab 1) >>"}),
    "link to a page": linked(b"<< /S /GoTo /D (bab 1) >>"),
    "link to a place": {3: PAGE % (LINK % b"/Dest [3 0 R /Fit]")},
    "link to the web": linked(ADDRESS),
    "link in hex": linked(b"<< /S /URI /URI <68747470733A2F2F756262> >>"),
    "link with escapes": linked(b"<< /S /URI /URI (https\\072//\\165bb.ac\\.id) >>"),
    "link elsewhere": linked(b"4 0 R", {4: ADDRESS}),
    "link that Word makes": linked(b"<< /Type /Action /S /URI /URI (http://www.ubb.ac.id) >>"),
    "address of a person": linked(b"<< /S /URI /URI (mailto:budi@ubb.ac.id) >>"),
    "next page": linked(b"<< /S /Named /N /NextPage >>"),
    "base": {1: CATALOG[:-2] + b"/URI << /Base (https://ubb.ac.id/) >> >>"},
    "signed field": {3: PAGE % b"<< /Subtype /Widget /FT /Sig /Rect [0 0 0 0] /F 132 /T (a) >>"},
    "mark": {3: PAGE % b"<< /Type /Annot /Subtype /Highlight /Rect [0 0 9 9] /Contents (baik) >>"},
    "attributes of a paragraph": {4: b"<< /Type /StructElem /S /P /A << /O /Layout /Placement /Block >> /P 5 0 R >>"},
    "group": {3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Group << /S /Transparency /CS /DeviceRGB >> >>"},
    "outline": {
        4: b"<< /Title (Bab) /Next 5 0 R /Dest [3 0 R /Fit] >>",
        5: b"<< /Title (Bab) /A << /S /GoTo /D 3 >> >>",
    },
    "turned pages": {3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Trans << /S /Wipe >> /Dur 5 >>"},
    "fonts called F": {4: b"<< /Font << /F 5 0 R /UF << /Type /Font >> >> >>", 5: b"<< /Type /Font >>"},
    "blended": {4: b"<< /Type /ExtGState /BM /Screen >>"},
}


@pytest.mark.parametrize("objects", GOOD.values(), ids=GOOD.keys())
@pytest.mark.parametrize("made", [paper, packed_paper])
def test_what_shows_a_page_or_leads_to_one_is_taken(objects, made):
    assert refusal(made(objects)) is None


KINDS = [b"GoToR", b"GoToE", b"GoToDp", b"Launch", b"Thread", b"Sound", b"Movie", b"Hide", b"SubmitForm", b"ResetForm"]
KINDS += [b"ImportData", b"JavaScript", b"SetOCGState", b"Rendition", b"Trans", b"GoTo3DView", b"RichMediaExecute"]


@pytest.mark.parametrize("kind", [*KINDS, b"Unknown"])
def test_no_other_action_is_taken(kind):
    action = b"<< /S /%s /F (\\\\\\\\host\\\\share) >>" % kind
    for objects in (opening(action), linked(action), linked(b"4 0 R", {4: action}), opening(b"4 0 R", {4: action})):
        assert refusal(paper(objects)) is PdfReason.ACTIVE_CONTENT
        assert refusal(packed_paper(objects)) is PdfReason.ACTIVE_CONTENT


BAD = {
    "visits an address when opened": opening(ADDRESS),
    "visits one elsewhere": opening(b"4 0 R", {4: ADDRESS}),
    "visits one after a page": opening(b"<< /S /GoTo /D (a) /Next " + ADDRESS + b" >>"),
    "visits one at the end of a chain": opening(b"4 0 R", {4: b"5 0 R", 5: ADDRESS}),
    "visits one in a list": opening(b"[" + ADDRESS + b"]"),
    "opens by nothing that is there": opening(b"9 0 R"),
    "prints when opened": opening(b"<< /S /Named /N /Print >>"),
    "prints when clicked": linked(b"<< /S /Named /N /Print >>"),
    "link to a share": linked(b"<< /S /URI /URI (\\\\\\\\host\\\\share) >>"),
    "link to a file": linked(b"<< /S /URI /URI (file://host/share) >>"),
    "link to a file with escapes": linked(b"<< /S /URI /URI (\\146ile://host) >>"),
    "link by a script": linked(b"<< /S /URI /URI (javascript:1) >>"),
    "link that is said elsewhere": linked(b"<< /S /URI /URI 4 0 R >>", {4: b"(file://host/share)"}),
    "two addresses": linked(b"<< /S /URI /URI (https://a) /URI (file://host/share) >>"),
    "base of a share": {1: CATALOG[:-2] + b"/URI << /Base (file://host/) >> >>"},
    "second action": linked(b"<< /S /GoTo /D (a) /Next [<< /S /Unknown >>] >>"),
    "action at the end of a chain": linked(b"4 0 R", {4: b"5 0 R", 5: b"<< /S /Unknown >>"}),
    "page of another file": {4: b"<< /Subtype /Form /Ref << /F (\\\\\\\\host\\\\share) /Page 0 >> >>"},
    "content in another file": {4: b"<< /F <5C5C686F7374> /FFilter /FlateDecode >>"},
    "another file that is named elsewhere": {4: b"<< /F 5 0 R >>", 5: b"(\\\\\\\\host\\\\share)"},
    "another file's newer name": {4: b"<< /UF (\\\\\\\\host\\\\share) >>"},
    "another file by an escaped key": {4: b"<< /#46 (\\\\\\\\host\\\\share) >>"},
    "kind said elsewhere": linked(b"<< /S 4 0 R >>", {4: b"/Unknown"}),
    "file on the web": {4: b"<< /Type /Filespec /FS /URL /F (https://a) >>"},
    **{
        f"annotation {kind.decode()}": {3: PAGE % (b"<< /Subtype /%s /Rect [0 0 9 9] >>" % kind)}
        for kind in (b"Sound", b"Movie", b"Screen", b"3D", b"RichMedia", b"FileAttachment", b"Unknown")
    },
}


@pytest.mark.parametrize("objects", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("made", [paper, packed_paper])
def test_all_else_is_active(objects, made):
    assert refusal(made(objects)) is PdfReason.ACTIVE_CONTENT


def test_an_object_whose_number_is_hidden_counts_for_every_number():
    hidden = {4: b"[]", 5: b"null endobj 4 %\n0 obj " + ADDRESS}
    assert refusal(paper(opening(b"4 0 R", hidden))) is PdfReason.ACTIVE_CONTENT


def test_what_programs_write_is_taken():
    def outlined(writer):
        writer.add_outline_item(title="Bab 1", page_number=0)

    assert refusal(rewritten(printed(3), outlined)) is None


FLATE = b"/Filter /FlateDecode"


@cache
def zeros() -> bytes:
    return zlib.compress(bytes(200_000_000), 9)


@cache
def lzw(tables: int) -> bytes:
    """Each code stands for one zero more than the one before it, until the table is full and begins anew."""
    parts = []
    for table in range(tables):
        for place, code in enumerate((256, 0, *range(258, 4094))):
            # The table is one entry ahead of what was read; the code that clears it has the width of the old one.
            width = (12 if table else 9) if code == 256 else max(9, (257 + max(place, 2)).bit_length())
            parts.append(f"{code:0{width}b}")
    bits = "".join(parts)
    return int(bits.ljust(-len(bits) % 8 + len(bits), "0"), 2).to_bytes((len(bits) + 7) // 8, "big")


BOMBS = {
    "zeros": lambda: stream(zeros(), FLATE),
    "listed": lambda: stream(zeros(), b"/Filter [/FlateDecode]"),
    "packed twice": lambda: stream(zlib.compress(zeros()), b"/Filter [/FlateDecode /FlateDecode]"),
    "as text": lambda: stream(a85encode(zeros()) + b"~>", b"/Filter [/ASCII85Decode /FlateDecode]"),
    "in hex": lambda: stream(zeros().hex().encode() + b">", b"/Filter [/ASCIIHexDecode /FlateDecode]"),
    "said elsewhere": lambda: stream(zeros(), b"/Filter 9 0 R"),
    "in an escaped name": lambda: stream(zeros(), b"/Filter /Flate#44ecode"),
    "runs": lambda: stream(b"\x81\x00" * 900_000, b"/Filter /RunLengthDecode"),
    "packed runs": lambda: stream(zlib.compress(b"\x81\x00" * 1_500_000), b"/Filter [/FlateDecode /RunLengthDecode]"),
    "codes": lambda: stream(lzw(20), b"/Filter /LZWDecode"),
    "codes as text": lambda: stream(a85encode(lzw(20)) + b"~>", b"/Filter [/ASCII85Decode /LZWDecode]"),
}


@pytest.mark.parametrize("make", BOMBS.values(), ids=BOMBS.keys())
def test_a_stream_that_unfolds_to_too_much_is_refused_quickly(make):
    content = make()
    started = time.process_time()
    assert refusal(paper({4: content})) is PdfReason.DAMAGED
    assert time.process_time() - started < 4


def test_many_streams_together_have_the_same_budget():
    content = stream(zlib.compress(bytes(3_000_000)), FLATE)
    assert refusal(paper(dict.fromkeys(range(4, 34), content))) is None
    assert refusal(paper(dict.fromkeys(range(4, 44), content))) is PdfReason.DAMAGED


def test_what_a_stream_says_of_itself_is_not_believed():
    lie = b"<< /Filter /FlateDecode /Length 10 >>\nstream\n" + zeros() + b"\nendstream"
    assert refusal(paper({4: lie})) is PdfReason.DAMAGED


@pytest.mark.parametrize("content", [b"\x99", b"", zlib.compress(b"BT ET")[:-4], b"x" * 5000])
def test_a_broken_stream_is_no_reason_to_refuse(content):
    assert refusal(paper({4: stream(content, FLATE)})) is None
    assert refusal(paper({4: stream(a85encode(content) + b"~>", b"/Filter [/ASCII85Decode /FlateDecode]")})) is None


def test_packings_of_the_last_century_are_taken():
    assert len(LZWDecode.decode(lzw(1))) > 7_000_000
    for content, name in ((lzw(5), b"LZW"), (b"\x02abc\x81\x00" * 9000, b"RunLength")):
        assert refusal(paper({4: stream(content, b"/Filter /%sDecode" % name)})) is None


def test_streams_inside_each_other_do_not_keep_the_reader_busy():
    blocks = b"\x00\x00\x00\xff\xff" * 20
    data = b"%PDF-1.7\n" + b"".join(b"4 0 obj<</Filter/FlateDecode>>stream\nx\x9c%s" % blocks for _ in range(14_000))
    started = time.process_time()
    assert refusal(data) is PdfReason.DAMAGED
    assert time.process_time() - started < 8
