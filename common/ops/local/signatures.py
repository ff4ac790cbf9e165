"""Checks what the V4 signing process signs: links (signed URLs) and the policies of form uploads.

https://cloud.google.com/storage/docs/authentication/canonical-requests
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote

from common.ops.local.account import Account
from common.ops.local.storage_errors import Refused, anonymous, bad_signature, malformed
from common.platform import clock

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

ALGORITHM = "GOOG4-RSA-SHA256"
_LONGEST = timedelta(days=7)
_SKEW = timedelta(minutes=15)


@dataclass(frozen=True)
class Scope:
    """Who signed and when: the credential and the date of a signature, which must agree."""

    account: str
    signed_at: datetime
    text: str


def scope_of(values: Mapping[str, str], account: str) -> Scope:
    """The scope that the lower-case x-goog-* `values` name; refuses another algorithm, account or day."""
    try:
        signer, scope = values["x-goog-credential"].split("/", 1)
        signed_at = datetime.strptime(values["x-goog-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except (KeyError, ValueError) as wrong:
        raise malformed("X-Goog-Credential or X-Goog-Date is missing or not readable.") from wrong
    day, _, rest = scope.partition("/")
    if values.get("x-goog-algorithm") != ALGORITHM or rest != "auto/storage/goog4_request":
        raise malformed("X-Goog-Algorithm or X-Goog-Credential is not of the V4 process.")
    if signer != account or day != f"{signed_at:%Y%m%d}":
        raise bad_signature("X-Goog-Credential names another account or another day.")
    return Scope(signer, signed_at, scope)


class Verifier:
    """Verifies signatures by the public key of `account`."""

    def __init__(self, account: Account) -> None:
        self.account = account.email
        self._key = account.public_key()

    def check(self, signature: str, message: bytes) -> None:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        try:
            self._key.verify(bytes.fromhex(signature), message, PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError) as wrong:
            raise bad_signature() from wrong

    def check_link(self, request: Request) -> None:
        """Refuses a request whose URL is not signed by the account for just this request, or no more."""
        pairs = parse_qsl(request.query_string.decode(), keep_blank_values=True)
        values = {name.lower(): value for name, value in pairs}
        if len(values) != len(pairs):
            raise malformed("A query parameter is given twice.")
        if "x-goog-signature" not in values:
            raise anonymous(f"storage.objects.{request.method.lower()}")
        scope = scope_of(values, self.account)
        canonical = _canonical_request(request, pairs, values.get("x-goog-signedheaders", ""))
        message = [ALGORITHM, values["x-goog-date"], scope.text, hashlib.sha256(canonical.encode()).hexdigest()]
        self.check(values["x-goog-signature"], "\n".join(message).encode())
        _check_age(scope.signed_at, values.get("x-goog-expires", ""))


def _check_age(signed_at: datetime, seconds: str) -> None:
    lifetime = timedelta(seconds=int(seconds)) if seconds.isascii() and seconds.isdigit() else None
    if lifetime is None or lifetime > _LONGEST:
        raise malformed("X-Goog-Expires is not a number of seconds up to seven days.")
    now = clock.now()
    if now < signed_at - _SKEW:
        raise Refused(403, "RequestTimeTooSkewed", "The signature is of the future.")
    if now >= signed_at + lifetime:
        raise Refused(400, "ExpiredToken", "The link has expired.", f"It expired at {signed_at + lifetime}.")


def _canonical_request(request: Request, pairs: list[tuple[str, str]], signed_headers: str) -> str:
    names = signed_headers.split(";")
    _check_headers(request, names)
    headers = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in names)
    query = sorted(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs if name.lower() != "x-goog-signature")
    payload = request.headers.get("x-goog-content-sha256", "UNSIGNED-PAYLOAD")
    return "\n".join([request.method, signed_path(request), "&".join(query), headers, signed_headers, payload])


def _check_headers(request: Request, names: list[str]) -> None:
    """Each header that was signed is there, and none of Cloud Storage's own is there that was not signed."""
    absent = [name for name in names if name not in request.headers]
    unsigned = [name for name, _ in request.headers if name.lower().startswith("x-goog-")]
    extra = [name for name in unsigned if name.lower() not in names]
    if "host" not in names or absent or extra:
        wrong = absent[:1] or extra[:1] or ["host"]
        raise Refused(400, "MalformedSecurityHeader", f"The header {wrong[0]} is signed or sent, but not both.")


def signed_path(request: Request) -> str:
    """`/bucket/object` as the client wrote it, without the path under which the front is mounted."""
    raw = str(request.environ.get("RAW_URI") or "").partition("?")[0]
    mounted = request.root_path.rstrip("/")
    if raw.startswith(f"{mounted}/") and unquote(raw) == mounted + request.path:
        return raw.removeprefix(mounted)
    return quote(request.path, safe="/~")


def _quoted(text: str) -> str:
    return quote(text, safe="~")
