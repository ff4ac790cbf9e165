"""How each file of the built portal is served, wherever that is: its type, and how long a browser may keep it."""

from __future__ import annotations

import mimetypes
from pathlib import Path

INDEX = "index.html"
ASK_AGAIN = "no-cache"
# Files whose name holds a hash of their content never change; everything else is asked for again each time.
_HASHED = "assets/"
_FOREVER = "public, max-age=31536000, immutable"

# What systems disagree about, or do not know.
_TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


def is_hashed(name: str) -> bool:
    """Whether the file `name`, a path in the build, never changes."""
    return name.startswith(_HASHED)


def cache_control(name: str) -> str:
    return _FOREVER if is_hashed(name) else ASK_AGAIN


def type_of(file: Path) -> str:
    return _TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def compressed(file: Path) -> Path:
    """Where the build puts the same file compressed by Brotli, if it does."""
    return file.with_name(file.name + ".br")
