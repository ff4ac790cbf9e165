"""Who signs policies and links: the service account through IAM, without any key, or a key file on one machine."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from common.platform.settings import settings

# The storage scopes do not reach IAM's signBlob.
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"


@cache
def own_credentials() -> Any:
    """The service account this code runs as."""
    import google.auth

    return google.auth.default(scopes=[_SCOPE])[0]


@cache
def keyless_signer() -> Any:
    """Credentials that sign by IAM's signBlob as `SIGNING_ACCOUNT`, by default as the account this code runs as.

    That account must be a token creator on the signing one (roles/iam.serviceAccountTokenCreator), also on
    itself. Each signature is one request; a token about to expire is renewed before it.
    """
    from google.auth.transport.requests import Request

    return signing_credentials(own_credentials(), partial(Request(), timeout=settings().outside_timeout_seconds))


def signing_credentials(own: Any, request: Any) -> Any:
    from google.auth import iam
    from google.oauth2.service_account import Credentials

    account = settings().signing_account or _account_of(own, request)
    signer = iam.Signer(request, own, account)  # type: ignore[no-untyped-call]
    return Credentials(signer, account, token_uri="")  # type: ignore[no-untyped-call]


def _account_of(own: Any, request: Any) -> str:
    # Before the first refresh the metadata credentials call themselves "default".
    if not own.valid:
        own.refresh(request)
    return str(own.service_account_email)


@cache
def key_file_signer() -> Any:
    """`SIGNING_KEY_FILE`: a service account's JSON key, made for one machine and good for nothing outside it."""
    from google.oauth2.service_account import Credentials

    return Credentials.from_service_account_file(settings().signing_key_file)  # type: ignore[no-untyped-call]
