"""The same scene is found again; another one is not taken for it."""

from collections.abc import Callable
from functools import cache

import pytest
from PIL import Image, ImageEnhance

from tests.platform.documents.pictures import camera_exif, differing_bits, jpeg, processed, scene, written


def fingerprint(data: bytes) -> int:
    return processed(data).fingerprint


@cache
def original() -> int:
    return fingerprint(jpeg(scene(1400, 1050)))


@pytest.mark.parametrize(
    "again",
    [
        lambda: jpeg(scene(1400, 1050), quality=30),
        lambda: jpeg(scene(1400, 1050).resize((640, 480))),
        lambda: written(scene(1400, 1050), "PNG"),
        lambda: written(scene(1400, 1050), "WEBP", quality=50),
        lambda: jpeg(ImageEnhance.Brightness(scene(1400, 1050)).enhance(0.85)),
        lambda: jpeg(scene(1400, 1050).transpose(Image.Transpose.ROTATE_90), exif=camera_exif(6)),
    ],
    ids=["compressed", "shrunk", "png", "webp", "darker", "turned by the camera"],
)
def test_a_photo_used_before_is_found_again(again: Callable[[], bytes]):
    assert differing_bits(original(), fingerprint(again())) <= 4


def test_photos_of_other_scenes_are_far_apart():
    others = [fingerprint(jpeg(scene(1400, 1050, seed=seed))) for seed in range(2, 14)]
    assert min(differing_bits(original(), other) for other in others) > 10


def test_a_fingerprint_fits_a_bigint():
    mirrored = (scene(seed=seed).transpose(Image.Transpose.FLIP_LEFT_RIGHT) for seed in range(2, 14))
    prints = [original(), *(fingerprint(jpeg(image)) for image in mirrored)]
    assert {-(2**63) <= one < 2**63 for one in prints} == {True}
    assert min(prints) < 0 < max(prints)
