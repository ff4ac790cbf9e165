"""A photo comes out upright, small and bare."""

import random

import pytest
from PIL import Image

from common.platform.documents.photos import MAX_BYTES
from tests.platform.documents.pictures import (
    animated,
    camera_exif,
    jpeg,
    jpeg_with_metadata,
    opened,
    png_with_metadata,
    processed,
    scene,
    webp_with_metadata,
    written,
)


def corner(image: Image.Image, *, lower_right: bool = False) -> str:
    spot = (image.width - 10, image.height - 10) if lower_right else (10, 10)
    red, green, blue = image.convert("RGB").getpixel(spot)
    return "red" if red > 200 > 90 > max(green, blue) else "blue" if blue > 200 > 90 > max(red, green) else "other"


def test_both_sizes_are_jpegs_of_their_longest_side():
    photo = processed(jpeg(scene(2600, 1950)))
    full, thumbnail = opened(photo.full), opened(photo.thumbnail)
    assert (full.format, full.size) == ("JPEG", (1280, 960))
    assert (thumbnail.format, thumbnail.size) == ("JPEG", (320, 240))
    assert (photo.width, photo.height) == (1280, 960)


def test_a_small_photo_is_not_blown_up():
    photo = processed(jpeg(scene(200, 100)))
    assert opened(photo.full).size == opened(photo.thumbnail).size == (200, 100)


@pytest.mark.parametrize("size", [(5000, 20), (20, 5000), (1, 1), (1281, 3)])
def test_a_photo_of_odd_shape_keeps_at_least_one_pixel(size):
    photo = processed(jpeg(scene(*size)))
    assert max(photo.width, photo.height) <= 1280
    assert min(opened(photo.thumbnail).size) >= 1


TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", TURNS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_every_orientation_comes_out_upright(orientation, kind):
    """The sensor's picture is the upright one turned the other way."""
    turn = TURNS[orientation]
    sensor = scene(1400, 700) if turn is None else scene(1400, 700).transpose(turn)
    photo = processed(written(sensor, kind, exif=camera_exif(orientation)))
    full = opened(photo.full)
    assert full.size == (1280, 640)
    assert (corner(full), corner(full, lower_right=True)) == ("red", "blue")


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_changes_nothing(orientation):
    assert corner(opened(processed(jpeg(exif=camera_exif(orientation))).full)) == "red"


def test_broken_exif_is_no_reason_to_refuse():
    for exif in (
        b"Exif\x00\x00MM\x00*\xff\xff\xff\xff",
        b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff" + b"\x12\x01" * 40,
    ):
        assert corner(opened(processed(jpeg(exif=exif)).full)) == "red"


@pytest.mark.parametrize("telling", [jpeg_with_metadata, png_with_metadata, webp_with_metadata])
def test_nothing_but_the_picture_is_kept(telling):
    before = telling()
    assert b"Rahasia" in before
    photo = processed(before)
    for after in (photo.full, photo.thumbnail):
        image = opened(after)
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert image.info["jfif_density"] == (1, 1)
        for secret in (b"Rahasia", b"rahasia", b"Pangkalpinang", b"ICC", b"Exif", b"http"):
            assert secret not in after
        # Application segments but JFIF, and comments, have no place in it.
        assert [name for name, _ in image.applist] == ["APP0"]


def test_the_thumbnail_of_the_camera_does_not_survive():
    """Cameras put a small second picture into EXIF, which also shows what was cropped."""
    hidden = jpeg(scene(160, 120, seed=9))
    exif = camera_exif().tobytes() + hidden
    assert processed(jpeg(exif=exif)).full.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize("options", [{"progressive": True}, {"subsampling": 0}, {"quality": 100, "optimize": True}])
def test_jpegs_of_all_makes_are_read(options):
    assert corner(opened(processed(jpeg(scene(2400, 1600), **options)).full)) == "red"


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_grey_and_print_colours_become_plain_ones(mode):
    full = opened(processed(jpeg(scene(mode=mode))).full)
    assert full.mode == "RGB"
    assert corner(full) == ("red" if mode == "CMYK" else "other")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pngs_of_every_mode_are_read(mode):
    image = Image.linear_gradient("L").convert("I").point(lambda v: v * 257).convert("I;16") if mode == "I;16" else None
    full = opened(processed(written(image or scene(mode=mode), "PNG")).full)
    assert full.mode == "RGB"
    lightness = full.convert("L")
    assert lightness.getextrema()[0] < 80
    assert lightness.getextrema()[1] > 150


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_transparent_becomes_white(kind):
    image = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 100, 100))
    full = opened(processed(written(image, kind, lossless=True)).full)
    assert corner(full) == "red"
    assert min(full.getpixel((390, 290))) > 250


@pytest.mark.parametrize("mode", ["P", "RGB", "L"])
def test_a_colour_that_stands_for_nothing_becomes_white(mode):
    image = Image.new(mode, (400, 300), 0)
    full = opened(processed(written(image, "PNG", transparency=(0, 0, 0) if mode == "RGB" else 0)).full)
    assert min(full.getpixel((200, 150))) > 250


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind):
    assert corner(opened(processed(animated(kind)).full)) == "red"


def test_a_second_picture_behind_the_first_is_dropped():
    """Phones append gain maps, depth and short films; polyglots append worse."""
    photo = processed(jpeg() + jpeg(scene(seed=5)) + b"%PDF-1.7 <script>alert(1)</script>")
    assert corner(opened(photo.full)) == "red"
    assert b"script" not in photo.full


def test_even_pure_noise_stays_within_a_megabyte():
    noise = Image.frombytes("RGB", (1280, 1280), random.Random(3).randbytes(1280 * 1280 * 3))
    photo = processed(jpeg(noise, quality=95))
    assert len(photo.full) <= MAX_BYTES


def test_the_same_photo_gives_the_same_bytes():
    assert processed(jpeg_with_metadata()) == processed(jpeg_with_metadata())
