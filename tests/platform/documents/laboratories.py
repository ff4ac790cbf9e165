"""Pictures that look like a laboratory at a glance: walls, benches, screens and people, small and quick to make."""

from __future__ import annotations

import random

from PIL import Image, ImageDraw

SIZE = (160, 120)


def laboratory(seed: int) -> Image.Image:
    dice = random.Random(seed)
    width, height = SIZE
    wall, horizon = dice.randrange(120, 230), int(height * dice.uniform(0.35, 0.7))
    image = Image.new("RGB", SIZE, (wall, wall - dice.randrange(20), wall - dice.randrange(40)))
    brush = ImageDraw.Draw(image)
    floor = dice.randrange(50, 170)
    brush.polygon(
        [
            (0, horizon + dice.randrange(-12, 12)),
            (width, horizon + dice.randrange(-12, 12)),
            (width, height),
            (0, height),
        ],
        fill=(floor, floor - 5, max(0, floor - 20)),
    )
    for _ in range(dice.randrange(2, 6)):
        _box(brush, dice, (0, height // 3), (10, 50), (6, 34), dice.choice([250, 235, 140, 60, 30]))
    for _ in range(dice.randrange(2, 5)):
        _box(brush, dice, (horizon - 10, height - 8), (50, 150), (5, 20), dice.randrange(60, 240))
    for _ in range(dice.randrange(4, 12)):
        _screen(brush, dice, horizon)
    for _ in range(dice.randrange(1, 6)):
        _person(brush, dice, horizon)
    light = Image.radial_gradient("L").resize((width * 2, height * 2))
    x, y = dice.randrange(width), dice.randrange(height)
    return Image.composite(image.point(lambda shade: shade * 3 // 5), image, light.crop((x, y, x + width, y + height)))


def _box(brush, dice, rows: tuple[int, int], widths: tuple[int, int], heights: tuple[int, int], shade: int) -> None:
    x, y = dice.randrange(-20, SIZE[0]), dice.randrange(*rows)
    brush.rectangle(
        (x, y, x + dice.randrange(*widths), y + dice.randrange(*heights)), fill=(shade, shade, shade * 3 // 4)
    )


def _screen(brush, dice, horizon: int) -> None:
    x, y, size = dice.randrange(-5, SIZE[0]), dice.randrange(horizon - 25, SIZE[1] - 10), dice.randrange(8, 30)
    frame, light = dice.randrange(10, 90), dice.randrange(40, 250)
    brush.rectangle((x, y, x + size, y + size * 3 // 4), fill=(frame, frame, frame + 10))
    brush.rectangle(
        (x + 2, y + 2, x + size - 2, y + size * 3 // 4 - 2), fill=(light // 2, light, dice.randrange(60, 250))
    )


def _person(brush, dice, horizon: int) -> None:
    x, y, size = dice.randrange(SIZE[0]), dice.randrange(horizon - 30, SIZE[1] - 30), dice.randrange(9, 26)
    skin, coat = dice.randrange(80, 200), dice.choice([240, 225, 30, 60, 120])
    brush.ellipse((x, y, x + size // 2, y + size // 2), fill=(skin, skin * 3 // 4, skin // 2))
    brush.rectangle(
        (x - size // 4, y + size // 2, x + size * 3 // 4, y + size * 2), fill=(coat, coat, min(255, coat + 15))
    )
