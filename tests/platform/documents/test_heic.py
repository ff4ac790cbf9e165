"""The HEIC of phones: taken like any photo, upright by its own mark, bare, and no danger."""

from __future__ import annotations

import random
import struct
import subprocess
import sys
import time
from functools import cache

import pytest
from PIL import Image

from common.platform.documents.kinds import kind_of
from common.platform.documents.photos import NotAPhoto
from tests.platform.documents.pictures import XMP, differing_bits, heic, jpeg, opened, processed, scene
from tests.platform.documents.test_photo_refusals import PEAK
from tests.platform.documents.test_photos import TURNS, corner

UPRIGHT = b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x01"
TURNED = UPRIGHT[:-1] + b"\x06"


@cache
def whole() -> bytes:
    return heic()


def corners(data: bytes) -> tuple[str, str]:
    full = opened(processed(data).full)
    return corner(full), corner(full, lower_right=True)


def with_size(data: bytes, width: int, height: int) -> bytes:
    """The HEIC with another size in its description than in its pictures."""
    place = data.index(b"ispe") + 8
    return data[:place] + struct.pack(">II", width, height) + data[place + 8 :]


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"mif1", b"msf1"])
def test_its_brands_are_known(brand: bytes) -> None:
    assert kind_of(whole()) == kind_of(b"\x00\x00\x00\x18ftyp" + brand) == "image/heic"


@pytest.mark.parametrize("brand", [b"avif", b"mp42", b"isom", b"qt  ", b"jxl "])
def test_its_cousins_are_not_taken(brand: bytes) -> None:
    assert kind_of(b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1heic") is None


@pytest.mark.parametrize("orientation", TURNS)
def test_every_orientation_comes_out_upright(orientation: int) -> None:
    turn = TURNS[orientation]
    sensor = scene(700, 350) if turn is None else scene(700, 350).transpose(turn)
    photo = processed(heic(sensor, orientation=orientation))
    full = opened(photo.full)
    assert full.size == (700, 350)
    assert (corner(full), corner(full, lower_right=True)) == ("red", "blue")


def test_only_the_containers_mark_turns_it_not_the_copy_in_its_exif() -> None:
    """Phones write both; a copy that was forgotten when the photo was turned by hand says something else."""
    turned = heic(scene(700, 350).transpose(Image.Transpose.ROTATE_90), orientation=6)
    upright = heic(scene(700, 350))
    for data, copy, wrong in ((turned, TURNED, UPRIGHT), (upright, UPRIGHT, TURNED)):
        assert data.count(copy) == 1
        assert corners(data) == corners(data.replace(copy, wrong)) == ("red", "blue")


def test_nothing_but_the_picture_is_kept() -> None:
    before = heic(xmp=XMP)
    assert b"Rahasia" in before
    assert b"Pangkalpinang" in before
    photo = processed(before)
    for after in (photo.full, photo.thumbnail):
        image = opened(after)
        assert not image.getexif()
        assert [name for name, _ in image.applist] == ["APP0"]
        for secret in (b"Rahasia", b"Pangkalpinang", b"Exif", b"http"):
            assert secret not in after


def test_both_sizes_are_small_jpegs() -> None:
    photo = processed(heic(scene(2000, 1500)))
    full, thumbnail = opened(photo.full), opened(photo.thumbnail)
    assert (full.format, full.size, thumbnail.format, thumbnail.size) == ("JPEG", (1280, 960), "JPEG", (320, 240))


@pytest.mark.parametrize("mode", ["L", "RGBA"])
def test_grey_and_transparent_ones_are_read(mode: str) -> None:
    assert opened(processed(heic(scene(400, 300, mode=mode))).full).size == (400, 300)


def test_it_is_found_to_be_like_the_same_photo_as_jpeg() -> None:
    one, other = processed(whole()).fingerprint, processed(jpeg()).fingerprint
    assert differing_bits(one, other) <= 4
    assert differing_bits(one, processed(heic(scene(seed=2))).fingerprint) > 10


@pytest.mark.parametrize("share", [0.001, 0.02, 0.5, 0.95])
def test_one_cut_off_on_the_way_is_refused(share: float) -> None:
    with pytest.raises(NotAPhoto):
        processed(whole()[: int(len(whole()) * share)])


def test_damage_is_either_bearable_or_refused_but_never_another_error() -> None:
    small, dice = heic(scene(320, 240)), random.Random(7)
    description = small.index(b"mdat")
    for number in range(150):
        damaged = bytearray(small)
        for _ in range(dice.randint(1, 12)):
            damaged[dice.randrange(12, description if number % 2 else len(damaged))] = dice.randrange(256)
        try:
            processed(bytes(damaged))
        except NotAPhoto:
            continue


@pytest.mark.parametrize("size", [(65000, 65000), (8000, 3356), (2**31 - 1, 2)])
def test_one_that_claims_to_be_too_large_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    one = with_size(whole(), *size)
    started = time.process_time()
    with pytest.raises(NotAPhoto):
        processed(one)
    assert time.process_time() - started < 0.2


def test_one_that_claims_to_be_small_and_is_not_is_refused() -> None:
    with pytest.raises(NotAPhoto):
        processed(with_size(whole(), 16, 16))


@pytest.mark.parametrize("before", [b"", box(b"free", b"12345678"), struct.pack(">I4sQ", 1, b"mdat", 24) + b"12345678"])
def test_overlays_are_refused_wherever_they_are_described(before: bytes) -> None:
    """One overlay may show a thousand others, each decoded anew."""
    end = int.from_bytes(whole()[:4], "big")
    moved = whole()[:end] + before + whole()[end:].replace(b"hvc1", b"iovl", 1)
    with pytest.raises(NotAPhoto) as refused:
        processed(moved)
    assert "describes no plain picture" in str(refused.value.__cause__)


@pytest.mark.parametrize("rest", [b"", b"\x00\x00\x00\x04free", b"\x00\x00\x00\x01free" + b"\x00" * 8, b"\x00" * 64])
def test_one_without_a_description_is_refused(rest: bytes) -> None:
    with pytest.raises(NotAPhoto):
        processed(whole()[: int.from_bytes(whole()[:4], "big")] + rest)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux alone tells the peak of one process")
def test_twelve_megapixels_fit_into_a_small_instance(tmp_path) -> None:
    path = tmp_path / "large.heic"
    path.write_bytes(heic(scene(4032, 3024), orientation=6))
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout) / 1024 < 140


@pytest.mark.parametrize(("make", "loaded"), [(jpeg, "False"), (heic, "True")])
def test_only_a_heic_loads_what_reads_it(make, loaded, tmp_path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(make())
    load = "import sys; from common.platform.documents import kinds, photos"
    code = f"{load}; data = open(sys.argv[1], 'rb').read(); photos.process_photo(data, kinds.kind_of(data))"
    told = "print(any(name.startswith(('pi_heif', '_pi_heif')) for name in sys.modules))"
    command = [sys.executable, "-c", f"{code}; {told}", str(path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"{loaded}\n"
