"""The certificate of a lab assistant: A4 across, drawn from its facts alone, the same facts always the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from common.platform.calendar_text import indonesian_date
from common.platform.documents import ornaments
from common.platform.documents.letters import ITALIC, UPRIGHT, broken, composed, fitted, load, missing_letters, width_of
from common.platform.documents.ornaments import HEIGHT, WIDTH

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_INK = (0.13, 0.14, 0.17)
_NAVY = (0.07, 0.16, 0.33)
_GOLD = (0.66, 0.50, 0.20)
_PALE_GOLD = (0.86, 0.77, 0.57)
_PAPER_GOLD = (0.955, 0.93, 0.87)
_RED = (0.75, 0.1, 0.1)

_MIDDLE = WIDTH / 2
_LEFT_COLUMN, _RIGHT_COLUMN = 205.0, WIDTH - 205.0
_TEXT_WIDTH, _COLUMN_WIDTH = 620.0, 230.0
_LOOSE = 0.21  # of the size: space between capitals
_QR_SIDE = 84.0
# Any of the eight is right; trying them all for the evenest pattern takes longer than drawing the page.
_QR_MASK = 3

# reportlab reads a font's file through one position that all its users share: two pages at once mix up their letters.
_one_at_a_time = Lock()


@dataclass(frozen=True)
class CertificateFacts:
    """All that a certificate says, as it is to be read. `period` is the semester's name; `place` may be unknown."""

    number: str
    name: str
    nim: str
    course: str
    period: str
    starts_on: date
    ends_on: date
    attendances: int
    campus: str
    signer: str
    signer_title: str
    issued_on: date
    check_url: str
    place: str = ""


def undrawable(facts: CertificateFacts) -> str:
    """The letters in `facts` that the certificate has no glyph for, each once; they would be drawn as empty boxes."""
    return unprintable(" ".join(value for value in vars(facts).values() if isinstance(value, str)))


def unprintable(text: str) -> str:
    """The same for any text, such as a name that is being typed."""
    with _one_at_a_time:
        return missing_letters(text)


def render_certificate(facts: CertificateFacts, *, preview: bool = False) -> bytes:
    """A PDF of one page. `preview` writes PRATINJAU across it, so that nobody takes it for an issued one."""
    with _one_at_a_time:
        return _rendered(facts, preview)


def _rendered(facts: CertificateFacts, preview: bool) -> bytes:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    load()
    rl_config.useA85 = 0  # binary streams: reportlab would else write them as text, for most of the time it takes
    target = BytesIO()
    canvas = Canvas(target, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang="id-ID")
    _describe(canvas, facts)
    _draw_frame(canvas)
    _draw_head(canvas, facts)
    _draw_award(canvas, facts)
    _draw_check(canvas, facts.check_url)
    _draw_signature(canvas, facts)
    if preview:
        _draw_watermark(canvas)
    canvas.save()
    return target.getvalue()


def _describe(canvas: Canvas, facts: CertificateFacts) -> None:
    canvas.setTitle(f"Sertifikat {facts.number} – {composed(facts.name)}")
    canvas.setAuthor(facts.campus)
    canvas.setSubject(f"Asisten laboratorium {composed(facts.course)}, {facts.period}")
    canvas.setCreator("SI-Aslab")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    # Without this the date would be the one that reportlab writes into files that must not change.
    canvas.setDateFormatter(lambda *_: f"D:{facts.issued_on:%Y%m%d}000000Z")


def _draw_frame(canvas: Canvas) -> None:
    for path, colour, line in (
        (ornaments.rosette(), _PAPER_GOLD, 0.5),
        (ornaments.band(), _PALE_GOLD, 0.55),
        (ornaments.corners(), _GOLD, 0.45),
        (ornaments.seal(), _PALE_GOLD, 0.5),
    ):
        _draw_lines(canvas, path, colour, line)
    for inset, colour, line in ((22.0, _GOLD, 1.1), (25.5, _PALE_GOLD, 0.4), (52.0, _NAVY, 1.2), (55.5, _GOLD, 0.4)):
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(line)
        canvas.rect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset)


def _draw_lines(canvas: Canvas, path: Any, colour: tuple[float, float, float], line: float) -> None:
    canvas.setStrokeColorRGB(*colour)
    canvas.setLineWidth(line)
    canvas.drawPath(path, stroke=1, fill=0)


def _draw_head(canvas: Canvas, facts: CertificateFacts) -> None:
    campus = composed(facts.campus).upper()
    size = min(15.0, _TEXT_WIDTH / ((width_of(campus, UPRIGHT, 1) + _LOOSE * len(campus)) or 1))
    _write(canvas, [campus], _MIDDLE, 512, UPRIGHT, size, _NAVY, spacing=_LOOSE * size)
    _divide(canvas, 496, 90)
    _write(canvas, ["SERTIFIKAT"], _MIDDLE, 443, UPRIGHT, 53, _NAVY, spacing=11)
    _write(canvas, ["Asisten Laboratorium"], _MIDDLE, 418, ITALIC, 20, _GOLD)
    _write(canvas, [f"Nomor {facts.number}"], _MIDDLE, 397, UPRIGHT, 12.5, _INK, spacing=0.4)


