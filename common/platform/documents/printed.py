"""A list to print and sign: a title, facts, a table over as many pages as it takes, totals, places for signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from common.platform.documents.letters import ITALIC, UPRIGHT, composed, load

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas

_MARGIN, _SIZE = 48.0, 10.5
_A4 = (595.28, 841.89)
# As with certificates: the file of a font has one position that all its users share.
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Printed:
    """All that is on the paper. `widths` are shares of the page; columns in `numbers` end at the right.

    A signature is what somebody signs as, and their name. `foot` stands below each page, before its number.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[str]]
    totals: Sequence[tuple[str, str]] = ()
    signatures: Sequence[tuple[str, str]] = ()
    foot: str = ""
    numbers: frozenset[int] = field(default_factory=frozenset)
    across: bool = False


def render_printed(sheet: Printed) -> bytes:
    """A PDF; the same sheet is always the same bytes."""
    with _one_at_a_time:
        return _rendered(sheet)


def _rendered(sheet: Printed) -> bytes:
    from reportlab import rl_config
    from reportlab.platypus import SimpleDocTemplate, Spacer

    load()
    rl_config.useA85 = 0
    size = _A4[::-1] if sheet.across else _A4
    room = size[0] - 2 * _MARGIN
    target = BytesIO()
    edges: dict[str, Any] = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN)
    paper: Any = SimpleDocTemplate(target, pagesize=size, title=composed(sheet.title), invariant=1, **edges)
    parts = [_text(sheet.title, 16), Spacer(0, 8), _pairs(sheet.facts, room), Spacer(0, 10), _table(sheet, room)]
    if sheet.totals:
        parts += [Spacer(0, 8), _pairs(sheet.totals, room)]
    if sheet.signatures:
        parts += [Spacer(0, 22), _signatures(sheet.signatures, room)]
    number = _numbering(sheet.foot)
    paper.build(parts, onFirstPage=number, onLaterPages=number)
    return target.getvalue()


def _style(size: float, *, right: bool = False, font: str = UPRIGHT) -> ParagraphStyle:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle("text", fontName=font, fontSize=size, leading=size * 1.25, alignment=2 if right else 0)


def _text(text: str, size: float = _SIZE, *, right: bool = False) -> Any:
    from reportlab.platypus import Paragraph

    return Paragraph(escape(composed(text)), _style(size, right=right))


def _pairs(pairs: Sequence[tuple[str, str]], room: float) -> Any:
    from reportlab.platypus import Table

    rows = [[_text(name), _text(value)] for name, value in pairs]
    cells = [("VALIGN", (0, 0), (-1, -1), "TOP"), *_padding(1.5)]
    return Table(rows, colWidths=[room * 0.28, room * 0.72], style=cells)


def _padding(points: float) -> list[tuple[Any, ...]]:
    sides = ("TOPPADDING", "BOTTOMPADDING")
    return [(side, (0, 0), (-1, -1), points) for side in sides] + [("LEFTPADDING", (0, 0), (-1, -1), 3)]


def _table(sheet: Printed, room: float) -> Any:
    from reportlab.platypus import Table

    whole = sum(sheet.widths)
    lines = [sheet.heads, *sheet.rows]
    cells = [[_text(text, 9.5, right=place in sheet.numbers) for place, text in enumerate(line)] for line in lines]
    look: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, (0.6, 0.6, 0.6)),
        ("LINEABOVE", (0, 0), (-1, 0), 0.8, (0, 0, 0)),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, (0, 0, 0)),
        *_padding(2.5),
    ]
    return Table(cells, colWidths=[room * share / whole for share in sheet.widths], repeatRows=1, style=look)


def _signatures(places: Sequence[tuple[str, str]], room: float) -> Any:
    from reportlab.platypus import KeepTogether, Table

    # A narrow column between two keeps their lines apart.
    columns = [cell for place in places for cell in (place, ("", ""))][:-1]
    rows = [[_text(role) for role, _ in columns], [""] * len(columns), [_text(name) for _, name in columns]]
    under = [("LINEABOVE", (place, 2), (place, 2), 0.6, (0, 0, 0)) for place in range(0, len(columns), 2)]
    wide, narrow = room * 0.36, room * 0.28 / max(1, len(places) - 1)
    widths = [narrow if place % 2 else wide for place in range(len(columns))]
    return KeepTogether([Table(rows, colWidths=widths, rowHeights=[None, 52, None], style=under)])


def _numbering(foot: str) -> Any:
    def draw(canvas: Canvas, paper: Any) -> None:
        canvas.setFont(ITALIC, 8.5)
        canvas.drawString(_MARGIN, 28, composed(foot))
        canvas.drawRightString(paper.pagesize[0] - _MARGIN, 28, str(paper.page))

    return draw
