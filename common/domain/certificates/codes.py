"""The code that a certificate is checked by: 80 random bits, easy to read aloud and to type."""

from __future__ import annotations

import re
import secrets

from common.platform.fields.normal import number
from common.platform.settings import settings

# Crockford's base 32: no I, L, O and U, so that nobody has to wonder which letter it is.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("ILO", "110")
_IN_ADDRESS = re.compile(r"/SERTIFIKAT/([^/?#]+)")
_IN_GROUPS = re.compile(r"\w{4}(-\w{4}){3}")
_LENGTH, _GROUP = 16, 4


def new_code() -> str:
    """`7KQ2-M0XA-93TR-C5VE`"""
    return _grouped("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)))


def normal(typed: str) -> str | None:
    """The code that was meant, whatever its capitals, blanks and hyphens, also within the printed address.

    What stands behind a code in its four groups is no part of it. None for what cannot be one.
    """
    text = number(typed)
    found = _IN_ADDRESS.search(text)
    text = found[1] if found else text
    grouped = _IN_GROUPS.match(text)
    letters = (grouped[0] if grouped else text.rstrip(".,;:)")).replace("-", "").translate(_ALIKE)
    return _grouped(letters) if len(letters) == _LENGTH and set(letters) <= set(_LETTERS) else None


def check_url(code: str) -> str:
    """What the QR code says."""
    return f"{settings().portal_url}/sertifikat/{code}"


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
