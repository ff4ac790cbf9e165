"""Flat shapes in a room, seen through a camera: just enough perspective for a picture that looks taken, not drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, cos, floor, radians, sin
from typing import Any

Spot = tuple[float, float, float]
"""Metres: to the right, away from the back wall, up."""
Colour = tuple[int, int, int]
Pixel = tuple[float, float]

_NEAR = 0.12


@dataclass(frozen=True)
class Camera:
    """Where it stands, where it looks (degrees: to the right, up, tilted), and its lens (1 = as wide as far)."""

    at: Spot
    right: float = 0.0
    up: float = 0.0
    tilt: float = 0.0
    lens: float = 0.85
    size: tuple[int, int] = (1280, 960)

    def seen(self, spot: Spot) -> Spot:
        """`spot` as the camera has it: to its right, above it, ahead of it."""
        (x0, y0, z0), (turn_cos, turn_sin, nod_cos, nod_sin, roll_cos, roll_sin) = self.at, self._turns
        x, y, z = spot[0] - x0, spot[1] - y0, spot[2] - z0
        side, ahead = x * turn_cos - y * turn_sin, x * turn_sin + y * turn_cos
        above, ahead = z * nod_cos - ahead * nod_sin, z * nod_sin + ahead * nod_cos
        return side * roll_cos - above * roll_sin, side * roll_sin + above * roll_cos, ahead

    def distance(self, spot: Spot) -> float:
        """How far ahead, in metres; negative behind the camera."""
        return self.seen(spot)[2]

    def scale(self, spot: Spot) -> float:
        """Pixels of a metre there."""
        return self.lens * self.size[0] / max(self.distance(spot), _NEAR)

    def pixel(self, spot: Spot) -> Pixel:
        return self._on_film(self.seen(spot))

    def outline(self, spots: Iterable[Spot]) -> list[Pixel]:
        """The corners of a face as pixels; what lies behind the camera is cut off, so there may be none."""
        return [self._on_film(one) for one in _in_front([self.seen(spot) for spot in spots])]

    @cached_property
    def _turns(self) -> tuple[float, ...]:
        angles = (radians(self.right), radians(self.up), radians(self.tilt))
        return tuple(turn(angle) for angle in angles for turn in (cos, sin))

    def _on_film(self, seen: Spot) -> Pixel:
        side, above, ahead = seen
        pixels = self.lens * self.size[0] / max(ahead, _NEAR)
        return self.size[0] / 2 + side * pixels, self.size[1] / 2 - above * pixels


def _in_front(corners: Sequence[Spot]) -> list[Spot]:
    kept: list[Spot] = []
    for one, other in zip(corners, [*corners[1:], corners[0]], strict=True):
        if one[2] >= _NEAR:
            kept.append(one)
        if (one[2] >= _NEAR) != (other[2] >= _NEAR):
            share = (_NEAR - one[2]) / (other[2] - one[2])
            kept.append((one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1]), _NEAR))
    return kept


def standing(left: float, right: float, y: float, bottom: float, top: float) -> list[Spot]:
    """A face that looks towards the back or the front of the room."""
    return [(left, y, bottom), (right, y, bottom), (right, y, top), (left, y, top)]


def sideways(x: float, near: float, far: float, bottom: float, top: float) -> list[Spot]:
    """A face that looks to the left or right."""
    return [(x, near, bottom), (x, far, bottom), (x, far, top), (x, near, top)]


def lying(left: float, right: float, near: float, far: float, z: float) -> list[Spot]:
    return [(left, near, z), (right, near, z), (right, far, z), (left, far, z)]


def shaded(colour: Colour, light: float) -> Colour:
    """1 is the colour itself, 0 black, 2 white."""
    if light <= 1:
        return tuple(round(part * light) for part in colour)  # type: ignore[return-value]
    return tuple(round(part + (255 - part) * (light - 1)) for part in colour)  # type: ignore[return-value]


def laid_onto(picture: Any, camera: Camera, poster: Any, corners: Sequence[Spot]) -> None:
    """Put the image `poster` onto a face (bottom left, bottom right, top right, top left), if all of it is ahead."""
    from PIL import Image

    if min(camera.distance(corner) for corner in corners) < _NEAR:
        return
    bottom_left, bottom_right, top_right, top_left = pixels = [camera.pixel(corner) for corner in corners]
    left, top = floor(min(x for x, _ in pixels)), floor(min(y for _, y in pixels))
    right, bottom = ceil(max(x for x, _ in pixels)), ceil(max(y for _, y in pixels))
    wide, high = poster.size
    places = ((0, 0), (wide, 0), (wide, high), (0, high))
    frame = [(x - left, y - top) for x, y in (top_left, top_right, bottom_right, bottom_left)]
    size = (right - left, bottom - top)
    flat = poster.transform(size, Image.Transform.PERSPECTIVE, _mapping(frame, places), Image.Resampling.BILINEAR)
    picture.paste(flat, (left, top), flat)


def _mapping(pixels: Sequence[Pixel], places: Sequence[Pixel]) -> list[float]:
    """The eight numbers by which Pillow finds the place in the poster for a pixel of the picture."""
    rows = []
    for (x, y), (u, v) in zip(pixels, places, strict=True):
        rows.append([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, float(u)])
        rows.append([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, float(v)])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    """Gauss's elimination; the last number of each row is its right-hand side."""
    for n in range(len(rows)):
        pivot = max(range(n, len(rows)), key=lambda row: abs(rows[row][n]))
        rows[n], rows[pivot] = rows[pivot], rows[n]
        rows[n] = [number / rows[n][n] for number in rows[n]]
        for other in range(len(rows)):
            if other != n:
                rows[other] = [a - rows[other][n] * b for a, b in zip(rows[other], rows[n], strict=True)]
    return [row[-1] for row in rows]
