"""The header by which a browser shows or saves a file, and under which name (RFC 6266, RFC 5987)."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_LONGEST = 150
_NAMELESS = "berkas"


def content_disposition(file_name: str | None, *, inline: bool) -> str:
    """A header value in ASCII that no file name can break out of; browsers that know no RFC 5987 see a likeness."""
    kind = "inline" if inline else "attachment"
    if file_name is None:
        return kind
    name = _without_traps(file_name)
    return f"{kind}; filename=\"{_likeness(name)}\"; filename*=UTF-8''{quote(name, safe='')}"


def _without_traps(file_name: str) -> str:
    """No path, no control or format characters (line breaks, right-to-left override), no lone surrogates."""
    last = re.split(r"[/\\]", file_name)[-1]
    kept = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    return _shortened(kept.strip(" .")) or _NAMELESS


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if len(name) <= _LONGEST or not dot or len(ending) > 10:
        return name[:_LONGEST]
    return f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"


def _likeness(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9 ._()-]", "_", plain).strip() or _NAMELESS
