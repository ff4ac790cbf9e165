"""A phone's photo made fit to keep: inspected, turned upright, shrunk, and bare of everything but the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from common.platform.documents.fingerprints import fingerprint, variants
from common.platform.documents.jpegs import Scans, ended_in_two_ways, scans
from common.platform.documents.kinds import HEIC, IMAGES, JPEG, PNG, WEBP

if TYPE_CHECKING:
    from PIL.Image import Image

FULL_SIDE = 1280
THUMBNAIL_SIDE = 320
MAX_PIXELS = 60_000_000
MAX_BYTES = 1_000_000

# What decoding may take at most, in bytes: half of a 512 MiB instance.
_MAX_WORK = 256 * 1024 * 1024
_WORK_PER_PIXEL = {PNG: 12, WEBP: 16, HEIC: 10}
# A camera writes one scan, a progressive file about ten. Each walks over the whole picture, however few bytes it has.
_MAX_SCANS = 64
_QUALITIES = (82, 70, 55, 40)
_ORIENTATION = 0x0112
_GREY_OF_16_BITS = "I;16"


class NotAPhoto(Exception):
    """No JPEG, PNG, WebP or HEIC."""


class DamagedPhoto(NotAPhoto):
    """A picture of a kind that is taken, of which something is missing or broken."""


class TooManyPixels(NotAPhoto):
    """A picture whose size, as its header says it, is too large to open."""


@dataclass(frozen=True)
class Photo:
    """`full` and `thumbnail` are JPEGs; width and height are those of `full`; the rest is said in `fingerprints`."""

    full: bytes
    thumbnail: bytes
    width: int
    height: int
    fingerprint: int
    variants: Sequence[int]


def process_photo(data: bytes, kind: str | None) -> Photo:
    """At most 1280 and 320 pixels on the longer side, at most 1 MB, upright, and no metadata of any kind.

    `kind` is what `kinds.kind_of` says. Colours are taken as sRGB. Raises NotAPhoto, DamagedPhoto or TooManyPixels.
    """
    if kind not in IMAGES:
        raise NotAPhoto("no picture of a kind that is taken")
    try:
        full = _read(data, kind)
    except NotAPhoto:
        raise
    except Exception as damaged:
        # A decoder fed with anything raises anything: OSError, SyntaxError, ValueError, struct.error, zlib.error.
        raise DamagedPhoto("damaged") from damaged
    thumbnail = _shrunk(full, THUMBNAIL_SIDE)
    return Photo(_jpeg(full), _jpeg(thumbnail), *full.size, fingerprint(thumbnail), variants(thumbnail))


def _read(data: bytes, kind: str) -> Image:
    _keep_quiet()
    image = _opened(data, kind)
    found = scans(data, image.fp.tell()) if kind == JPEG else None
    _refuse_bombs(image, data, kind, found)
    if found and found.end is None:
        image = _whole_without_end(data)
    # A HEIC is turned by its decoder; what its EXIF says of that is only a copy (ISO/IEC 23008-12).
    orientation = _orientation(image) if kind != HEIC else 1
    _load(image)
    return _turned(_flat(_shrunk(_resizable(image), FULL_SIDE)), orientation)


def _load(image: Any) -> None:
    # JPEG alone can be decoded at 1/2, 1/4 or 1/8 for a fraction of time and memory; others ignore this.
    image.draft(None, _fit(image.size, FULL_SIDE))
    image.load()


def _whole_without_end(data: bytes) -> Any:
    """Only the end marker is missing when the picture is the same whatever follows it. Raises DamagedPhoto."""
    image, other = (_opened(ended, JPEG) for ended in ended_in_two_ways(data))
    _load(image)
    _load(other)
    if image.tobytes() != other.tobytes():
        raise DamagedPhoto("cut off")
    return image


def _keep_quiet() -> None:
    import warnings

    warnings.filterwarnings("ignore", category=UserWarning, module="PIL[.]")  # a camera's broken EXIF is no news


def _opened(data: bytes, kind: str) -> Any:
    """The decoder of exactly this kind; Pillow's own search would load every one, and take a stereo pair for one."""
    if kind == HEIC:
        from common.platform.documents.heic import opened

        return opened(BytesIO(data))
    if kind == JPEG:
        from PIL.JpegImagePlugin import JpegImageFile as Decoder
    elif kind == PNG:
        from PIL.PngImagePlugin import PngImageFile as Decoder  # type: ignore[assignment]
    else:
        from PIL.WebPImagePlugin import WebPImageFile as Decoder  # type: ignore[assignment]
    return Decoder(BytesIO(data))


def _refuse_bombs(image: Any, data: bytes, kind: str, found: Scans | None) -> None:
    pixels = image.width * image.height
    work = _jpeg_work(image, data, found) if found else pixels * _WORK_PER_PIXEL[kind]
    if pixels > MAX_PIXELS or work > _MAX_WORK:
        raise TooManyPixels("too large to open")


def _jpeg_work(image: Any, data: bytes, found: Scans) -> int:
    """Bytes that the decoder keeps: nothing to speak of, unless a picture comes in several scans."""
    if found.number > _MAX_SCANS:
        raise DamagedPhoto("too many scans")
    if not image.info.get("progressive") and data[image.fp.tell() + 2] == image.layers:
        return 0
    widest = max(across * down for _, across, down, _ in image.layer)
    share = sum(across * down for _, across, down, _ in image.layer) / widest
    return int(image.width * image.height * share * 2)


def _orientation(image: Any) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # broken EXIF raises anything, and a photo without it is still a photo
        return 1


def _shrunk(image: Any, side: int) -> Any:
    from PIL.Image import Resampling

    # As sharp as bicubic to the eye, at half its time.
    return image.resize(_fit(image.size, side), Resampling.HAMMING, reducing_gap=2.0)


def _fit(size: tuple[int, int], side: int) -> tuple[int, int]:
    longest = max(size)
    if longest <= side:
        return size
    width, height = (max(1, round(length * side / longest)) for length in size)
    return width, height


def _resizable(image: Any) -> Any:
    """Colours of a palette cannot be mixed, nor can a colour that stands for nothing; of 16 bits the upper 8 stay."""
    if image.mode == _GREY_OF_16_BITS:
        from PIL import Image

        return Image.frombytes("L", image.size, image.tobytes()[1::2])  # the low byte comes first
    if image.mode in ("1", "P", "PA") or "transparency" in image.info:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _flat(image: Any) -> Image:
    """Without transparency, on white."""
    from PIL import Image

    if not image.has_transparency_data:
        flat: Image.Image = image.convert("RGB")
        return flat
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _turned(image: Image, orientation: int) -> Image:
    """Upright, by the eight values of EXIF's Orientation."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _jpeg(image: Image) -> bytes:
    image.info.clear()  # the writer would copy a comment and more from here
    for quality in _QUALITIES:
        written = BytesIO()
        image.save(written, "JPEG", quality=quality)
        if written.tell() <= MAX_BYTES:
            break
    return written.getvalue()
