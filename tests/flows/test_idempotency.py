"""The same request twice is one decision."""

from __future__ import annotations

from sqlalchemy import func, select

from common.domain.people.tables import people
from common.http.idempotency import _lock_number
from common.platform.auth.tokens import verify
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal

NEW = {"number": "220001", "name": "Ayu", "role": "mahasiswa", "email": "ayu@kampus.test"}
KEY = {"Idempotency-Key": "kunci-1"}


def test_the_same_key_and_body_give_the_same_answer_again(portal: Portal) -> None:
    admin = portal.as_(portal.new("admin"))
    first = admin.call("add_user", json=NEW, headers=KEY)
    again = admin.call("add_user", json=NEW, headers=KEY)
    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    with transaction() as db:
        assert db.scalar(select(func.count()).where(people.c.number == "220001")) == 1


def test_another_body_under_the_same_key_is_refused(portal: Portal) -> None:
    admin = portal.as_(portal.new("admin"))
    admin.call("add_user", json=NEW, headers=KEY)
    refused = admin.call("add_user", json=NEW | {"name": "Lain"}, headers=KEY, expect=422)
    assert refused.code == "idempotency_key_reused"


def test_a_key_belongs_to_one_person(portal: Portal) -> None:
    portal.as_(portal.new("admin")).call("add_user", json=NEW, headers=KEY)
    other = portal.as_(portal.new("admin"))
    other.call("add_user", json=NEW | {"number": "220002", "email": "b@kampus.test"}, headers=KEY)


def test_a_request_that_still_runs_answers_409_and_when_to_come_back(portal: Portal) -> None:
    admin = portal.as_(portal.new("admin"))
    actor = make.as_actor(type("Row", (), {"id": verify(admin.token).person_id, "role": "", "name": "", "number": ""}))
    with transaction() as running:
        running.execute(select(func.pg_advisory_xact_lock(_lock_number(actor, KEY["Idempotency-Key"]))))
        refused = admin.call("add_user", json=NEW, headers=KEY, expect=409)
    assert (refused.code, refused.headers["Retry-After"]) == ("request_in_progress", "1")
    admin.call("add_user", json=NEW, headers=KEY)


def test_a_refused_request_leaves_its_key_free(portal: Portal) -> None:
    admin = portal.as_(portal.new("admin"))
    admin.call("add_user", json=NEW | {"email": "bukan-email"}, headers=KEY, expect=422)
    admin.call("add_user", json=NEW, headers=KEY)
