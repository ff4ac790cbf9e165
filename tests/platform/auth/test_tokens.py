"""Access tokens: how long they are good, and what is no token of ours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
import time_machine

from common.platform import clock
from common.platform.auth.keys import new_key, public_keys, signing_key
from common.platform.auth.tokens import Claims, issue, verify
from common.platform.errors import SessionEnded, Unauthenticated
from common.platform.settings import settings

pytestmark = pytest.mark.usefixtures("database")
SECOND = timedelta(seconds=1)
LIFE, SKEW = timedelta(minutes=10), timedelta(seconds=5)
NAMES = ("iss", "aud", "sub", "sid", "role", "iat", "exp")


@pytest.fixture
def claims() -> Claims:
    return Claims(uuid4(), uuid4(), "mahasiswa")


@pytest.fixture
def now() -> datetime:
    return clock.now().replace(microsecond=0)


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def payload(**changed: Any) -> dict[str, Any]:
    """What a good token holds."""
    now = clock.now()
    good = {
        "iss": settings().token_issuer,
        "aud": settings().token_audience,
        "sub": str(uuid4()),
        "sid": str(uuid4()),
        "role": "admin",
        "iat": now,
        "exp": now + LIFE,
    }
    return good | changed


def signed(content: dict[str, Any], *, key: Any = None, kid: str | None = None, algorithm: str = "ES256") -> str:
    headers = {} if kid == "" else {"kid": kid or signing_key().id}
    return jwt.encode(content, key or signing_key().key, algorithm=algorithm, headers=headers)


def test_a_token_says_whose_it_is_in_which_session_and_role(claims: Claims) -> None:
    assert verify(issue(claims)) == claims


def test_a_token_is_signed_by_the_key_that_it_names_and_is_like_no_other(claims: Claims) -> None:
    first, second = issue(claims), issue(claims)
    assert jwt.get_unverified_header(first) == {"alg": "ES256", "typ": "JWT", "kid": signing_key().id}
    one, other = (jwt.decode(token, options={"verify_signature": False})["jti"] for token in (first, second))
    assert UUID(one) != UUID(other)


def test_a_token_lives_ten_minutes_and_what_clocks_may_differ(claims: Claims, now: datetime) -> None:
    with at(now):
        token = issue(claims)
    with at(now + LIFE + SKEW - SECOND):
        assert verify(token) == claims
    with at(now + LIFE + SKEW + SECOND), pytest.raises(SessionEnded):
        verify(token)


def test_a_token_of_a_clock_that_is_ahead_is_good_for_as_much(claims: Claims, now: datetime) -> None:
    with at(now):
        token = issue(claims)
    with at(now - SKEW + SECOND):
        assert verify(token) == claims
    with at(now - SKEW - SECOND), pytest.raises(Unauthenticated):
        verify(token)


def test_what_a_token_is_made_of_is_known(now: datetime) -> None:
    with at(now):
        good = payload()
        assert verify(signed(good)) == Claims(UUID(good["sub"]), UUID(good["sid"]), "admin")


@pytest.mark.parametrize("name", NAMES)
def test_a_token_that_lacks_a_claim_is_refused(name: str) -> None:
    content = payload()
    del content[name]
    with pytest.raises(Unauthenticated):
        verify(signed(content))


@pytest.mark.parametrize(
    "changed", [{"iss": "https://lain"}, {"aud": "lain"}, {"sub": "bukan-id"}, {"sid": "bukan-id"}, {"sid": None}]
)
def test_a_token_for_something_else_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated):
        verify(signed(payload(**changed)))


def test_a_token_of_a_key_that_is_not_published_is_refused() -> None:
    foreign = jwt.PyJWK(new_key(signing_key().id)).key
    for key, kid in ((foreign, None), (foreign, "asing"), (None, "asing"), (None, "")):
        with pytest.raises(Unauthenticated):
            verify(signed(payload(), key=key, kid=kid))


def test_a_token_signed_in_another_way_is_refused() -> None:
    with pytest.raises(Unauthenticated):
        verify(signed(payload(), key="kunci-simetris-yang-panjangnya-cukup", algorithm="HS256"))


@pytest.mark.parametrize("text", ["", "a", "a.b.c", "e30.e30.", "🔑"])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(Unauthenticated):
        verify(text)


def test_every_published_key_verifies(claims: Claims) -> None:
    assert signing_key().id in public_keys()
    assert len(public_keys()) == 2
