"""Which e-mail addresses there are: what a form takes is what the mailer can send to."""

from __future__ import annotations

import re

_LONGEST, _LONGEST_LOCAL = 254, 64
_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])", re.IGNORECASE | re.ASCII)


def split_address(text: str) -> tuple[str, str]:
    """The part before the @ and the domain in ASCII (IDNA). Raises ValueError for what nothing can be sent to.

    Too few servers take letters beyond ASCII before the @, and none of ours writes quoted names.
    """
    local, _, domain = text.rpartition("@")
    ascii_domain = domain.encode("idna").decode()
    fits = len(local) <= _LONGEST_LOCAL and len(local) + len(ascii_domain) < _LONGEST
    if not (fits and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(ascii_domain)):
        raise ValueError(f"not an address: {text!r}")
    return local, ascii_domain
