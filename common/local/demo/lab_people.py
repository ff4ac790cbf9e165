"""Who and what fills the lab: rows of desks with screens, students at them, aslab between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from common.local.demo.lab_room import Scene
from common.local.demo.perspective import Colour, Spot, lying, shaded, sideways, standing

_SHIRTS: tuple[Colour, ...] = (
    (37, 64, 110),
    (120, 32, 44),
    (60, 60, 66),
    (196, 190, 180),
    (34, 92, 84),
    (150, 120, 60),
    (92, 70, 120),
    (210, 214, 220),
)
_VEILS: tuple[Colour, ...] = ((40, 40, 48), (176, 150, 132), (96, 110, 140), (120, 60, 76), (200, 188, 176))
_HAIR: Colour = (28, 24, 24)
# Metres. Whoever stands nearer would need a face.
_ARMS_LENGTHS = 2.4
_SKIN: Colour = (176, 130, 98)
_SCREENS: tuple[Colour, ...] = ((24, 30, 40), (240, 243, 247), (28, 34, 30), (36, 66, 120), (245, 240, 230))
_CODE: tuple[Colour, ...] = ((120, 190, 240), (150, 210, 130), (230, 190, 110), (190, 150, 220), (150, 160, 170))


def paint_people_and_desks(scene: Scene) -> None:
    """From the far end to the camera, so that what is nearer covers what is farther."""
    things: list[tuple[float, Callable[[], None]]] = []
    for y in (3.0, 4.9, 6.8, 8.7):
        for left in (0.7, 5.0):
            things.append((scene.camera.distance((left + 1.6, y, 1)), partial(_paint_bench, scene, left, y)))
    for x, y in _helpers(scene):
        things.append((scene.camera.distance((x, y, 1)), partial(_paint_standing, scene, x, y)))
    for distance, paint in sorted(things, key=lambda thing: -thing[0]):
        if distance > 0.5:
            paint()


def _helpers(scene: Scene) -> list[tuple[float, float]]:
    """Who stands: the aslab at the board or between the rows, never right before the camera."""
    spots = [(1.6, 10.6), (7.3, 10.4), (4.5, 7.6), (4.4, 5.4), (4.6, 9.6)]
    chosen = scene.chance.sample(spots, scene.chance.choice((1, 1, 2)))
    return [(x, y) for x, y in chosen if scene.camera.distance((x, y, 1)) > _ARMS_LENGTHS]


def _paint_bench(scene: Scene, left: float, y: float) -> None:
    """A desk for three: the screens look at the students, who sit between them and the back wall."""
    seats = [left + 0.55 + 1.1 * n for n in range(3)]
    wood: Colour = (196, 160, 112)
    people = scene.chance.sample(seats, scene.chance.choice((1, 2, 2, 3)))
    from_behind = scene.camera.at[1] < y
    if not from_behind:
        _paint_students(scene, people, y)
    scene.face(standing(left, left + 3.3, y + 0.3, 0.05, 0.7), wood, 0.7)
    scene.face(sideways(left, y - 0.3, y + 0.3, 0, 0.74), wood, 0.62)
    scene.face(sideways(left + 3.3, y - 0.3, y + 0.3, 0, 0.74), wood, 0.62)
    scene.face(lying(left - 0.03, left + 3.33, y - 0.34, y + 0.34, 0.75), wood, 1.06)
    scene.face(standing(left - 0.03, left + 3.33, y - 0.34, 0.71, 0.75), wood, 0.8)
    for seat in seats:
        _paint_screen(scene, seat, y, seen=from_behind)
    if from_behind:
        _paint_students(scene, people, y)


def _paint_students(scene: Scene, seats: list[float], y: float) -> None:
    for seat in sorted(seats):
        _paint_student(scene, seat, y - 0.55)


def _paint_screen(scene: Scene, x: float, y: float, *, seen: bool) -> None:
    plastic: Colour = (34, 36, 40)
    scene.face(lying(x - 0.13, x + 0.13, y - 0.02, y + 0.2, 0.755), plastic)
    scene.face(standing(x - 0.03, x + 0.03, y + 0.1, 0.75, 0.9), plastic)
    scene.face(standing(x - 0.29, x + 0.29, y + 0.08, 0.85, 1.22), plastic, 1.0 if seen else 1.15)
    if not seen:
        scene.face(standing(x - 0.05, x + 0.05, y + 0.09, 1.02, 1.06), (120, 124, 130))
        return
    scene.face(lying(x - 0.24, x + 0.2, y - 0.24, y - 0.1, 0.756), (58, 60, 66))
    paper = scene.chance.choice(_SCREENS)
    scene.glowing(standing(x - 0.265, x + 0.265, y + 0.07, 0.885, 1.195), paper)
    scene.glowing(standing(x - 0.265, x + 0.265, y + 0.069, 1.17, 1.195), (70, 92, 130))
    _paint_code(scene, x, y, dark=sum(paper) < 400)


def _paint_code(scene: Scene, x: float, y: float, *, dark: bool) -> None:
    for line in range(9):
        if scene.chance.random() < 0.2:
            continue
        begin = x - 0.24 + 0.03 * scene.chance.randrange(4)
        end = min(x + 0.24, begin + 0.08 + 0.3 * scene.chance.random())
        z = 1.145 - line * 0.028
        scene.glowing(
            standing(begin, end, y + 0.068, z, z + 0.011), scene.chance.choice(_CODE) if dark else (90, 96, 110)
        )


def _paint_student(scene: Scene, x: float, y: float) -> None:
    """Somebody on a chair, seen as a shape: head, shoulders, back."""
    shirt = scene.chance.choice(_SHIRTS)
    veil = scene.chance.choice(_VEILS) if scene.chance.random() < 0.45 else None
    x, lean = x + scene.chance.uniform(-0.08, 0.08), scene.chance.uniform(-0.03, 0.03)
    facing = scene.camera.at[1] > y
    if facing:
        scene.face(standing(x - 0.2, x + 0.2, y, 0.45, 0.9), shirt, 0.8)
    _paint_torso(scene, (x, y, 1.02), shirt, 0.22, 0.5)
    _paint_head(scene, (x + lean, y, 1.2), veil, facing=facing)
    if not facing:
        _paint_chair(scene, x, y - 0.22)


def _paint_chair(scene: Scene, x: float, y: float) -> None:
    scene.face(standing(x - 0.19, x + 0.19, y, 0.52, 0.84), (36, 52, 92))
    for leg in (-0.18, 0.15):
        scene.face(standing(x + leg, x + leg + 0.03, y, 0, 0.52), (70, 72, 78))


def _paint_standing(scene: Scene, x: float, y: float) -> None:
    """An aslab in the dark red jacket of the campus."""
    facing, veil = scene.camera.at[1] < y, scene.chance.choice((None, *_VEILS[:3]))
    scene.face(standing(x - 0.14, x + 0.14, y, 0, 0.85), (38, 40, 50))
    _paint_torso(scene, (x, y, 1.4), (112, 26, 40), 0.23, 0.58)
    if facing:
        scene.face(standing(x - 0.05, x + 0.05, y, 0.95, 1.4), (236, 236, 232))
    _paint_head(scene, (x, y, 1.58), veil, facing=facing)


def _paint_torso(scene: Scene, top: Spot, colour: Colour, half: float, long: float) -> None:
    """Shoulders are round: an oval on a trunk that grows a little narrower."""
    x, y, z = top
    _oval(scene, (x, y, z - 0.12), half, 0.13, colour)
    trunk = [
        (x - half, y, z - 0.12),
        (x + half, y, z - 0.12),
        (x + half * 0.8, y, z - long),
        (x - half * 0.8, y, z - long),
    ]
    scene.face(trunk, colour)
    scene.face(standing(x + half * 0.62, x + half * 0.66, y, z - long, z - 0.14), colour, 0.75)
    scene.face(standing(x - half * 0.66, x - half * 0.62, y, z - long, z - 0.14), colour, 0.75)


def _paint_head(scene: Scene, middle: Spot, veil: Colour | None, *, facing: bool) -> None:
    x, y, z = middle
    if veil:
        scene.face([(x - 0.11, y, z), (x + 0.11, y, z), (x + 0.2, y, z - 0.27), (x - 0.2, y, z - 0.27)], veil, 0.94)
        _oval(scene, middle, 0.115, 0.145, veil)
        if facing:
            _oval(scene, (x, y, z - 0.01), 0.075, 0.1, _SKIN)
        return
    scene.face(standing(x - 0.05, x + 0.05, y, z - 0.2, z), _SKIN, 0.85)
    _oval(scene, middle, 0.1, 0.13, _SKIN if facing else _HAIR)
    if facing:
        _oval(scene, (x, y, z + 0.075), 0.1, 0.065, _HAIR)
    else:
        _oval(scene, (x, y, z - 0.1), 0.06, 0.05, _SKIN)
        _oval(scene, (x, y, z + 0.01), 0.102, 0.115, _HAIR)


def _oval(scene: Scene, middle: Spot, half_wide: float, half_high: float, colour: Colour) -> None:
    if scene.camera.distance(middle) < 0.3:
        return
    (x, y), metre = scene.camera.pixel(middle), scene.camera.scale(middle)
    box = (x - half_wide * metre, y - half_high * metre, x + half_wide * metre, y + half_high * metre)
    scene.draw.ellipse(box, fill=shaded(colour, scene.light))
