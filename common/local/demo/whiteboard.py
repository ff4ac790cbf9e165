"""What stands on the whiteboard on the day of the picture."""

from __future__ import annotations

from random import Random
from typing import Any

from common.local.demo.fonts import BOLD, PLAIN, font


def written_board(chance: Random, lines: tuple[str, ...]) -> Any:
    """The whiteboard's writing: the lines that matter, and the sketch of the day beside them."""
    from PIL import Image, ImageDraw

    board = Image.new("RGBA", (900, 290), (247, 248, 246, 0))
    draw = ImageDraw.Draw(board)
    ink = chance.choice(((28, 52, 130, 255), (30, 30, 36, 255), (150, 26, 34, 255)))
    for n, line in enumerate(lines):
        draw.text(
            (26, 18 + n * 54), line, fill=ink if n else (30, 30, 36, 255), font=font(BOLD if not n else PLAIN, 36)
        )
    chance.choice((_sketch_table, _sketch_tree, _sketch_boxes, _sketch_graph))(draw, chance, ink)
    return board


def _sketch_table(draw: Any, chance: Random, ink: Any) -> None:
    left, top = 560 + chance.randrange(60), 110
    for row in range(5):
        draw.line((left, top + row * 34, left + 260, top + row * 34), fill=ink, width=4)
    for column in range(4):
        draw.line((left + column * 86, top, left + column * 86, top + 136), fill=ink, width=4)
    for row in range(4):
        for column in range(3):
            draw.text(
                (left + 10 + column * 86, top + 2 + row * 34), str(chance.randrange(10, 99)), ink, font(PLAIN, 26)
            )


def _sketch_tree(draw: Any, chance: Random, ink: Any) -> None:
    x, y = 680 + chance.randrange(40), 90
    for level, count in enumerate((1, 2, 4)):
        for n in range(count):
            here = (x + (n - (count - 1) / 2) * (240 / count), y + level * 74)
            if level:
                above = (x + (n // 2 - (count / 2 - 1) / 2) * (480 / count), y + (level - 1) * 74)
                draw.line((*above, *here), fill=ink, width=4)
            draw.ellipse((here[0] - 22, here[1] - 22, here[0] + 22, here[1] + 22), (247, 248, 246, 255), ink, 4)


def _sketch_boxes(draw: Any, chance: Random, ink: Any) -> None:
    left = 540 + chance.randrange(40)
    for n, (x, y) in enumerate(((0, 90), (210, 60), (210, 190))):
        draw.rectangle((left + x, y, left + x + 120, y + 70), outline=ink, width=4)
        draw.text((left + x + 14, y + 14), ("PC", "Switch", "Server")[n], ink, font(PLAIN, 26))
    draw.line((left + 120, 120, left + 210, 95), fill=ink, width=4)
    draw.line((left + 120, 130, left + 210, 220), fill=ink, width=4)


def _sketch_graph(draw: Any, chance: Random, ink: Any) -> None:
    left, base = 560, 250
    draw.line((left, 80, left, base, left + 280, base), fill=ink, width=4)
    spots = [(left + n * 46, base - 14 - chance.randrange(20 + n * 22)) for n in range(7)]
    draw.line(spots, fill=(176, 30, 36, 255), width=5)
