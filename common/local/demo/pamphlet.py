"""Pamphlets for vacancies: the poster that hangs in the corridor, with a code that leads to the portal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any

from common.local.demo.fonts import BOLD, PLAIN, fitting, font
from common.local.demo.perspective import Colour, shaded
from common.settings import settings

WIDE, HIGH = 900, 1260
_EDGE = 64


@dataclass(frozen=True)
class Theme:
    ground: Colour
    accent: Colour
    ink: Colour
    pattern: str


_WHITE: Colour = (255, 255, 255)
THEMES = (
    Theme((16, 42, 84), (255, 190, 46), _WHITE, "rings"),
    Theme((128, 22, 44), (252, 214, 130), _WHITE, "stripes"),
    Theme((8, 84, 84), (190, 240, 120), _WHITE, "dots"),
    Theme((244, 240, 230), (214, 74, 36), (34, 36, 44), "stairs"),
    Theme((58, 30, 104), (110, 226, 236), _WHITE, "rings"),
    Theme((236, 244, 250), (10, 98, 176), (20, 32, 52), "dots"),
    Theme((24, 26, 32), (120, 230, 150), _WHITE, "stripes"),
)


@dataclass(frozen=True)
class Poster:
    course: str
    lab: str
    period: str
    points: Sequence[str]
    quota: int
    deadline: str


def pamphlet(poster: Poster, theme: Theme, *, jpeg: bool) -> bytes:
    """A4 upright as PNG or JPEG, well below the limit of a pamphlet."""
    from PIL import Image, ImageDraw

    paper = Image.new("RGB", (WIDE, HIGH), theme.ground)
    draw = ImageDraw.Draw(paper)
    _PATTERNS[theme.pattern](draw, theme, Random(poster.course))
    _head(draw, theme, poster)
    below = _title(draw, theme, poster)
    _points(draw, theme, poster, below)
    _foot(draw, theme, poster)
    written = BytesIO()
    paper.save(written, "JPEG" if jpeg else "PNG", **({"quality": 88} if jpeg else {"compress_level": 3}))
    return written.getvalue()


def _head(draw: Any, theme: Theme, poster: Poster) -> None:
    draw.ellipse((_EDGE, 56, _EDGE + 76, 132), fill=theme.accent)
    draw.text((_EDGE + 38, 94), "LAB", theme.ground, font(BOLD, 26), anchor="mm")
    campus = settings().campus_name
    draw.text((_EDGE + 96, 62), campus, theme.ink, fitting(BOLD, campus, 640, 28))
    draw.text((_EDGE + 96, 100), f"Laboratorium Terpadu  |  {poster.period}", theme.ink, font(PLAIN, 21))


def _title(draw: Any, theme: Theme, poster: Poster) -> int:
    """The invitation and the course in the largest letters that fit; where the rest goes on."""
    draw.text((_EDGE, 204), "DIBUKA PENDAFTARAN", theme.accent, font(BOLD, 34))
    draw.text((_EDGE - 4, 248), "ASISTEN", theme.ink, font(BOLD, 104))
    draw.text((_EDGE - 2, 362), "LABORATORIUM", theme.ink, fitting(BOLD, "LABORATORIUM", WIDE - 2 * _EDGE, 92))
    top = 490
    for line in _lines(poster.course.upper(), 20):
        letters = fitting(BOLD, line, WIDE - 2 * _EDGE - 60, 58)
        draw.rectangle((_EDGE, top, _EDGE + letters.getlength(line) + 56, top + 88), fill=theme.accent)
        draw.text((_EDGE + 28, top + 44), line, theme.ground, letters, anchor="lm")
        top += 94
    draw.text((_EDGE, top + 12), poster.lab, theme.ink, fitting(PLAIN, poster.lab, WIDE - 2 * _EDGE, 26))
    return top + 74


def _points(draw: Any, theme: Theme, poster: Poster, top: int) -> None:
    draw.text((_EDGE, top), "SYARAT", theme.accent, font(BOLD, 28))
    for n, point in enumerate(poster.points):
        y = top + 64 + n * 48
        draw.rectangle((_EDGE, y - 9, _EDGE + 18, y + 9), fill=theme.accent)
        draw.text((_EDGE + 40, y), point, theme.ink, fitting(PLAIN, point, WIDE - 2 * _EDGE - 40, 26), anchor="lm")


def _foot(draw: Any, theme: Theme, poster: Poster) -> None:
    top = HIGH - 264
    draw.rectangle((0, top, WIDE, HIGH), fill=shaded(theme.ground, 0.72 if theme.ink == _WHITE else 0.93))
    draw.rectangle((0, top, WIDE, top + 8), fill=theme.accent)
    draw.text((_EDGE, top + 40), "BATAS PENDAFTARAN", theme.accent, font(BOLD, 24))
    draw.text((_EDGE, top + 76), poster.deadline, theme.ink, fitting(BOLD, poster.deadline, 540, 38))
    draw.text(
        (_EDGE, top + 138), f"Kuota {poster.quota} orang  |  Gratis  |  Bersertifikat", theme.ink, font(PLAIN, 23)
    )
    address = settings().portal_url.split("//")[-1]
    draw.text((_EDGE, top + 180), f"Daftar di SI-Aslab: {address}", theme.ink, fitting(PLAIN, "x" * 46, 560, 23))
    _code(draw, (WIDE - _EDGE - 176, top + 44), 176)


def _code(draw: Any, corner: tuple[int, int], side: int) -> None:
    import segno

    rows = [list(row) for row in segno.make(f"{settings().portal_url}/lowongan", error="m").matrix_iter(border=2)]
    step, (left, top) = side // len(rows), corner
    draw.rectangle((left, top, left + step * len(rows) - 1, top + step * len(rows) - 1), fill=_WHITE)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                place = (left + x * step, top + y * step)
                draw.rectangle((*place, place[0] + step - 1, place[1] + step - 1), fill=(0, 0, 0))


def _lines(words: str, longest: int) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _rings(draw: Any, theme: Theme, chance: Random) -> None:
    x, y = WIDE - chance.randrange(40, 160), chance.randrange(180, 320)
    for n in range(6):
        reach = 330 - n * 52
        draw.ellipse(
            (x - reach, y - reach, x + reach, y + reach), outline=shaded(theme.ground, 1.1 + n * 0.03), width=18
        )


def _stripes(draw: Any, theme: Theme, chance: Random) -> None:
    begin = chance.randrange(380, 520)
    for n in range(5):
        left = begin + n * 120
        tone = shaded(theme.ground, 1.06 + 0.03 * n)
        draw.polygon(((left, 0), (left + 60, 0), (left - 500, HIGH), (left - 560, HIGH)), fill=tone)


def _dots(draw: Any, theme: Theme, chance: Random) -> None:
    tone = shaded(theme.ground, 1.16 if theme.ink == _WHITE else 0.93)
    for row in range(13):
        for column in range(9):
            size = 3 + (row + column + chance.randrange(2)) % 5
            x, y = WIDE - 360 + column * 40, 160 + row * 40
            draw.ellipse((x - size, y - size, x + size, y + size), fill=tone)


def _stairs(draw: Any, theme: Theme, chance: Random) -> None:
    for n in range(7):
        high = 40 + n * (28 + chance.randrange(8))
        tone = shaded(theme.accent, 1.5 + 0.05 * n)
        draw.rectangle((WIDE - 300 + n * 48, 350 - high, WIDE - 262 + n * 48, 350), fill=tone)


_PATTERNS = {"rings": _rings, "stripes": _stripes, "dots": _dots, "stairs": _stairs}
