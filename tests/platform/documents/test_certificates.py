"""A certificate says all its facts, legibly, in the same bytes each time."""

import hashlib
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from common.platform.documents.certificates import CertificateFacts, render_certificate, undrawable, unprintable
from common.platform.documents.ornaments import HEIGHT, WIDTH
from common.platform.documents.pdfs import check_pdf

FACTS = CertificateFacts(
    number="0012/ASLAB/2026",
    name="Siti Nurhaliza Ramadhani",
    nim="3032011001",
    course="Algoritma dan Pemrograman",
    period="Semester Ganjil 2026/2027",
    starts_on=date(2026, 8, 24),
    ends_on=date(2026, 12, 12),
    attendances=14,
    campus="Universitas Bangka Belitung",
    signer="Dr. Rahmat Hidayat, M.Kom.",
    signer_title="Kepala Laboratorium Terpadu",
    issued_on=date(2026, 12, 23),
    check_url="https://aslab.example.ac.id/cek/7QF2-9KXW-M4TD",
)
LONG = replace(
    FACTS,
    number="0012/ASLAB/UBB/FAKULTAS-TEKNIK/XII/2026",
    name="Muḥammad ’Abd al-Raḥmān Ōzil-Ṣalāḥuddīn O’Connor Ibnu Sulaimān Al-Ḥasanī",
    course="Praktikum Pemrograman Berorientasi Objek dan Struktur Data Lanjutan untuk Program Studi Teknik Elektro "
    "dan Teknik Informatika",
    period="Semester Pendek dan Perbaikan Tahun Akademik 2026/2027",
    campus="Universitas Muhammadiyah Kepulauan Bangka Belitung dan Sekitarnya",
    signer="Prof. Dr. Ir. Raden Mas Suryaningrat Kusumawardhana, S.T., M.T., Ph.D., IPM.",
    signer_title="Kepala Unit Pelaksana Teknis Laboratorium Terpadu dan Sentra Layanan Praktikum",
    check_url="https://sistem-informasi-asisten-laboratorium.universitas.example.ac.id/periksa/7QF2-9KXW-M4TD-ABCD",
    place="Balunijuk",
)
NAMES = [
    "Ḥafṣah binti ’Umar",
    "Nur’aini Ōkubo-D’Souza",
    "Ni Luh Putu Ayu Çağlayan",
    "Nguyễn Thị Hồng Nhung",
    "Łukasz Żółć-Šafařík",
    "Þórdís Ångström",
    "Muḥammad ʿAlī al-Ẓāhir ʾIbn Ḫaldūn",
    "I Gusti",
    "A" * 90,
]


def page_of(data: bytes) -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(data)[0]


def text_of(data: bytes) -> str:
    return " ".join(PdfReader(BytesIO(data)).pages[0].extract_text().split())


