"""One A4 page that is written from top to bottom; lengths are millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from random import Random
from typing import Any

from common.settings import settings

_MM = 72 / 25.4
_WIDE, _HIGH = 210 * _MM, 297 * _MM
_LEFT, _RIGHT = 20 * _MM, 190 * _MM
_COLUMNS = (0, 10, 32, 124, 138, 154)


class Page:
    """`tint` is the colour of headings and of the heads of tables."""

    def __init__(self, tint: str) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._file, self._tint, self._y = BytesIO(), tint, _HIGH - 24 * _MM
        self._canvas: Any = Canvas(self._file, pagesize=(_WIDE, _HIGH), pageCompression=1)

    def down(self, distance: float) -> None:
        self._y -= distance * _MM

    def band(self, title: str, below: str) -> None:
        """The name on a band of colour across the top."""
        self._canvas.setFillColor(self._tint)
        self._canvas.rect(0, _HIGH - 44 * _MM, _WIDE, 44 * _MM, stroke=0, fill=1)
        self._text(title, "Helvetica-Bold", 23, "#ffffff", y=_HIGH - 24 * _MM)
        self._text(below, "Helvetica", 11, "#dfe6ee", y=_HIGH - 33 * _MM)
        self._y = _HIGH - 53 * _MM

    def letterhead(self) -> None:
        self._y = _HIGH - 20 * _MM
        for text, size in (
            ("KEMENTERIAN PENDIDIKAN TINGGI, SAINS, DAN TEKNOLOGI", 10),
            (settings().campus_name.upper(), 14),
            ("FAKULTAS SAINS DAN TEKNIK", 11),
        ):
            self.middle(text, size)
        self._canvas.setLineWidth(1.6)
        self._canvas.line(_LEFT, self._y + 2 * _MM, _RIGHT, self._y + 2 * _MM)
        self.down(6)

    def middle(self, text: str, size: float) -> None:
        self._canvas.setFillColor("#1c1f24")
        self._canvas.setFont("Helvetica-Bold", size)
        self._canvas.drawCentredString(_WIDE / 2, self._y, text)
        self.down(6)

    def heading(self, text: str) -> None:
        self.down(5)
        self._text(text.upper(), "Helvetica-Bold", 11, self._tint)
        self._canvas.setStrokeColor(self._tint)
        self._canvas.setLineWidth(0.8)
        self._canvas.line(_LEFT, self._y - 1.8 * _MM, _RIGHT, self._y - 1.8 * _MM)
        self.down(7.5)

    def words(self, text: str) -> None:
        """A paragraph."""
        from reportlab.lib.utils import simpleSplit

        for line in simpleSplit(text, "Helvetica", 10, _RIGHT - _LEFT):
            self._text(line, "Helvetica", 10, "#24272c")
            self.down(5)

    def small(self, text: str) -> None:
        self._text(text, "Helvetica", 9.5, "#50565e")
        self.down(4)

    def entry(self, title: str, years: str, line: str) -> None:
        self._text(title, "Helvetica-Bold", 10, "#24272c")
        self._canvas.setFont("Helvetica", 9)
        self._canvas.drawRightString(_RIGHT, self._y, years)
        self.down(4.6)
        self._text(line, "Helvetica", 9.5, "#50565e")
        self.down(6.4)

    def bars(self, skills: Sequence[tuple[str, int]]) -> None:
        """Skills in two columns, each with how far it goes, out of 100."""
        for n, (name, points) in enumerate(skills):
            x = _LEFT + (n % 2) * 88 * _MM
            self._canvas.setFont("Helvetica", 9.5)
            self._canvas.setFillColor("#24272c")
            self._canvas.drawString(x, self._y, name)
            for colour, share in (("#e3e6ea", 100), (self._tint, points)):
                self._canvas.setFillColor(colour)
                self._canvas.roundRect(x + 42 * _MM, self._y - 0.3 * _MM, 36 * _MM * share / 100, 2.4 * _MM, 2, 0, 1)
            if n % 2:
                self.down(6.4)

    def pair(self, label: str, value: str) -> None:
        self._text(label, "Helvetica", 9, "#50565e")
        self._text(f": {value}", "Helvetica-Bold", 9, "#24272c", x=_LEFT + 44 * _MM)
        self.down(4.8)

    def row(self, cells: Sequence[str], *, grey: bool = False, head: bool = False) -> None:
        ground = self._tint if head else "#eef1f5" if grey else "#ffffff"
        self._canvas.setFillColor(ground)
        self._canvas.rect(_LEFT, self._y - 1.4 * _MM, _RIGHT - _LEFT, 4.5 * _MM, stroke=0, fill=1)
        # Colour and font once a row: a transcript is a long table.
        self._canvas.setFillColor("#ffffff" if head else "#24272c")
        self._canvas.setFont("Helvetica-Bold" if head else "Helvetica", 8)
        for cell, column in zip(cells, _COLUMNS, strict=True):
            self._canvas.drawString(_LEFT + (column + 1.5) * _MM, self._y, cell)
        self.down(4.5)

    def signature(self, place: str, role: str, name: str) -> None:
        """With the flourish of a pen between role and name."""
        self.down(8)
        x = _LEFT + 104 * _MM
        for text in filter(None, (place, role)):
            self._text(text, "Helvetica", 9.5, "#24272c", x=x)
            self.down(5)
        self._scribble(x, Random(name))
        self.down(17)
        self._text(name, "Helvetica-Bold", 9.5, "#24272c", x=x)

    def _scribble(self, x: float, chance: Random) -> None:
        pen = self._canvas.beginPath()
        y, wide = self._y - 8 * _MM, chance.uniform(26, 40)
        pen.moveTo(x, y)
        pen.curveTo(x + 2 * _MM, y + 15 * _MM, x + 9 * _MM, y + 12 * _MM, x + 6 * _MM, y - 4 * _MM)
        for n in range(chance.randrange(3, 6)):
            left, up = x + (7 + n * 5) * _MM, chance.uniform(-3, 6) * _MM
            pen.curveTo(left + 1 * _MM, y + up, left + 4 * _MM, y + up, left + 5 * _MM, y - chance.uniform(0, 2) * _MM)
        pen.curveTo(x + wide * _MM, y + 3 * _MM, x + wide * _MM, y - 5 * _MM, x - 2 * _MM, y - 4 * _MM)
        self._canvas.setStrokeColor("#1d2f6f")
        self._canvas.setLineWidth(1.1)
        self._canvas.drawPath(pen, stroke=1, fill=0)

    def _text(self, text: str, name: str, size: float, ink: str, *, x: float = _LEFT, y: float | None = None) -> None:
        self._canvas.setFillColor(ink)
        self._canvas.setFont(name, size)
        self._canvas.drawString(x, self._y if y is None else y, text)

    def finished(self, title: str) -> bytes:
        self._canvas.setTitle(title)
        self._canvas.showPage()
        self._canvas.save()
        return self._file.getvalue()
