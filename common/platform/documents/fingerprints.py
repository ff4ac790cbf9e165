"""Perceptual fingerprints: the same picture is found again, also when it was mirrored, cropped or turned a little."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

# What somebody may have done to the picture that this one was before, undone: turned by so many degrees, and the
# edges cut off, which the picture's own outermost pixels stand in for. A little is also cut off, not only added.
_TURNS = (-2, 0, 2)
_EDGES = (-0.02, 0, 0.026, 0.053)
_MARGIN = 0.12
_WORKING = (144, 128)


def fingerprint(image: Image) -> int:
    """A 64-bit difference hash as a signed integer, which a bigint column holds.

    Each bit says whether a spot is darker than its right neighbour, of 9 by 8 spots. It stays nearly the same when
    a picture is compressed, shrunk or brightened, and says nothing of pictures of one flat colour.
    """
    from PIL.Image import Resampling

    spots = image.convert("L").resize((9, 8), Resampling.BOX).tobytes()
    bits = 0
    for row in range(0, 72, 9):
        for spot in range(row, row + 8):
            bits = bits << 1 | (spots[spot] < spots[spot + 1])
    return bits - (1 << 64) if bits >> 63 else bits


def variants(image: Image) -> list[int]:
    """Fingerprints of what the picture may have been before it was mirrored, cropped by 5 % or turned by 2 degrees."""
    from PIL.Image import Transpose

    grey = image.convert("L")
    canvas, margin = _with_margin(grey)
    windows = [_window(canvas, margin, edge, turn) for turn in _TURNS for edge in _EDGES if turn or edge]
    mirrored = [one.transpose(Transpose.FLIP_LEFT_RIGHT) for one in (grey, *windows)]
    return sorted({fingerprint(one) for one in (*windows, *mirrored)})


def _with_margin(grey: Image) -> tuple[Image, int]:
    """The picture with its outermost pixels drawn out on all sides, by so many pixels."""
    from PIL import Image

    width, height = grey.size
    margin = max(1, round(max(grey.size) * _MARGIN))
    canvas = Image.new("L", (width + 2 * margin, height + 2 * margin))
    canvas.paste(grey, (margin, margin))
    for row, place in ((0, 0), (height - 1, margin + height)):
        canvas.paste(grey.crop((0, row, width, row + 1)).resize((width, margin)), (margin, place))
    for column, place in ((margin, 0), (margin + width - 1, margin + width)):
        strip = canvas.crop((column, 0, column + 1, canvas.height))
        canvas.paste(strip.resize((margin, canvas.height)), (place, 0))
    return canvas, margin


def _window(canvas: Image, margin: int, edge: float, turn: int) -> Image:
    """The picture larger by `edge` of its size on each side, turned about its middle."""
    from PIL.Image import Resampling, Transform

    width, height = canvas.width - 2 * margin, canvas.height - 2 * margin
    across, down = (1 + 2 * edge) * width / _WORKING[0], (1 + 2 * edge) * height / _WORKING[1]
    left, top = -width * (0.5 + edge), -height * (0.5 + edge)
    turned, aside = cos(radians(turn)), sin(radians(turn))
    along_x = (across * turned, -down * aside, left * turned - top * aside + canvas.width / 2)
    along_y = (across * aside, down * turned, left * aside + top * turned + canvas.height / 2)
    return canvas.transform(_WORKING, Transform.AFFINE, (*along_x, *along_y), Resampling.BILINEAR)
