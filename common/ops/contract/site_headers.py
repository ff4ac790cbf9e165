"""The headers that go with every page of the portal: the local site and the load balancer send the same."""

from __future__ import annotations

from collections.abc import Mapping

from common.http.function import Function


def document(functions: Mapping[str, Function]) -> dict[str, str]:
    """The template that Terraform fills; the placeholders are `${storage}` and `${api}`, origins or empty."""
    return security_headers("${storage}", "${api}")


def content_security_policy(storage: str = "", api: str = "") -> str:
    """Nothing but the portal's own scripts; files go to and come from `storage`, the origin of the buckets.

    `api` is the API's origin where it is not the portal's own.

    A document is shown in a frame beside the list it belongs to: from `storage`, or a preview that the page holds.

    Styles may be inline, since the component library writes its theme into the page; a style runs nothing.
    """
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"'self' data: blob: {storage}",
        "font-src": "'self'",
        "connect-src": " ".join(filter(None, ("'self'", storage, api))),
        "media-src": "'self' blob:",
        "frame-src": f"blob: {storage}",
        "object-src": "'none'",
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}".strip() for name, value in rules.items())


def security_headers(storage: str = "", api: str = "") -> dict[str, str]:
    """What goes with every page; the camera is for the photo that proves an attendance."""
    return {
        "Content-Security-Policy": content_security_policy(storage, api),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
