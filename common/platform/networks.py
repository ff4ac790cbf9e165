"""Addresses of the internet, by who has them."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

_ONE_SUBSCRIBERS = 64


def network_of(address: str) -> str:
    """The IPv4 address, or the /64 that an IPv6 one is of: one line has all of it. Anything else stays as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), _ONE_SUBSCRIBERS), strict=False))
