"""A PDF is taken when it is sound, open and still."""

import re
import zlib
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.actions import JavaScript
from pypdf.generic import DictionaryObject, NameObject, NumberObject, RectangleObject, StreamObject
from reportlab.pdfgen.canvas import Canvas

from common.platform.content_types import PDF
from common.platform.documents.kinds import kind_of
from common.platform.documents.pdfs import PdfReason, PdfRefused, check_pdf
from tests.platform.documents.papers import CATALOG, packed_paper, paper, printed, rewritten, stream
from tests.platform.documents.pictures import jpeg


def refusal(data: bytes, max_pages: int = 30) -> PdfReason | None:
    try:
        check_pdf(data, max_pages=max_pages)
    except PdfRefused as refused:
        return refused.reason
    return None


@pytest.mark.parametrize("pages", [1, 7, 30])
def test_a_printed_pdf_is_taken_and_its_pages_are_counted(pages):
    assert check_pdf(printed(pages), max_pages=30) == pages


def test_a_pdf_with_packed_objects_is_taken():
    assert check_pdf(packed_paper({}), max_pages=30) == 1


def test_a_pdf_saved_again_with_changes_appended_is_taken():
    assert check_pdf(paper() + b"\n% a comment after the end\n", max_pages=30) == 1


def test_one_page_too_many_is_said_so():
    assert refusal(printed(31)) is PdfReason.TOO_MANY_PAGES
    assert refusal(printed(500)) is PdfReason.TOO_MANY_PAGES


def test_the_number_of_pages_is_counted_not_believed():
    lie = {2: b"<< /Type /Pages /Kids [3 0 R 3 0 R 3 0 R] /Count 1 >>"}
    assert check_pdf(paper(lie), max_pages=30) == 3


@pytest.mark.parametrize("data", [b"", jpeg(), b"<html></html>", b"PK\x03\x04 word/document.xml", b"%PD"])
def test_what_does_not_begin_like_a_pdf_is_none(data):
    assert kind_of(data) != PDF


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7</html>",
        b"%PDF-1.7\n" + b"\x00" * 5000,
        printed()[:-600],
        printed(3)[:500],
        paper({1: b"null"}),
        paper({2: b"<< /Type /Pages /Kids [] /Count 0 >>"}),
        paper({2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}),
        paper({2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>"}),
    ],
    ids=["bare", "html", "zeros", "no end", "no middle", "no catalogue", "no pages", "cycle", "dangling"],
)
def test_a_damaged_or_empty_pdf_is_refused(data):
    assert refusal(data) is PdfReason.DAMAGED


ALGORITHMS = ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"]


def protected(data: bytes, algorithm: str, password: str = "") -> bytes:
    return rewritten(data, lambda writer: writer.encrypt(password, "pemilik", algorithm=algorithm))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_pdf_that_asks_for_a_password_is_refused(algorithm):
    assert refusal(protected(printed(), algorithm, "rahasia")) is PdfReason.ENCRYPTED


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_one_that_only_forbids_copying_is_taken_when_nothing_in_it_acts(algorithm):
    assert check_pdf(protected(printed(2), algorithm), max_pages=30) == 2
    script = rewritten(printed(), lambda writer: writer.add_open_action(JavaScript("app.alert(1)")))
    assert refusal(protected(script, algorithm)) is PdfReason.ACTIVE_CONTENT
    assert refusal(protected(printed(31), algorithm)) is PdfReason.TOO_MANY_PAGES


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize(("address", "reason"), [("https://ubb.ac.id", None), ("file://host/share", "active_content")])
def test_the_addresses_of_an_encrypted_pdf_are_read(algorithm, address, reason):
    assert refusal(protected(linked(address), algorithm)) == reason


def linked(address: str) -> bytes:
    target = BytesIO()
    canvas = Canvas(target)
    canvas.linkURL(address, (0, 0, 100, 100))
    canvas.showPage()
    canvas.save()
    return target.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
