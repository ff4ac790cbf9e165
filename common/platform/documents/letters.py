"""The letters of certificates: EB Garamond, which knows every Latin letter with every mark that names carry."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

UPRIGHT = "EBGaramond"
ITALIC = "EBGaramond-Italic"

_FILES = {UPRIGHT: "EBGaramond[wght].ttf", ITALIC: "EBGaramond-Italic[wght].ttf"}


@cache
def load() -> list[TTFont]:
    """Both, known to reportlab by their names; once for each process, some 30 ms."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    folder = files("fontpkg_eb_garamond").joinpath("files")
    fonts = [TTFont(name, str(folder.joinpath(file))) for name, file in _FILES.items()]
    for font in fonts:
        registerFont(font)
    return fonts


def composed(text: str) -> str:
    """Letter and mark as one character, on one line: so each has its own glyph."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def missing_letters(text: str) -> str:
    """The characters of `text` that would come out as empty boxes, each once; mostly none."""
    known = [font.face.charToGlyph for font in load()]
    return "".join(sorted({letter for letter in composed(text) if not all(ord(letter) in glyphs for glyphs in known)}))


def width_of(text: str, font: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return float(stringWidth(text, font, size))


def fitted(text: str, font: str, width: float, *, largest: float, smallest: float) -> tuple[float, list[str]]:
    """The size in points, and the lines, in which `text` fits into `width`.

    One line as long as `smallest` allows, else two of nearly the same length, and smaller still if they must be.
    """
    size = _size_for([text], font, width, largest)
    if size >= smallest or " " not in text:
        return size, [text]
    lines = _halves(text, font)
    return _size_for(lines, font, width, largest), lines


def _size_for(lines: list[str], font: str, width: float, largest: float) -> float:
    widest = max(width_of(line, font, 1) for line in lines)
    return min(largest, width / widest) if widest else largest


def _halves(text: str, font: str) -> list[str]:
    words = text.split(" ")
    ways = [[" ".join(words[:count]), " ".join(words[count:])] for count in range(1, len(words))]
    return min(ways, key=lambda lines: max(width_of(line, font, 1) for line in lines))


def broken(text: str, font: str, size: float, width: float) -> list[str]:
    """Lines of an address, which has no spaces: broken after whatever letter fills the line."""
    lines = [""]
    for letter in text:
        if lines[-1] and width_of(lines[-1] + letter, font, size) > width:
            lines.append("")
        lines[-1] += letter
    return lines
