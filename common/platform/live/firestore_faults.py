"""What a fault of Firestore means for the work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from common.platform.outside import NO_ANSWER, OUT_OF_REACH, Alarm, OutsideFault, Retry
from common.platform.text import Text

_RIGHTS = Text("Firestore menolak akses ({code})", en="Firestore refused access ({code})")
_SETUP = Text("basis data Firestore belum siap ({code})", en="the Firestore database is not ready ({code})")
_QUOTA = Text("kuota Firestore habis", en="the Firestore quota is used up")


@contextmanager
def sorted_faults() -> Iterator[None]:
    """Only faults of the service are sorted; our own mistakes (a malformed request) stay what they are."""
    from google.api_core.exceptions import GoogleAPIError
    from google.auth.exceptions import GoogleAuthError

    try:
        yield
    except GoogleAuthError as fault:
        raise Alarm(_RIGHTS.format(code=type(fault).__name__)) from fault
    except GoogleAPIError as fault:
        sorted_fault = _sort(fault)
        if sorted_fault is None:
            raise
        raise sorted_fault from fault


def _sort(fault: Exception) -> OutsideFault | None:
    from google.api_core import exceptions

    match fault:
        case exceptions.Forbidden() | exceptions.Unauthorized():
            return Alarm(_RIGHTS.format(code=type(fault).__name__))
        case exceptions.NotFound() | exceptions.FailedPrecondition():
            return Alarm(_SETUP.format(code=type(fault).__name__))
        case exceptions.TooManyRequests():
            return Alarm(_QUOTA)
        case exceptions.GatewayTimeout():
            return Retry(NO_ANSWER)
        case exceptions.ServerError() | exceptions.RetryError() | exceptions.Aborted():
            return Retry(OUT_OF_REACH)
    return None