@pytest.mark.parametrize(("inside", "reason"), [(b"<< /A 1 >>", None), (b"<< /S /JavaScript >>", "active_content")])
def test_what_is_packed_in_an_encrypted_pdf_is_inspected(algorithm, inside, reason):
    data = with_packed(protected(printed(), algorithm), inside)
    assert refusal(data) == reason


def with_packed(data: bytes, inside: bytes) -> bytes:
    """The encrypted file with an object stream of number 90, encrypted like the rest, appended."""
    head = b"91 0 "
    plain = StreamObject()
    plain.set_data(zlib.compress(head + inside))
    encryption = PdfReader(BytesIO(data))._encryption
    secret = encryption.encrypt_object(plain, 90, 0)._data
    keys = b"/Type /ObjStm /Filter /FlateDecode /N 1 /First %d" % len(head)
    return data + b"\n90 0 obj\n%s\nendobj\n" % stream(secret, keys)


def test_an_object_stream_that_is_not_encrypted_in_a_file_that_is_is_refused():
    """Readers differ in what they make of it."""
    keys = b"/Type /ObjStm /Filter /FlateDecode /N 1 /First 5"
    plain = stream(zlib.compress(b"91 0 << /A 1 >>"), keys)
    assert refusal(protected(printed(), "AES-256") + b"\n90 0 obj\n%s\nendobj\n" % plain) is PdfReason.DAMAGED


def test_two_kinds_of_encryption_in_one_file_are_refused():
    data = protected(printed(), "AES-256")
    assert refusal(data + b"\ntrailer << /Encrypt 77 0 R >>\n") is PdfReason.ENCRYPTED
    reference = re.search(rb"/Encrypt (\d+) 0 R", data)[1]
    assert refusal(data + b"\n%s 0 obj << /Filter /Standard >> endobj\n" % reference) is PdfReason.ENCRYPTED


def test_an_encrypted_stream_that_unfolds_to_too_much_is_refused():
    def with_bomb(writer):
        writer._add_object(bomb())
        writer.encrypt("", "pemilik", algorithm="AES-128")

    assert refusal(rewritten(printed(), with_bomb)) is PdfReason.DAMAGED


def bomb() -> StreamObject:
    packed = StreamObject()
    packed[NameObject("/Filter")] = NameObject("/FlateDecode")
    packed.set_data(zlib.compress(bytes(200_000_000)))
    return packed


def test_a_protected_pdf_with_packed_objects_is_refused_as_protected():
    unreadable = packed_paper({}, pack=lambda content: b"\x99" + content)
    table = unreadable.index(b"/Root 1 0 R")
    assert refusal(unreadable[:table] + b"/Encrypt 9 0 R " + unreadable[table:]) is PdfReason.ENCRYPTED


def test_scripts_and_attachments_as_a_program_writes_them_are_refused():
    assert (
        refusal(rewritten(printed(), lambda writer: writer.add_open_action(JavaScript("app.alert(1)"))))
        is PdfReason.ACTIVE_CONTENT
    )
    attached = rewritten(printed(), lambda writer: writer.add_attachment("virus.exe", b"MZ"))
    assert refusal(attached) is PdfReason.ACTIVE_CONTENT


def test_a_form_that_sends_itself_is_refused():
    def add_button(writer):
        action = DictionaryObject({NameObject("/S"): NameObject("/SubmitForm"), NameObject("/Flags"): NumberObject(4)})
        button = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/Rect"): RectangleObject((0, 0, 10, 10)),
                NameObject("/A"): action,
            }
        )
        writer.add_annotation(0, button)

    assert refusal(rewritten(printed(), add_button)) is PdfReason.ACTIVE_CONTENT


