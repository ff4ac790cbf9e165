"""Addresses of the internet, by who has them."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

_SMALLEST, _WIDEST = 64, 48  # that one customer is given: a telephone's, and a whole house's or company's


def network_of(address: str) -> str:
    """The IPv4 address, or the /64 that an IPv6 one is of: one line has all of it. Anything else stays as it is."""
    return _network_of(address, _SMALLEST)


def wide_network_of(address: str) -> str:
    """The same with the /48: many customers have 256 networks, or 65,536, and some share it with strangers."""
    return _network_of(address, _WIDEST)


def _network_of(address: str, bits: int) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), bits), strict=False))