def _draw_award(canvas: Canvas, facts: CertificateFacts) -> None:
    _write(canvas, ["diberikan kepada"], _MIDDLE, 369, ITALIC, 15, _INK)
    size, lines = fitted(composed(facts.name), UPRIGHT, _TEXT_WIDTH, largest=38, smallest=25)
    size = min(size, 24) if len(lines) > 1 else size
    _write(canvas, lines, _MIDDLE, 330 if len(lines) == 1 else 345, UPRIGHT, size, _NAVY)
    _divide(canvas, 307, 200)
    _write(canvas, [f"NIM {facts.nim}"], _MIDDLE, 288, UPRIGHT, 13, _INK, spacing=0.8)
    _write(canvas, ["atas pengabdiannya sebagai asisten laboratorium mata kuliah"], _MIDDLE, 265, UPRIGHT, 14, _INK)
    size, lines = fitted(composed(facts.course), ITALIC, _TEXT_WIDTH, largest=21, smallest=14)
    size = min(size, 13) if len(lines) > 1 else size
    _write(canvas, lines, _MIDDLE, 242 if len(lines) == 1 else 249, ITALIC, size, _NAVY)
    _draw_service(canvas, facts)


def _draw_service(canvas: Canvas, facts: CertificateFacts) -> None:
    span = f"{indonesian_date(facts.starts_on)} sampai {indonesian_date(facts.ends_on)}"
    size, lines = fitted(f"pada {composed(facts.period)}, {span},", UPRIGHT, _TEXT_WIDTH, largest=14, smallest=9)
    _write(canvas, lines, _MIDDLE, 217, UPRIGHT, size, _INK)
    _write(canvas, [f"dengan {facts.attendances} kehadiran terverifikasi"], _MIDDLE, 199, UPRIGHT, 14, _INK)


def _divide(canvas: Canvas, y: float, half: float) -> None:
    canvas.setStrokeColorRGB(*_GOLD)
    canvas.setFillColorRGB(*_GOLD)
    canvas.setLineWidth(0.7)
    canvas.line(_MIDDLE - half, y, _MIDDLE - 8, y)
    canvas.line(_MIDDLE + 8, y, _MIDDLE + half, y)
    canvas.drawPath(ornaments.diamond(_MIDDLE, y, 3.4), stroke=0, fill=1)


def _write(
    canvas: Canvas,
    lines: list[str],
    x: float,
    y: float,
    font: str,
    size: float,
    colour: tuple[float, float, float],
    spacing: float = 0,
) -> None:
    """Centred on `x`; `y` is the first line's, the others follow below."""
    canvas.setFont(font, size)
    canvas.setFillColorRGB(*colour)
    for number, line in enumerate(lines):
        canvas.drawCentredString(x, y - number * size * 1.15, line, charSpace=spacing)


def _draw_check(canvas: Canvas, url: str) -> None:
    import segno

    left, top = _LEFT_COLUMN - _QR_SIDE / 2, 181.0
    matrix = segno.make(url, error="m", micro=False, mask=_QR_MASK).matrix
    canvas.setFillColorRGB(*_INK)
    canvas.drawPath(ornaments.squares(matrix, left, top, _QR_SIDE / len(matrix)), stroke=0, fill=1)
    canvas.linkURL(url, (left, top - _QR_SIDE, left + _QR_SIDE, top))
    _write(canvas, ["Pindai untuk memeriksa keaslian sertifikat ini"], _LEFT_COLUMN, 80, ITALIC, 9, _INK)
    _write(canvas, broken(url, UPRIGHT, 7.5, _COLUMN_WIDTH), _LEFT_COLUMN, 70, UPRIGHT, 7.5, _INK)


def _draw_signature(canvas: Canvas, facts: CertificateFacts) -> None:
    day = indonesian_date(facts.issued_on)
    dated = f"{composed(facts.place)}, {day}" if facts.place else f"Diterbitkan {day}"
    _write(canvas, [dated], _RIGHT_COLUMN, 170, UPRIGHT, 12, _INK)
    size, lines = fitted(composed(facts.signer_title), UPRIGHT, _COLUMN_WIDTH, largest=12, smallest=9.5)
    _write(canvas, lines, _RIGHT_COLUMN, 154, UPRIGHT, size, _INK)
    size, lines = fitted(composed(facts.signer), UPRIGHT, _COLUMN_WIDTH, largest=14, smallest=10)
    _write(canvas, lines, _RIGHT_COLUMN, 84 + (len(lines) - 1) * size * 1.15, UPRIGHT, size, _NAVY)
    canvas.setStrokeColorRGB(*_GOLD)
    canvas.setLineWidth(0.7)
    canvas.line(_RIGHT_COLUMN - _COLUMN_WIDTH / 2, 77, _RIGHT_COLUMN + _COLUMN_WIDTH / 2, 77)


def _draw_watermark(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.translate(_MIDDLE, HEIGHT / 2)
    canvas.rotate(32)
    canvas.setFillAlpha(0.16)
    _write(canvas, ["PRATINJAU"], 0, -40, UPRIGHT, 128, _RED, spacing=10)
    canvas.restoreState()
