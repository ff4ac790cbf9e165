"""A certificate as an Open Badges credential, read by a library that finds the key at the campus's address."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
import time_machine
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from sqlalchemy import Connection

from common.domain.certificates import actions, badges
from common.domain.certificates.errors import NoCredentials
from common.domain.certificates.queries import check
from common.platform import clock
from common.platform.auth import Actor
from common.platform.auth.keys import new_key
from common.platform.db import transaction
from common.platform.settings import settings
from tests import factories as make
from tests.client import Answer, Portal
from tests.domain.certificates.conftest import deserved, row

PORTAL = "https://aslab.kampus.test"
DID = "did:web:aslab.kampus.test:v1:issuer"
Configure = Callable[..., None]


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    def configure(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()

    keys = json.dumps({"keys": [new_key("baru"), new_key("lama")]})
    configure(PORTAL_URL=PORTAL, BADGE_KEYS=keys)
    yield configure
    monkeypatch.undo()
    settings.cache_clear()


def issued(db: Connection, admin: Actor, **values: Any) -> Any:
    return row(db, actions.issue(db, admin, deserved(db, **values).id))


def verified(db: Connection, token: bytes, *, now: bytes | None = None) -> Any:
    """By the campus's address alone: what is not there cannot be fetched."""

    def download(address: str, *_: Any, **__: Any) -> bytes:
        if address == f"{PORTAL}/v1/issuer/did.json":
            return badges.did_document()
        assert address.startswith(f"{PORTAL}/v1/issuer/status/")
        return now or badges.status_list(db, address.rsplit("/", 1)[1])

    verifier = OB3Verifier.for_issuer_did(DID, download=download)
    return verifier.verify(token.decode(), check_status=True, download=download)


def test_a_verifier_reads_what_the_check_page_says(db: Connection, admin: Actor, configured: Configure) -> None:
    student = make.student(db, name="Siti Nurhaliza", number="2021001")
    made = issued(db, admin, student=student)
    token, shown = badges.credential(db, made.code.lower()), check(db, made.code)
    found = verified(db, token)
    assert (found.id, found.issuer.id, found.issuer.name) == (
        f"{PORTAL}/sertifikat/{made.code}",
        DID,
        settings().campus_name,
    )
    assert found.issuance_date == made.issued_at.replace(microsecond=0)
    assert found.achievement.name == f"Asisten Laboratorium {shown['course']}"
    assert [one.identity_hash for one in found.identifiers] == ["Siti Nurhaliza"]
    told = json.dumps(jwt.decode(token, options={"verify_signature": False}))
    assert [one for one in (student.number, student.email, student.whatsapp, str(student.id)) if one in told] == []
    assert jwt.get_unverified_header(token)["kid"] == f"{DID}#baru"


def test_a_changed_one_and_one_of_another_key_are_refused(db: Connection, admin: Actor, configured: Configure) -> None:
    token = badges.credential(db, issued(db, admin).code)
    head, body, signature = token.split(b".")
    changed = b".".join([head, body[:-4] + b"AAAA", signature])
    with pytest.raises(OB3VerificationError):
        verified(db, changed)
    configured(BADGE_KEYS=json.dumps({"keys": [new_key("baru")]}))
    with pytest.raises(OB3VerificationError):
        verified(db, token)


def test_after_a_rotation_the_old_key_is_good_for_what_it_signed(
    db: Connection, admin: Actor, configured: Configure
) -> None:
    token, before = badges.credential(db, issued(db, admin).code), json.loads(settings().badge_keys)["keys"]
    configured(BADGE_KEYS=json.dumps({"keys": [new_key("lebih-baru"), *before]}))
    methods = json.loads(badges.did_document())["verificationMethod"]
    assert [set(method["publicKeyJwk"]) for method in methods] == [{"kty", "crv", "x", "y", "alg"}] * 3
    head = jwt.get_unverified_header(badges.credential(db, issued(db, admin).code))
    assert head["kid"] == f"{DID}#lebih-baru"
    OB3Verifier.for_issuer_did(DID, download=lambda *_: badges.did_document()).verify(token.decode())


def test_revoking_sets_the_bit_of_that_one_alone(db: Connection, admin: Actor, configured: Configure) -> None:
    made = [issued(db, admin) for _ in range(10)]
    tokens = [badges.credential(db, one.code) for one in made]
    actions.revoke(db, admin, made[7].id, reason="Salah nama")
    outcomes = []
    for token in tokens:
        try:
            verified(db, token)
            outcomes.append("sah")
        except OB3VerificationError as refused:
            outcomes.append("dicabut" if "revocation" in str(refused) else str(refused))
    assert outcomes == ["sah"] * 7 + ["dicabut"] + ["sah"] * 2


def test_an_old_list_is_refused(db: Connection, admin: Actor, configured: Configure) -> None:
    token = badges.credential(db, issued(db, admin).code)
    with time_machine.travel(clock.now() - timedelta(days=2), tick=False):
        old = badges.status_list(db, str(clock.today().year))
    with pytest.raises(OB3VerificationError):
        verified(db, token, now=old)


@pytest.mark.parametrize("missing", [{"BADGE_KEYS": ""}, {"ALLOWED_ORIGIN": "https://portal.kampus.test"}])
def test_without_a_key_or_a_lasting_address_there_are_none(
    db: Connection, admin: Actor, configured: Configure, missing: dict[str, str]
) -> None:
    made = issued(db, admin)
    assert check(db, made.code)["badge"] is True
    configured(**missing)
    assert check(db, made.code)["badge"] is False
    for ask in (badges.did_document, lambda: badges.credential(db, made.code), lambda: badges.status_list(db, "2026")):
        with pytest.raises(NoCredentials):
            ask()


def test_anybody_gets_it_and_a_revoked_one_is_known_within_a_minute(portal: Portal) -> None:
    admin = portal.new("admin")
    with transaction() as db:
        made = issued(db, make.as_actor(admin))
    assert said(portal.call("take_badge", code=made.code))["jti"].endswith(made.code)
    before = portal.call("list_revoked", year=made.year)
    assert before.response.headers["Cache-Control"] == "public, max-age=30"
    portal.as_(admin).call("revoke_certificate", certificate_id=made.id, json={"reason": "salah"})
    after = portal.call("list_revoked", year=made.year)
    assert said(before)["credentialSubject"] != said(after)["credentialSubject"]
    assert portal.call("list_revoked", year="abad", expect=404).code == "not_found"
    document = portal.call("show_issuer").response
    assert (document.headers["Content-Type"], document.json()["id"]) == ("application/did+json", said(after)["iss"])


def said(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = jwt.decode(answer.response.text, options={"verify_signature": False})
    return found
