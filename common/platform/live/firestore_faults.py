"""What a fault of Firestore means for the work."""

from __future__ import annotations

from functools import cache

from common.platform.outside import NO_ANSWER, OUT_OF_REACH, Alarm, Meanings, Outage, means
from common.platform.text import Text

_RIGHTS = Text("Firestore menolak akses ({code})", en="Firestore refused access ({code})")
_SETUP = Text("basis data Firestore belum siap ({code})", en="the Firestore database is not ready ({code})")
_QUOTA = Text("kuota Firestore habis", en="the Firestore quota is used up")


@cache
def faults() -> Meanings:
    """Only faults of the service; our own mistakes (a malformed request) stay what they are."""
    from google.api_core import exceptions as api
    from google.auth.exceptions import GoogleAuthError

    rights, setup, away = means(Alarm, _RIGHTS), means(Alarm, _SETUP), means(Outage, OUT_OF_REACH)
    return {
        GoogleAuthError: rights,
        api.Forbidden: rights,
        api.Unauthorized: rights,
        api.NotFound: setup,
        api.FailedPrecondition: setup,
        api.TooManyRequests: means(Alarm, _QUOTA),
        api.GatewayTimeout: means(Outage, NO_ANSWER),
        api.ServerError: away,
        api.RetryError: away,
        api.Aborted: away,
    }
