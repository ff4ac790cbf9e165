"""A computer lab to take pictures of: walls, windows, door, cupboards and the whiteboard."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from common.local.demo.perspective import Camera, Colour, Spot, laid_onto, lying, shaded, sideways, standing

WIDE, DEEP, HIGH = 9.0, 11.5, 3.1

_WALLS: tuple[Colour, ...] = ((226, 222, 208), (214, 222, 226), (232, 226, 214), (205, 216, 206))


@dataclass
class Scene:
    """A picture being painted; `light` is that of the room, 1 in full daylight."""

    picture: Any
    draw: Any
    camera: Camera
    chance: Random
    light: float

    def face(self, corners: list[Spot], colour: Colour, light: float = 1.0) -> None:
        outline = self.camera.outline(corners)
        if len(outline) > 2:
            self.draw.polygon(outline, fill=shaded(colour, self.light * light))

    def glowing(self, corners: list[Spot], colour: Colour) -> None:
        """A face that shines by itself."""
        outline = self.camera.outline(corners)
        if len(outline) > 2:
            self.draw.polygon(outline, fill=colour)


def paint_room(scene: Scene, board: Any) -> None:
    """Everything that does not move: the shell, the lamps, windows or shelves, and the whiteboard with its writing."""
    wall, floor = scene.chance.choice(_WALLS), scene.chance.choice(((176, 170, 160), (150, 156, 164), (190, 176, 150)))
    scene.face(standing(0, WIDE, DEEP, 0, HIGH), wall)
    scene.face(standing(0, WIDE, 0, 0, HIGH), wall, 0.93)
    scene.face(sideways(0, 0, DEEP, 0, HIGH), wall, 0.9)
    scene.face(sideways(WIDE, 0, DEEP, 0, HIGH), wall, 0.84)
    scene.face(lying(0, WIDE, 0, DEEP, HIGH), (244, 243, 238), 0.97)
    _paint_floor(scene, floor)
    _paint_ceiling(scene)
    _paint_windows(scene)
    _paint_door(scene)
    _paint_back(scene)
    _paint_board(scene, board)


def _paint_floor(scene: Scene, colour: Colour) -> None:
    scene.face(lying(0, WIDE, 0, DEEP, 0), colour)
    for step in range(1, 15):
        scene.face(lying(step * 0.6 - 0.01, step * 0.6 + 0.01, 0, DEEP, 0), colour, 0.86)
    for step in range(1, 19):
        scene.face(lying(0, WIDE, step * 0.6 - 0.01, step * 0.6 + 0.01, 0), colour, 0.88)


def _paint_ceiling(scene: Scene) -> None:
    lit = scene.chance.random() < 0.8
    for x in (2.2, 6.4):
        for y in (2.0, 5.0, 8.0):
            tube: Colour = (255, 255, 246) if lit else (222, 222, 218)
            scene.glowing(lying(x, x + 0.3, y, y + 1.3, HIGH - 0.01), tube)


def _paint_windows(scene: Scene) -> None:
    sky = scene.chance.choice(((206, 228, 246), (232, 236, 238), (180, 210, 240), (246, 232, 208)))
    for near in (1.4, 4.6, 7.8):
        scene.face(sideways(0.01, near - 0.08, near + 2.08, 0.92, 2.48), (236, 236, 236), 0.9)
        scene.glowing(sideways(0.02, near, near + 2.0, 1.0, 2.4), sky)
        scene.glowing(sideways(0.02, near, near + 2.0, 1.0, 1.28), (126, 160, 110))
        scene.face(sideways(0.03, near + 0.97, near + 1.03, 1.0, 2.4), (230, 230, 230), 0.9)
        if scene.chance.random() < 0.5:
            curtain = scene.chance.choice(((120, 140, 170), (190, 170, 140), (140, 60, 60)))
            scene.face(sideways(0.05, near - 0.1, near + 0.45, 0.8, 2.55), curtain)


def _paint_door(scene: Scene) -> None:
    scene.face(sideways(WIDE - 0.01, 8.9, 9.9, 0, 2.15), (122, 84, 56))
    scene.face(sideways(WIDE - 0.02, 9.3, 9.5, 1.2, 1.9), (170, 196, 206))
    scene.face(sideways(WIDE - 0.01, 3.0, 4.1, 2.35, 2.75), (240, 240, 240), 0.98)
    scene.face(sideways(WIDE - 0.02, 3.0, 4.1, 2.35, 2.42), (190, 194, 198))
    for n, near in enumerate((5.4, 6.4, 7.3)):
        sheet = ((242, 238, 220), (208, 226, 240), (244, 214, 196))[n]
        scene.face(sideways(WIDE - 0.01, near, near + 0.6, 1.3, 2.1), sheet)
        scene.face(sideways(WIDE - 0.02, near + 0.08, near + 0.52, 1.85, 2.0), (90, 110, 150))


def _paint_back(scene: Scene) -> None:
    """The wall behind the camera in most pictures: cupboards and a notice board."""
    for left in (0.8, 2.1):
        scene.face(standing(left, left + 1.2, 0.45, 0, 1.9), (150, 160, 168), 0.95)
        scene.face(standing(left + 0.58, left + 0.62, 0.46, 0.1, 1.8), (110, 118, 126))
    scene.face(standing(4.6, 7.6, 0.02, 1.2, 2.3), (150, 116, 74))
    for n in range(7):
        left, colour = 4.75 + 0.4 * n, ((250, 250, 245), (250, 236, 170), (200, 226, 246))[n % 3]
        scene.face(standing(left, left + 0.3, 0.03, 1.45 + 0.12 * (n % 3), 1.95 + 0.08 * (n % 2)), colour)


def _paint_board(scene: Scene, board: Any) -> None:
    scene.face(standing(2.05, 6.65, DEEP - 0.02, 0.85, 2.4), (150, 154, 158))
    scene.face(standing(2.1, 6.6, DEEP - 0.03, 0.9, 2.35), (247, 248, 246))
    laid_onto(scene.picture, scene.camera, board, standing(2.1, 6.6, DEEP - 0.04, 0.9, 2.35))
    scene.face(standing(7.0, 7.35, DEEP - 0.02, 2.25, 2.6), (60, 62, 66))
    scene.face(standing(7.03, 7.32, DEEP - 0.03, 2.28, 2.57), (250, 250, 250))
