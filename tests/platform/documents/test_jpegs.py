"""A JPEG is read up to its end: what a phone puts behind it does not count, nor does a missing end marker."""

from __future__ import annotations

import random
import struct
import time
from contextlib import suppress
from io import BytesIO

import pytest

from common.platform.documents.jpegs import scans
from common.platform.documents.photos import DamagedPhoto
from tests.platform.documents.pictures import jpeg, processed, scene, written


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def clip(size: int) -> bytes:
    """What looks like the short film that phones put behind a photo."""
    return box(b"ftyp", b"mp42\0\0\0\0isommp42") + box(b"mdat", random.Random(7).randbytes(size))


def first_scan(data: bytes) -> int:
    return data.index(b"\xff\xda") + 2


@pytest.mark.parametrize("options", [{}, {"progressive": True}])
def test_a_motion_photo_is_the_same_as_its_photo_alone(options: dict[str, bool]) -> None:
    photo = jpeg(scene(2000, 1500), **options)
    film = clip(6_000_000)
    assert film.count(b"\xff\xda") > 64
    assert processed(photo + b"MotionPhoto_Data" + film) == processed(photo)


@pytest.mark.parametrize("behind", [jpeg(scene(500, 375)), bytes(500_000), b"\xff\xda" * 500, b"%PDF-1.7"])
def test_what_stands_behind_the_end_does_not_count(behind: bytes) -> None:
    photo = jpeg(scene(400, 300))
    assert processed(photo + behind) == processed(photo)
    assert scans(photo + behind, first_scan(photo)).number == 0


def test_scans_are_counted_up_to_the_end_marker() -> None:
    photo = jpeg(scene(400, 300), progressive=True)
    found = scans(photo + photo, first_scan(photo))
    assert (found.number, found.end) == (photo.count(b"\xff\xda") - 1, len(photo) - 2)
    assert scans(photo[:-2], first_scan(photo)).end is None


def test_a_marker_inside_a_segment_is_none() -> None:
    photo = jpeg(scene(400, 300), progressive=True)
    second = photo.index(b"\xff\xda", first_scan(photo))
    remark = b"\xff\xfe" + struct.pack(">H", 2 + 200) + b"\xff\xda\xff\xd9" * 50
    assert scans(photo[:second] + remark + photo[second:], first_scan(photo)).number == photo.count(b"\xff\xda") - 1


OPTIONS = [{}, {"progressive": True}, {"restart_marker_blocks": 4}, {"subsampling": 0}]


@pytest.mark.parametrize("options", OPTIONS, ids=["plain", "progressive", "restarts", "full colour"])
@pytest.mark.parametrize(("width", "height", "seed"), [(1600, 1200, 11), (1600, 1200, 31), (800, 600, 2)])
def test_one_without_its_end_marker_is_taken_as_it_is(
    options: dict[str, int], width: int, height: int, seed: int
) -> None:
    whole = jpeg(scene(width, height, seed=seed), **options)
    assert processed(whole[:-2]) == processed(whole[:-1]) == processed(whole)


@pytest.mark.parametrize("options", OPTIONS, ids=["plain", "progressive", "restarts", "full colour"])
@pytest.mark.parametrize("missing", [30, 200, 5000])
def test_one_that_lacks_a_part_of_the_picture_is_damaged(options: dict[str, int], missing: int) -> None:
    with pytest.raises(DamagedPhoto):
        processed(jpeg(scene(1600, 1200, seed=11), **options)[:-missing])


@pytest.mark.parametrize("mark", [b"\xff\x01", b"\xff\xe0\x00\x02", b"\xff\xda\x00\x02", b"\xff", b"\xff\x00"])
def test_ten_megabytes_of_markers_are_walked_in_seconds(mark: bytes) -> None:
    photo = jpeg(scene(400, 300))
    busy = photo[:-2] + mark * (10_000_000 // len(mark))
    started = time.process_time()
    with suppress(DamagedPhoto):
        processed(busy)
    assert time.process_time() - started < 8


def test_a_grey_picture_of_16_bits_keeps_its_shades() -> None:
    from PIL import Image

    ramp = Image.linear_gradient("L").convert("I").point(lambda shade: shade * 206).convert("I;16")
    shown = Image.open(BytesIO(processed(written(ramp, "PNG")).full)).convert("L")
    assert [abs(shown.getpixel((100, row)) - row * 206 // 256) <= 2 for row in (10, 128, 245)] == [True] * 3