def boxes_of(data: bytes) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right, top of each stretch of text."""
    words = page_of(data).get_textpage()
    return [words.get_rect(number) for number in range(words.count_rects())]


def qr_of(data: bytes) -> str:
    image = page_of(data).render(scale=100 / 72).to_pil()
    found = zxingcpp.read_barcodes(image)
    return found[0].text if found else ""


@pytest.mark.parametrize("facts", [FACTS, LONG], ids=["usual", "long"])
def test_it_says_every_fact(facts):
    text = text_of(render_certificate(facts))
    for said in (facts.number, facts.name, facts.nim, facts.course, facts.period, facts.signer, facts.signer_title):
        assert said in text
    for said in ("SERTIFIKAT", facts.campus.upper(), "24 Agustus 2026", "12 Desember 2026", "23 Desember 2026"):
        assert said in text
    assert "14 kehadiran terverifikasi" in text
    assert facts.check_url in text.replace(" ", "")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_spelt_as_it_is(name):
    data = render_certificate(replace(FACTS, name=name))
    assert name in text_of(data)
    assert name in page_of(data).get_textpage().get_text_range().replace("\r\n", " ")
    assert undrawable(replace(FACTS, name=name)) == ""


def test_a_name_keyed_in_with_loose_marks_is_drawn_like_any_other():
    loose = replace(FACTS, name=unicodedata.normalize("NFD", LONG.name) + "  ")
    assert loose.name != LONG.name
    assert render_certificate(loose) == render_certificate(replace(FACTS, name=LONG.name))


def test_letters_that_it_cannot_draw_are_named_before():
    assert undrawable(replace(FACTS, name="王小明", course="Kimia 王")) == "小明王"
    assert undrawable(LONG) == ""


def test_every_letter_of_ascii_is_drawn():
    """The portal asks only about texts with other letters."""
    assert unprintable("".join(chr(code) for code in range(ord(" "), ord("~") + 1))) == ""


@pytest.mark.parametrize(
    ("name", "missing"), [("محمد", "حدم"), ("王小明", "小明王"), ("Budi 😀", "😀"), ("Nguyễn Đỗ", "")]
)
def test_letters_of_a_name_are_looked_at_by_themselves(name, missing):
    assert unprintable(name) == missing


@pytest.mark.parametrize(
    "facts", [FACTS, LONG, *(replace(FACTS, name=name) for name in NAMES)], ids=["usual", "long", *NAMES]
)
def test_all_text_stays_inside_the_frame_and_no_line_touches_another(facts):
    boxes = boxes_of(render_certificate(facts))
    assert len(boxes) > 10
    for left, bottom, right, top in boxes:
        assert left > 60
        assert right < WIDTH - 60
        assert bottom > 56
        assert top < HEIGHT - 56
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            beside = one[2] <= other[0] or other[2] <= one[0]
            above = one[1] >= other[3] - 0.5 or other[1] >= one[3] - 0.5
            assert beside or above, (one, other)


def test_a_usual_name_is_large():
    heights = [top - bottom for _, bottom, _, top in boxes_of(render_certificate(FACTS))]
    assert sorted(heights)[-2] > 24


@pytest.mark.parametrize("facts", [FACTS, LONG], ids=["usual", "long"])
@pytest.mark.parametrize("preview", [False, True])
def test_the_code_is_read_from_a_coarse_picture(facts, preview):
    assert qr_of(render_certificate(facts, preview=preview)) == facts.check_url


def test_the_code_is_read_whatever_it_holds():
    for number in range(20):
        code = hashlib.sha256(str(number).encode()).hexdigest()[: 8 + number].upper()
        url = f"https://aslab.example.ac.id/cek/{code}"
        assert qr_of(render_certificate(replace(FACTS, check_url=url))) == url


def test_the_code_is_one_path_and_leads_to_the_check_page():
    page = PdfReader(BytesIO(render_certificate(FACTS))).pages[0]
    content = page.get_contents().get_data()
    bars = max(content.split(b"\n"), key=lambda line: line.count(b" re"))
    assert bars.count(b" re") == content.count(b" re") - 4  # the four lines of the frame
    assert [note.get_object()["/A"]["/URI"] for note in page["/Annots"]] == [FACTS.check_url]


def test_the_same_facts_give_the_same_bytes_here_and_in_another_process():
    code = (
        "import hashlib; from tests.platform.documents.test_certificates import FACTS, render_certificate;"
        "print(hashlib.sha256(render_certificate(FACTS)).hexdigest())"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert hashlib.sha256(render_certificate(FACTS)).hexdigest() == other
    assert render_certificate(FACTS) == render_certificate(FACTS)
    assert render_certificate(FACTS) != render_certificate(replace(FACTS, attendances=15))


def test_many_drawn_at_once_are_as_when_drawn_one_by_one():
    facts = [replace(FACTS, name=name, attendances=number) for number in range(3) for name in NAMES]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # threads take turns a thousand times more often than usual
    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(render_certificate, facts))
    finally:
        sys.setswitchinterval(before)
    assert together == [render_certificate(one) for one in facts]


def test_it_tells_programs_what_it_is():
    reader = PdfReader(BytesIO(render_certificate(LONG)))
    assert reader.metadata.title == f"Sertifikat {LONG.number} – {LONG.name}"
    assert reader.metadata.author == LONG.campus
    assert LONG.course in reader.metadata.subject
    assert reader.metadata.creation_date.date() == LONG.issued_on
    assert reader.root_object["/Lang"] == "id-ID"


def test_it_is_one_page_of_a4_across_that_our_own_judge_would_take():
    data = render_certificate(FACTS)
    assert check_pdf(data, max_pages=1) == 1
    assert page_of(data).get_size() == pytest.approx((841.89, 595.28), abs=0.01)
    assert len(data) < 100_000


def test_only_a_preview_is_marked_as_one():
    assert "PRATINJAU" not in text_of(render_certificate(FACTS))
    assert "PRATINJAU" in text_of(render_certificate(FACTS, preview=True))


def test_the_place_is_named_when_it_is_known():
    assert "Balunijuk, 23 Desember 2026" in text_of(render_certificate(LONG))
    assert "Diterbitkan 23 Desember 2026" in text_of(render_certificate(FACTS))


def test_what_is_not_known_is_left_out():
    bare = replace(FACTS, campus="", signer="", signer_title="", name="", course="", period="")
    assert "SERTIFIKAT" in text_of(render_certificate(bare))


def test_importing_costs_no_drawing_library():
    code = (
        "import sys, common.platform.documents.certificates; print('reportlab' in sys.modules, 'segno' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
