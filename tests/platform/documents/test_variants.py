"""A photo that was used before is found again when it was mirrored, cropped or turned a little."""

from __future__ import annotations

from math import radians, sin

import pytest
from PIL import Image, ImageOps

from common.domain.attendance.photos import ALIKE_BITS, ALIKE_VARIANT_BITS
from common.platform.documents.fingerprints import fingerprint, variants
from tests.platform.documents.laboratories import laboratory
from tests.platform.documents.pictures import differing_bits, jpeg, processed, scene


def alike(before: int, image: Image.Image) -> bool:
    return found_alike(before, fingerprint(image), variants(image))


def found_alike(before: int, now: int, others: list[int]) -> bool:
    if differing_bits(before, now) <= ALIKE_BITS:
        return True
    return any(differing_bits(before, other) <= ALIKE_VARIANT_BITS for other in others)


def cropped(image: Image.Image, share: float = 0.025) -> Image.Image:
    """5 % less of its width and of its height."""
    width, height = image.size
    x, y = width * share, height * share
    return image.resize(image.size, Image.Resampling.BICUBIC, box=(x, y, width - x, height - y))


def turned(image: Image.Image, degrees: int, *, fill: str = "black") -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=fill)


def turned_and_cropped(image: Image.Image, degrees: int) -> Image.Image:
    """As a phone does it, without the corners that are left empty."""
    return cropped(turned(image, degrees), sin(radians(abs(degrees))) * 0.67)


CHANGES = {
    "mirrored": ImageOps.mirror,
    "cropped": cropped,
    "turned left": lambda image: turned(image, 2),
    "turned right": lambda image: turned(image, -2, fill="white"),
    "turned and cropped": lambda image: turned_and_cropped(image, 2),
    "mirrored and cropped": lambda image: ImageOps.mirror(cropped(image)),
    "mirrored and turned": lambda image: ImageOps.mirror(turned(image, -2)),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_photo_is_found_again(change) -> None:
    pictures = [laboratory(seed) for seed in range(60)]
    found = [alike(fingerprint(picture), change(picture)) for picture in pictures]
    assert sum(found) >= 57


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_one_is_found_again_on_its_way_through_the_product(change) -> None:
    before = processed(jpeg(scene()))
    now = processed(jpeg(change(scene()), quality=70))
    assert found_alike(before.fingerprint, now.fingerprint, list(now.variants))


def test_variants_fit_a_bigint_and_are_few() -> None:
    found = variants(laboratory(1))
    assert 0 < len(found) <= 23
    assert {-(2**63) <= one < 2**63 for one in found} == {True}


@pytest.mark.parametrize("size", [(1, 1), (320, 1), (1, 320), (320, 240)])
def test_a_picture_of_any_shape_has_variants(size: tuple[int, int]) -> None:
    assert variants(Image.new("RGB", size, "green"))
