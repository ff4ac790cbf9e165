"""The fonts that come with the libraries: nothing is asked of the machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

PLAIN, BOLD = "Vera.ttf", "VeraBd.ttf"


@cache
def font(name: str, size: int) -> Any:
    import reportlab
    from PIL import ImageFont

    return ImageFont.truetype(str(Path(reportlab.__file__).parent / "fonts" / name), size)


def fitting(name: str, text: str, width: int, largest: int) -> Any:
    """The font at `largest` or, for a long text, as much smaller as `width` pixels ask for."""
    return font(name, min(largest, max(12, int(largest * width / max(1, font(name, largest).getlength(text))))))
