"""What a fault of Cloud Storage, or of the service that signs for it, means for the work."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from common.platform.outside import NO_ANSWER, Alarm, Meanings, Outage, OutsideFault, Retry, means
from common.platform.storage.protocol import NoSuchObject
from common.platform.text import Text

if TYPE_CHECKING:
    from google.auth.exceptions import RefreshError

_AWAY = Text("penyimpanan berkas tidak dapat dihubungi", en="the file store cannot be reached")
_RIGHTS = Text("penyimpanan berkas menolak akses ({code})", en="the file store refused access ({code})")
_DAMAGED = Text("berkas rusak di perjalanan", en="the file was damaged on its way")


@cache
def faults(failed_precondition: type[Exception] | None = None) -> Meanings:
    """`failed_precondition` is what a refused precondition means to the caller; without one nobody asked for any."""
    from google.api_core import exceptions as api
    from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
    from google.cloud.storage.exceptions import DataCorruption
    from requests import RequestException, Timeout

    away, rights = means(Outage, _AWAY), means(Alarm, _RIGHTS)
    kind = failed_precondition
    return {
        api.NotFound: lambda fault: NoSuchObject(str(fault)),
        api.PreconditionFailed: (lambda fault: kind(str(fault))) if kind else away,
        api.Forbidden: rights,
        api.Unauthorized: rights,
        api.ServerError: away,
        api.TooManyRequests: away,
        api.RetryError: away,
        Timeout: means(Outage, NO_ANSWER),
        RequestException: away,
        GoogleAuthError: rights,
        TransportError: away,
        RefreshError: _not_refreshed,
        DataCorruption: means(Retry, _DAMAGED),
    }


def _not_refreshed(fault: RefreshError) -> OutsideFault:
    """Our own credentials could not be renewed: for now, or because they are refused."""
    return Outage(_AWAY) if fault.retryable else Alarm(_RIGHTS.format(code="RefreshError"))
