"""How the built portal is served, wherever that is: types, how long a browser may keep a file, and security headers.

The local site, the upload to the site's bucket and the load balancer all take it from here.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path

from common.http.function import Function
from common.platform import clock
from common.platform.settings import settings

INDEX = "index.html"
# What keeps the portal on a device; it fetches the page that is there when it comes.
WORKER = "sw.js"
# Whom to write to about a hole in the system (RFC 9116). A reader trusts it for less than a year.
SECURITY = ".well-known/security.txt"
_SECURITY_DAYS = 335
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


def document(functions: Mapping[str, Function]) -> dict[str, str]:
    """The template that Terraform fills; its placeholders are the names of `Sources`."""
    return security_headers(Sources(*(f"${{{field.name}}}" for field in fields(Sources))))


def security_txt(contact: str, address: str) -> str:
    """`contact` is a mail address, or the address of a page, or empty: then so is the text. `address` is the portal's.

    The same text all month long, so that publishing again changes nothing.
    """
    if not contact:
        return ""
    expires = clock.now().replace(day=1) + timedelta(days=_SECURITY_DAYS)
    lines = {
        "Contact": contact if ":" in contact else f"mailto:{contact}",
        "Expires": f"{expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages": "id, en",
        "Canonical": f"{address}/{SECURITY}",
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items())


@dataclass(frozen=True)
class Sources:
    """Where the portal goes beside its own origin. A bucket is an address that ends in a slash: any object below it.

    `api` is the API's origin where it is not the portal's own.
    """

    incoming_bucket: str = ""
    private_bucket: str = ""
    certificate_bucket: str = ""
    api: str = ""


NOWHERE = Sources()


def own_sources(api: str = "") -> Sources:
    """By the settings of this process."""
    here = settings()
    names = (here.incoming_bucket, here.private_bucket, here.certificate_bucket)
    incoming, private, certificate = (f"{here.storage_public_url}/{name}/" for name in names)
    return Sources(incoming, private, certificate, api)


def content_security_policy(sources: Sources) -> str:
    """Nothing but the portal's own scripts; of the buckets each only for what it is for.

    A document is shown in a frame beside the list it belongs to: from a bucket, or a preview that the page holds.

    Styles may be inline, since the component library writes its theme into the page; a style runs nothing.
    """
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"'self' data: blob: {sources.private_bucket}",
        "font-src": "'self'",
        "connect-src": f"'self' {sources.incoming_bucket} {sources.api}",
        "media-src": "'self' blob:",
        "frame-src": f"blob: {sources.private_bucket} {sources.certificate_bucket}",
        "object-src": "'none'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {' '.join(value.split())}" for name, value in rules.items())


def security_headers(sources: Sources = NOWHERE) -> dict[str, str]:
    """What goes with every page; the camera is for the photo that proves an attendance."""
    return {
        "Content-Security-Policy": content_security_policy(sources),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
