"""What is no photo, or would hurt to open, is refused, quickly and in one way only."""

import random
import struct
import subprocess
import sys
import time
import zlib

import pytest

from common.platform.documents.photos import NotAPhoto
from tests.platform.documents.pictures import huge_png, jpeg, processed, scene, written


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff" + b"\x00" * 1000,
        b"MZ an executable renamed foto.jpg",
        b"%PDF-1.7\n",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        written(scene(140, 105), "GIF"),
    ],
)
def test_what_is_no_photo_is_refused(data):
    with pytest.raises(NotAPhoto):
        processed(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_a_photo_cut_off_on_the_way_is_refused(kind, share):
    whole = written(scene(), kind)
    with pytest.raises(NotAPhoto):
        processed(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damage_is_either_bearable_or_refused_but_never_another_error(kind):
    whole, dice = written(scene(320, 240), kind), random.Random(7)
    for _ in range(150):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 12)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            processed(bytes(damaged))
        except NotAPhoto:
            continue


def with_size(data: bytes, width: int, height: int) -> bytes:
    """The JPEG with another size in its frame header."""
    place = data.index(b"\xff\xc0") + 5
    return data[:place] + struct.pack(">HH", height, width) + data[place + 4 :]


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def promising_png(width: int, height: int) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))


@pytest.mark.parametrize(
    "make",
    [
        lambda: with_size(jpeg(), 65000, 65000),
        lambda: with_size(jpeg(), 8000, 7501),
        lambda: promising_png(2**31 - 1, 2**31 - 1),
        lambda: huge_png(20000, 20000),
        lambda: huge_png(7746, 7746),
    ],
)
def test_a_picture_too_large_to_open_is_refused_before_it_is_decoded(make):
    bomb = make()
    started = time.process_time()
    with pytest.raises(NotAPhoto, match="too large"):
        processed(bomb)
    assert time.process_time() - started < 0.2


def test_a_picture_of_sixty_megapixels_is_opened():
    assert processed(with_size(jpeg(), 8000, 7500)).width == 1280


@pytest.mark.parametrize(("height", "why"), [(4729, "damaged"), (4730, "too large")])
def test_a_png_takes_more_to_open_for_each_of_its_pixels(height, why):
    with pytest.raises(NotAPhoto, match=why):
        processed(promising_png(4730, height))


def scanned(scans: int) -> bytes:
    """A progressive JPEG whose last scan comes so often that there are so many of all."""
    whole = jpeg(progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * (scans - whole.count(b"\xff\xda")) + whole[-2:]


def test_a_picture_in_more_than_64_scans_after_the_first_is_refused_unread():
    """Each scan walks over the whole picture: ten megabytes of empty ones would take hours."""
    assert processed(scanned(65)).width == processed(jpeg(progressive=True)).width
    for scans in (66, 100):
        with pytest.raises(NotAPhoto, match="scans"):
            processed(scanned(scans))


def test_a_text_that_unpacks_to_gigabytes_does_not():
    bomb = chunk(b"zTXt", b"key\x00\x00" + zlib.compress(b"\x00" * 80_000_000, 9))
    whole = written(scene(), "PNG")
    with pytest.raises(NotAPhoto):
        processed(whole[:33] + bomb + whole[33:])


PEAK = """
import re, sys
from common.platform.documents.kinds import kind_of
from common.platform.documents.photos import process_photo
data = open(sys.argv[1], "rb").read()
process_photo(data, kind_of(data))
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux alone tells the peak of one process")
@pytest.mark.parametrize(("progressive", "mebibytes"), [(False, 80), (True, 200)])
def test_forty_eight_megapixels_fit_into_a_small_instance(tmp_path, progressive, mebibytes):
    path = tmp_path / "large.jpg"
    path.write_bytes(jpeg(scene(8000, 6000), progressive=progressive))
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) / 1024 < mebibytes


def test_importing_costs_no_picture_library():
    code = "import sys, common.platform.documents.photos; print('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
