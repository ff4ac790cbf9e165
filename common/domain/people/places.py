"""How the places for sign-ins are shared out: neither one address nor a few accounts hold all of them.

Whoever knows a password may ask without end to have it checked, and each check is slow. A place is held for that long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from common.platform.auth.devices import Device
from common.platform.networks import wide_network_of

PLACES = 12
_STRANGERS = _DEVICES = 8  # each leaves some to the other
_STRANGERS_AT_ONE_NETWORK, _STRANGERS_FOR_ONE_NUMBER = 6, 2
# With one for an account, a few accounts hold few; who needs a second one takes a stranger's.
_DEVICES_AT_ONE_NETWORK, _DEVICES_OF_ONE_ACCOUNT = 4, 1


def shares_of(number: str, ip: str, device: Device | None) -> Sequence[Mapping[str, int]]:
    """The names under which a sign-in takes its place, with the most of each; a device has a second choice.

    Whether the account still knows the device is asked of the database later, without a place that others need.
    """
    network = wide_network_of(ip)
    stranger = {
        "strangers": _STRANGERS,
        f"strangers at {network}": _STRANGERS_AT_ONE_NETWORK,
        f"strangers for {number}": _STRANGERS_FOR_ONE_NUMBER,
    }
    if device is None or not device.owners:
        return [stranger]
    known = {
        "devices": _DEVICES,
        f"devices at {network}": _DEVICES_AT_ONE_NETWORK,
        **{f"devices of {owner.person_id}": _DEVICES_OF_ONE_ACCOUNT for owner in device.owners},
    }
    return [known, stranger]
