"""A phone's photo of a session in the lab: another place, light and crowd for each number it is drawn from."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from io import BytesIO
from random import Random
from typing import Any

from common import clock
from common.calendar_text import indonesian_date
from common.local.demo.fonts import BOLD, PLAIN, font
from common.local.demo.lab_people import paint_people_and_desks
from common.local.demo.lab_room import DEEP, WIDE, Scene, paint_room
from common.local.demo.perspective import Camera, Colour
from common.local.demo.whiteboard import written_board
from common.settings import settings

_SIZE = (640, 480)
_LAMPS: tuple[Colour, ...] = ((255, 246, 228), (244, 250, 255), (255, 252, 246), (255, 238, 214))
_DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]


def lab_photo(seed: str, *, course: str, lab: str, meeting: int, at: datetime) -> bytes:
    """A JPEG of 640 by 480 with the stamp that camera applications put into a corner."""
    chance = Random(seed)
    here = clock.to_campus(at)
    lines = (course, f"Pertemuan {meeting}", indonesian_date(here.date()), chance.choice(_TASKS))
    picture = _scene(chance, lines)
    picture = _as_a_phone_sees(picture, chance)
    _stamp(picture, f"{_DAYS[here.weekday()]}, {indonesian_date(here.date())}", f"{here:%H.%M}", lab)
    written = BytesIO()
    picture.save(written, "JPEG", quality=84)
    return written.getvalue()


_TASKS = ("Kerjakan modul hal. 12", "Kuis 20 menit", "Kumpul: hari ini 16.00", "Tugas kelompok", "Presentasi kel. 3-5")


def _scene(chance: Random, lines: tuple[str, ...]) -> Any:
    from PIL import Image, ImageDraw

    double = (_SIZE[0] * 2, _SIZE[1] * 2)
    picture = Image.new("RGB", double, (200, 200, 196))
    scene = Scene(picture, ImageDraw.Draw(picture), _camera(chance, double), chance, chance.uniform(0.9, 1.12))
    paint_room(scene, written_board(chance, lines))
    paint_people_and_desks(scene)
    return picture.reduce(2)


def _camera(chance: Random, size: tuple[int, int]) -> Camera:
    """From the back, from either corner, from the aisle near the board, or from the front to the rows."""
    x, y, right = chance.choice(
        (
            (chance.uniform(2, 7), 0.7, chance.uniform(-8, 8)),
            (chance.uniform(0.5, 1.2), 1.0, chance.uniform(18, 34)),
            (chance.uniform(7.8, 8.5), 1.0, chance.uniform(-36, -18)),
            (chance.uniform(4.2, 4.7), chance.uniform(4.0, 6.4), chance.uniform(-14, 14)),
            (chance.uniform(1.5, 3.0), DEEP - 0.8, chance.uniform(150, 172)),
            (WIDE - chance.uniform(1.5, 3.0), DEEP - 0.8, chance.uniform(188, 212)),
        )
    )
    height, up = chance.uniform(1.4, 1.75), chance.uniform(-9, -1)
    return Camera((x, y, height), right, up, chance.uniform(-2.5, 2.5), chance.uniform(0.68, 0.95), size)


def _as_a_phone_sees(picture: Any, chance: Random) -> Any:
    """A little noisy, darker at the edges, and of the lamps' colour."""
    from PIL import Image, ImageChops

    edges, noise = _lens(chance.choice(_LAMPS))
    grain = ImageChops.offset(noise, chance.randrange(_SIZE[0]), chance.randrange(_SIZE[1]))
    return Image.blend(ImageChops.multiply(picture, edges), grain, 0.05)


@cache
def _lens(tint: Colour) -> tuple[Any, Any]:
    """What is the same for every picture of one phone: the dark edges with the colour of the lamps, and the grain."""
    from PIL import Image, ImageChops

    edges = Image.radial_gradient("L").resize(_SIZE).point([255 - max(0, n - 110) // 2 for n in range(256)])
    tinted = ImageChops.multiply(Image.merge("RGB", (edges, edges, edges)), Image.new("RGB", _SIZE, tint))
    return tinted, Image.effect_noise(_SIZE, 22).convert("RGB")


def _stamp(picture: Any, day: str, hour: str, lab: str) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    bottom = _SIZE[1] - 16
    draw.line((18, bottom - 62, 18, bottom), fill=(255, 176, 32), width=3)
    for text, size, name, top in (
        (f"{hour} {settings().campus_zone_label}", 24, BOLD, 64),
        (day, 14, PLAIN, 36),
        (lab, 14, PLAIN, 18),
    ):
        draw.text((28, bottom - top), text, (255, 255, 255), font(name, size), stroke_width=1, stroke_fill=(40, 40, 40))
