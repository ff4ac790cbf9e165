"""Pictures for the demo campus: a photo of a session in the laboratory, and the pamphlet of a vacancy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from common.platform import clock
from common.platform.calendar_text import indonesian_date, zone_label
from common.platform.settings import settings

_SIZE = _WIDE, _HIGH = 1280, 960
_SHIRTS = ("#25406e", "#78202c", "#3c3c42", "#c4beb4", "#225c54", "#96783c", "#5c4678")
_HEADS = ("#1c1818", "#1c1818", "#28242a", "#b09684", "#606e8c", "#78404c")
_SCREENS = ("#181e28", "#f0f3f7", "#1c221e", "#244278", "#f5f0e6")
# Ground, accent and ink of each pamphlet.
THEMES = (
    *(("#102a54", "#ffbe2e", "white"), ("#80162c", "#fcd682", "white"), ("#085454", "#bef078", "white")),
    *(("#f4f0e6", "#d64a24", "black"), ("#3a1e68", "#6ee2ec", "white"), ("#ecf4fa", "#0a62b0", "black")),
    ("#181a20", "#78e696", "white"),
)


@dataclass(frozen=True)
class Poster:
    course: str
    lab: str
    period: str
    points: Sequence[str]
    quota: int
    deadline: str


def lab_photo(seed: str, *, course: str, lab: str, meeting: int, at: datetime) -> bytes:
    """A JPEG of 640 by 480 with the time in a corner; another room, crowd and light for each seed."""
    from PIL import Image, ImageChops, ImageDraw

    chance, here = Random(seed), clock.to_campus(at)
    picture = Image.new("RGB", _SIZE, chance.choice(("#e2ded0", "#d6dee2", "#e8e2d6", "#cdd8ce")))
    _paint(ImageDraw.Draw(picture), chance, f"{course}\nPertemuan {meeting}\n{indonesian_date(here.date())}")
    turned = picture.reduce(2).rotate(chance.uniform(-4, 4), Image.Resampling.BILINEAR)
    shades = bytes(chance.randrange(145, 256) for _ in range(20))
    light = Image.frombytes("L", (5, 4), shades).resize((640, 480), Image.Resampling.BICUBIC)
    picture = ImageChops.multiply(turned.resize((640, 480), box=(25, 25, 615, 455)), light.convert("RGB"))
    stamp = f"{here:%H.%M} {zone_label(at)}\n{indonesian_date(here.date())}\n{lab}"
    ImageDraw.Draw(picture).text((18, 404), stamp, "white", _font(17), stroke_width=1, stroke_fill="#282828")
    return _written(picture, "JPEG")


def _paint(draw: Any, chance: Random, text: str) -> None:
    """The room from its back. Places are shares of its width and height, and of its depth: 1 at the far wall."""
    left, top = chance.uniform(0.16, 0.4), chance.uniform(0.14, 0.24)
    far = (left, top, left + chance.uniform(0.38, 0.48), top + chance.uniform(0.3, 0.38))

    def at(x: float, y: float, depth: float) -> tuple[float, float]:
        edges = [near + (edge - near) * depth for near, edge in zip((-0.1, -0.1, 1.1, 1.1), far, strict=True)]
        return (edges[0] + (edges[2] - edges[0]) * x) * _WIDE, (edges[1] + (edges[3] - edges[1]) * y) * _HIGH

    def face(colour: str, *places: tuple[float, float, float]) -> None:
        draw.polygon([at(*place) for place in places], colour)

    face("#f6f5f0", (0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1))
    face(chance.choice(("#a29c92", "#8c929a", "#b0a288")), (0, 1, 0), (1, 1, 0), (1, 1, 1), (0, 1, 1))
    draw.rectangle((*at(0, 0, 1), *at(1, 1, 1)), outline="#b8b4a8", width=3)
    side = chance.choice((0, 1))
    for near in (0.2, 0.5, 0.8):
        face("#ffffff", (0.3, 0, near), (0.7, 0, near), (0.7, 0, near + 0.1), (0.3, 0, near + 0.1))
        face("#a8ccee", (side, 0.2, near), (side, 0.2, near + 0.2), (side, 0.55, near + 0.2), (side, 0.55, near))
    draw.rectangle((*at(0.12, 0.12, 1), *at(0.88, 0.64, 1)), "#f7f8f6", "#969a9e", 8)
    draw.text(at(0.16, 0.16, 1), text, "#1c3482", _fitting(text, int(0.7 * (far[2] - far[0]) * _WIDE), 30))
    for depth in (0.87, 0.7, 0.5, 0.26):
        face("#c4a070", *((x, 0.8, depth + y) for x, y in ((0.04, 0.05), (0.96, 0.05), (0.96, -0.05), (0.04, -0.05))))
        draw.rectangle((*at(0.04, 0.8, depth - 0.05), *at(0.96, 0.9, depth - 0.05)), "#8a6c48")
        for seat in (0.12, 0.27, 0.42, 0.58, 0.73, 0.88):
            x, near = seat + chance.uniform(-0.02, 0.02), depth - 0.1
            draw.rectangle(
                (*at(x - 0.055, 0.66, depth), *at(x + 0.055, 0.77, depth)), chance.choice(_SCREENS), "#222428", 5
            )
            if chance.random() < 0.55:
                draw.rounded_rectangle(
                    (*at(x - 0.055, 0.73, near), *at(x + 0.055, 1, near)), 40, chance.choice(_SHIRTS)
                )
                draw.ellipse((*at(x - 0.028, 0.64, near), *at(x + 0.028, 0.76, near)), chance.choice(_HEADS))


def pamphlet(poster: Poster, theme: tuple[str, str, str], *, jpeg: bool) -> bytes:
    """A poster with a code that leads to the portal, as PNG or JPEG."""
    import segno
    from PIL import Image, ImageDraw

    ground, accent, ink = theme
    paper, code = Image.new("RGB", (900, 1260), ground), BytesIO()
    draw = ImageDraw.Draw(paper)
    draw.ellipse((-220, 1040, 260, 1520), outline=accent, width=30)
    address = settings().portal_url
    lines = [
        *((settings().campus_name, 28, ink), ("DIBUKA PENDAFTARAN", 34, accent), ("ASISTEN LABORATORIUM", 64, ink)),
        *((poster.course.upper(), 58, accent), (poster.lab, 26, ink), (poster.period, 24, ink), ("SYARAT", 28, accent)),
        *((f"- {point}", 26, ink) for point in poster.points),
        *(("BATAS PENDAFTARAN", 28, accent), (poster.deadline, 36, ink), (f"Kuota {poster.quota} orang", 26, ink)),
        (f"Daftar di {address.split('//')[-1]}", 24, ink),
    ]
    top = 60
    for text, size, colour in lines:
        draw.text((64, top), text, colour, _fitting(text, 770, size))
        top += size + 30
    segno.make(f"{address}/lowongan", error="m").save(code, kind="png", scale=5, border=2)
    paper.paste(Image.open(code), (660, 1020))
    return _written(paper, "JPEG" if jpeg else "PNG")


def _fitting(text: str, width: int, largest: int) -> Any:
    """A font that comes with reportlab, at `largest` or as much smaller as the longest line asks for."""
    widest = max(_font(largest).getlength(line) for line in text.splitlines())
    return _font(min(largest, int(largest * width / widest)))


@cache
def _font(size: int) -> Any:
    import reportlab
    from PIL import ImageFont

    return ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / "VeraBd.ttf"), size)


def _written(picture: Any, kind: str) -> bytes:
    file = BytesIO()
    picture.save(file, kind)
    return file.getvalue()
