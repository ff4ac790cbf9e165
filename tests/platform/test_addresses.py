"""A form takes an address, and the mailer sends to it: by one rule."""

from __future__ import annotations

import pytest

from common.platform import fields
from common.platform.addresses import split_address
from tests.platform.test_fields import LABEL, loaded

ADDRESSES: list[tuple[str, str | None]] = [
    ("budi@contoh.id", "contoh.id"),
    ("b.u-d+i@a.co.id", "a.co.id"),
    ("budi@k\u00f6ln.test", "xn--kln-sna.test"),
    (f"{'a' * 64}@b.id", "b.id"),
    *[(wrong, None) for wrong in ("jos\u00e9@contoh.id", '"budi"@contoh.id', '"budi santoso"@contoh.id')],
    *[(wrong, None) for wrong in ("budi@localhost", "budi@contoh..id", "budi@.id", ".budi@a.id", "bu..di@a.id")],
    *[(wrong, None) for wrong in ("budi@10.0.0.1", "budi@[10.0.0.1]", "budi.@a.id", f"{'a' * 65}@b.id", "budi@-a.id")],
    *[(wrong, None) for wrong in ("budi@a.i", "budi@a_b.id", "<budi@a.id>", f"budi@{'x' * 64}.id")],
]


@pytest.mark.parametrize(("typed", "domain"), ADDRESSES)
def test_a_form_takes_just_the_addresses_that_mail_can_be_sent_to(typed: str, domain: str | None) -> None:
    """The mailer asks `split_address` too."""
    assert loaded(fields.Email(LABEL), typed) == (typed if domain else "Format email tidak valid")
    if domain:
        assert split_address(typed) == (typed.split("@", maxsplit=1)[0], domain)
    else:
        with pytest.raises(ValueError):
            split_address(typed)
