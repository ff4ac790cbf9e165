"""Pictures made by code, with whatever a camera or a rogue puts into them."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image, ImageDraw, PngImagePlugin

from common.platform.documents.kinds import kind_of
from common.platform.documents.photos import Photo, process_photo

GPS = {1: "S", 2: (2.0, 7.0, 48.0), 3: "E", 4: (106.0, 6.0, 36.0)}
ICC = b"ICC-PROFILE-OF-A-CAMERA" * 20
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret>Pangkalpinang</secret></x:xmpmeta>'


def processed(data: bytes) -> Photo:
    """As it is done with an upload: its kind is found first."""
    return process_photo(data, kind_of(data))


def scene(width: int = 1400, height: int = 1050, *, mode: str = "RGB", seed: int = 1) -> Image.Image:
    """Soft colours, a red spot at the upper left, a blue one at the lower right."""
    grains = Image.frombytes("RGB", (16, 12), random.Random(seed).randbytes(16 * 12 * 3))
    image = grains.resize((width, height), Image.Resampling.BICUBIC)
    brush = ImageDraw.Draw(image)
    brush.rectangle((0, 0, width // 8, height // 8), fill="red")
    brush.rectangle((width - width // 8, height - height // 8, width, height), fill="blue")
    return image.convert(mode)


def jpeg(image: Image.Image | None = None, **options) -> bytes:
    return written(image or scene(), "JPEG", **{"quality": 90, **options})


def written(image: Image.Image, kind: str, **options) -> bytes:
    quick = {"PNG": {"compress_level": 1}, "WEBP": {"method": 0}}.get(kind, {})
    target = BytesIO()
    image.save(target, kind, **(quick | options))
    return target.getvalue()


def camera_exif(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Kamera Rahasia"
    exif.get_ifd(0x8825).update(GPS)
    return exif


def jpeg_with_metadata() -> bytes:
    """A photo that carries place, maker, colour profile, XMP and a comment."""
    return jpeg(exif=camera_exif(), icc_profile=ICC, xmp=XMP, comment=b"komentar rahasia", dpi=(300, 300))


def png_with_metadata() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Nama Rahasia")
    words.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return written(scene(), "PNG", pnginfo=words, exif=camera_exif(), icc_profile=ICC)


def webp_with_metadata() -> bytes:
    return written(scene(), "WEBP", exif=camera_exif(), icc_profile=ICC, xmp=XMP)


def animated(kind: str) -> bytes:
    """First frame as `scene`, the others black."""
    others = [Image.new("RGB", (1400, 1050))] * 2
    return written(scene(), kind, save_all=True, append_images=others, duration=100)


def huge_png(width: int, height: int) -> bytes:
    """A picture of one colour: few bytes, many pixels."""
    return written(Image.new("L", (width, height)), "PNG")


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def heic(image: Image.Image | None = None, *, orientation: int = 1, **options) -> bytes:
    """As a phone writes it: turned by the container's own mark, with place and maker in its EXIF."""
    import pillow_heif

    exif, target = camera_exif(orientation).tobytes(), BytesIO()
    quick = {"quality": 80, "enc_params": {"preset": "ultrafast"}}
    pillow_heif.from_pillow(image or scene()).save(target, exif=exif, **(quick | options))
    return target.getvalue()


def differing_bits(one: int, other: int) -> int:
    """How many of the 64 bits of two fingerprints differ: 0 for the same picture, about 32 for two unlike ones."""
    return ((one ^ other) & (1 << 64) - 1).bit_count()
