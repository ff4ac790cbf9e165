"""Fine lines of a certificate, in the manner of banknotes: computed once, then drawn as they are.

Everything is in points on A4 across, from the lower left corner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import groupby
from math import cos, hypot, pi, sin

WIDTH, HEIGHT = 841.89, 595.28

Point = tuple[float, float]

# Where the woven band runs: the middle of it, and how far its threads swing.
_BAND = 37.0
_SWING = 6.2
_CORNER = 15.0


class Path:
    """PDF operators ready to be drawn; a canvas asks a path for nothing but its code."""

    def __init__(self, operators: Iterator[str]) -> None:
        self._code = " ".join(operators)

    def getCode(self) -> str:  # noqa: N802 - the name that reportlab calls
        return self._code


@cache
def band() -> Path:
    """Three threads woven along the four sides, from corner to corner."""
    return Path(operator for side in _sides() for turn in range(3) for operator in _thread(*side, turn / 3))


@cache
def corners() -> Path:
    spots = [(x, y) for x in (_BAND, WIDTH - _BAND) for y in (_BAND, HEIGHT - _BAND)]
    return Path(operator for spot in spots for operator in _flower(spot, _CORNER, 12, 5, 0.4))


@cache
def rosette() -> Path:
    """The large one behind the text."""
    return Path(_flower((WIDTH / 2, HEIGHT / 2), 205, 36, 13, 0.36))


@cache
def seal() -> Path:
    """A small one between the two columns at the foot."""
    return Path(_flower((WIDTH / 2, 122), 38, 24, 7, 0.32))


def diamond(x: float, y: float, half: float) -> Path:
    points = [(x - half, y), (x, y + half), (x + half, y), (x, y - half)]
    return Path(f"{x:.1f} {y:.1f} {'l' if number else 'm'}" for number, (x, y) in enumerate(points))


def squares(matrix: Iterable[Iterable[int]], x: float, top: float, module: float) -> Path:
    """The dark modules of a QR code from its upper left corner on, neighbours in a row as one bar.

    One path: filled as a whole, no hairlines can show between its bars.
    """
    return Path(
        f"{x + left * module:.2f} {top - (number + 1) * module:.2f} {length * module:.2f} {module:.2f} re"
        for number, row in enumerate(matrix)
        for left, length in _dark_runs(row)
    )


def _dark_runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    left = 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield left, length
        left += length


def _sides() -> list[tuple[Point, Point]]:
    near, right, upper = _BAND + _CORNER, WIDTH - _BAND - _CORNER, HEIGHT - _BAND - _CORNER
    return [
        ((near, _BAND), (right, _BAND)),
        ((near, HEIGHT - _BAND), (right, HEIGHT - _BAND)),
        ((_BAND, near), (_BAND, upper)),
        ((WIDTH - _BAND, near), (WIDTH - _BAND, upper)),
    ]


def _thread(start: Point, end: Point, phase: float) -> Iterator[str]:
    """A wave of whole periods of about 32 points, four curves to each."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    steps = 4 * round(length / 32)

    def place(t: float) -> Point:
        way, swing = length * t / steps, _SWING * sin(pi * t / 2 + 2 * pi * phase)
        return start[0] + along[0] * way - along[1] * swing, start[1] + along[1] * way + along[0] * swing

    return _curve(place, steps)


def _flower(centre: Point, radius: float, petals: int, rounds: int, depth: float) -> Iterator[str]:
    """One closed line that goes `rounds` times round and swings in and out `petals` times on the way."""
    steps = 8 * petals

    def place(t: float) -> Point:
        angle = 2 * pi * rounds * t / steps
        reach = radius * (1 - depth + depth * cos(angle * petals / rounds))
        return centre[0] + reach * cos(angle), centre[1] + reach * sin(angle)

    return _curve(place, steps)


def _curve(place: Callable[[float], Point], steps: int) -> Iterator[str]:
    """The way of `place` from 0 to `steps`: a Bezier curve for each step, without a kink between two."""
    before, speed = place(0), _speed(place, 0)
    yield f"{before[0]:.1f} {before[1]:.1f} m"
    for step in range(1, steps + 1):
        after, next_speed = place(step), _speed(place, step)
        handles = [(before[0] + speed[0] / 3, before[1] + speed[1] / 3)]
        handles.append((after[0] - next_speed[0] / 3, after[1] - next_speed[1] / 3))
        yield " ".join(f"{x:.1f} {y:.1f}" for x, y in (*handles, after)) + " c"
        before, speed = after, next_speed


def _speed(place: Callable[[float], Point], t: float) -> Point:
    (x, y), (later_x, later_y) = place(t - 0.001), place(t + 0.001)
    return (later_x - x) / 0.002, (later_y - y) / 0.002
