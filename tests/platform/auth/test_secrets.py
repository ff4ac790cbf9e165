"""Passwords, one-time secrets, new signing keys, and who acts without any of them."""

from __future__ import annotations

import json
from hashlib import sha256
from uuid import uuid4

import jwt
import pytest

from common.platform.auth import ANY_ROLE, ANY_SESSION, PUBLIC, Actor, Role
from common.platform.auth.keys import new_key, public_half
from common.platform.auth.passwords import hash_password, password_fits
from common.platform.auth.secrets import digest, new_secret

PASSWORD = "kata-sandi-uji"


def test_a_new_hash_is_argon2id_with_19_mib_two_passes_and_one_lane() -> None:
    assert hash_password(PASSWORD).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_fits_its_own_hash_alone() -> None:
    kept = hash_password(PASSWORD)
    assert password_fits(kept, PASSWORD)
    assert not password_fits(kept, PASSWORD + " ")
    assert hash_password(PASSWORD) != kept


def test_a_hash_of_letters_apart_from_their_accents_still_fits() -> None:
    """Forms bring what is typed to composed letters; before, they did not."""
    kept = hash_password("kata-sandi-cafe\u0301")
    assert password_fits(kept, "kata-sandi-caf\u00e9")
    assert not password_fits(kept, "kata-sandi-cafe")


@pytest.mark.parametrize("guess", ["nobody has this password", "", PASSWORD])
def test_no_password_fits_where_there_is_no_hash(guess: str) -> None:
    assert password_fits(None, guess) is False
    assert not password_fits("bukan-hash", guess)


def test_a_secret_has_256_bits_and_is_kept_as_its_digest() -> None:
    first, second = new_secret(), new_secret()
    assert first != second
    assert len(first) == 43
    assert digest(first) == sha256(first.encode()).hexdigest()


def test_a_new_key_signs_and_its_public_half_verifies() -> None:
    key, other = new_key("satu"), new_key("dua")
    assert {name: key[name] for name in ("kid", "use", "alg", "kty", "crv")} == {
        "kid": "satu",
        "use": "sig",
        "alg": "ES256",
        "kty": "EC",
        "crv": "P-256",
    }
    assert key["d"] != other["d"]
    assert json.loads(json.dumps(key)) == key
    token = jwt.encode({"a": 1}, jwt.PyJWK(key).key, algorithm="ES256")
    half = public_half({"keys": [key, other]})["keys"]
    assert [sorted(one) for one in half] == [["alg", "crv", "kid", "kty", "use", "x", "y"]] * 2
    assert jwt.decode(token, jwt.PyJWK(half[0]).key, algorithms=["ES256"]) == {"a": 1}


def test_the_roles_of_people_are_four_and_undecided_is_none_of_them() -> None:
    assert set(ANY_ROLE) == {"mahasiswa", "dosen", "admin", "aslab"}
    assert {Role.UNDECIDED} == ANY_SESSION - ANY_ROLE
    assert set(PUBLIC) == set()


def test_the_public_and_the_system_are_no_person() -> None:
    public, system = Actor.public("10.0.0.9", "r-1"), Actor.system("r-2")
    assert (public.id, public.role, public.ip, public.request_id) == (None, "publik", "10.0.0.9", "r-1")
    assert (system.id, system.role, system.ip, system.request_id) == (None, "sistem", "", "r-2")
    for actor in (public, system):
        with pytest.raises(LookupError):
            _ = actor.person_id
    someone = uuid4()
    assert Actor(someone, "admin").person_id == someone