ACTIVE = {
    "script": b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
    "script elsewhere": b"<< /S 8 0 R /JS 9 0 R >>",
    "script in hex": b"<< /S /J#61vaScript >>",
    "all in hex": b"<< /#4a#61#76#61#53#63#72#69#70#74 1 >>",
    "key in hex": b"<< /#4AS (x) >>",
    "program": b"<< /S /Launch /F (cmd.exe) >>",
    "on opening": b"<< /AA << /O 9 0 R >> >>",
    "on opening elsewhere": b"<< /AA 9 0 R >>",
    "comment between": b"<< /AA%hidden\n<< /O 9 0 R >> >>",
    "attachment": b"<< /Type /EmbeddedFile >>",
    "list of attachments": b"<< /Names << /EmbeddedFiles 9 0 R >> >>",
    "file": b"<< /Type /Filespec /EF << /F 9 0 R >> >>",
    "pinned file": b"<< /Subtype /FileAttachment >>",
    "player": b"<< /Subtype /RichMedia >>",
    "form with scripts": b"<< /XFA 9 0 R >>",
    "deep": b"[" * 300 + b"<< /S /JavaScript >>" + b"]" * 300,
    "after a tricky string": b"<< /T (a \\) ( b \\\\) c) /S /JavaScript >>",
    "after a word that looks like an end": b"<< /T stream /S /JavaScript >>",
    "after a bracket too many": b"<< /T [ >> ] stream /S /JavaScript >>",
    "null bytes for spaces": b"<<\x00/S\x00/JavaScript\x00>>",
    "name ends the file": b"<</S/JavaScript",
}


@pytest.mark.parametrize("content", ACTIVE.values(), ids=ACTIVE.keys())
def test_active_content_is_found_wherever_it_stands(content):
    """Referred to, lying about, appended without a table, packed: readers mend files in many ways."""
    assert refusal(paper({4: content})) is PdfReason.ACTIVE_CONTENT
    assert refusal(packed_paper({4: content})) is PdfReason.ACTIVE_CONTENT
    assert refusal(paper() + b"\n1 0 obj" + content + b"\nendobj") is PdfReason.ACTIVE_CONTENT


def test_active_content_in_the_page_the_catalogue_or_the_trailer_is_found():
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /AA << /O << /S /JavaScript /JS (x) >> >> >>"
    assert refusal(paper({3: page})) is PdfReason.ACTIVE_CONTENT
    opening = CATALOG[:-2] + b"/OpenAction << /S /JavaScript /JS (x) >> >>"
    assert refusal(paper({1: opening})) is PdfReason.ACTIVE_CONTENT
    assert refusal(paper(trailer=b"/Root << /OpenAction << /S /Launch >> >>")) is PdfReason.ACTIVE_CONTENT


HARMLESS = {
    "opens on a page": b"<< /OpenAction [3 0 R /Fit] >>",
    "title": b"<< /Title (Belajar HTML /JavaScript, /Launch and /AA << >>) >>",
    "title with brackets": b"<< /Title (a \\( /JavaScript (b) /JS (c) \\) ) >>",
    "comment": b"<< /A 1 %/JavaScript\n >>",
    "link": b"<< /S /URI /URI (https://example.ac.id/JavaScript) >>",
    "glyphs": b"<< /Differences [1 /AA /JS /EF /A] >>",
    "longer names": b"<< /JavaScripts 1 /AAB (x) /JSX (x) /EFG 1 0 R /LaunchUrl 1 >>",
    "outline": b"<< /Type /Outlines /First 9 0 R /Count 1 >>",
    "hex string": b"<< /ID [<2F4A617661536372697074>] >>",
    "other escapes": b"<< /Nama#20Font /A#42C >>",
    "profile": stream(b"\x00\x01 /JavaScript /AA << ", b"/N 3"),
    "page content": stream(b"BT (/JavaScript) Tj /JavaScript gs ET 1 0 object", b""),
}


@pytest.mark.parametrize("content", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_only_looks_active_is_taken(content):
    assert check_pdf(paper({4: content}), max_pages=30) == 1


@pytest.mark.parametrize("content", [one for name, one in HARMLESS.items() if name not in ("profile", "page content")])
def test_what_only_looks_active_is_taken_when_packed(content):
    assert check_pdf(packed_paper({4: content}), max_pages=30) == 1


def test_words_of_a_title_or_a_page_do_not_count():
    assert check_pdf(printed(2, title="Web/JavaScript (/JS /AA)", text="/JavaScript /Launch"), max_pages=30) == 2
