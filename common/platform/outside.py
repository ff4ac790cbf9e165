"""How a fault of a service outside is sorted; whoever asked decides what becomes of the work."""

from __future__ import annotations

from datetime import timedelta

from common.platform.text import Text

# NOTIF-04: after the first, second and third failure; the next one is the last.
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))


class OutsideFault(Exception):
    """A service outside did not do what it was asked for; `reason` is fit for the ledger and for people's eyes."""

    def __init__(self, reason: Text) -> None:
        self.reason = reason
        super().__init__(str(reason))


class Retry(OutsideFault):
    """It may well work later: the service is slow, busy, out of reach or speaks in riddles."""


class Permanent(OutsideFault):
    """It will never work as it stands: trying again is a waste."""


class Alarm(OutsideFault):
    """Credentials, permission or quota: an admin must see to it; the work is kept and tried again later."""


OUT_OF_REACH = Text("layanan tidak dapat dihubungi", en="the service cannot be reached")
OUR_FAULT = Text("kesalahan pada sistem", en="a fault in the system")
NO_ANSWER = Text("layanan tidak menjawab tepat waktu", en="the service did not answer in time")
