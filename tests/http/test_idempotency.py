"""Which requests are one: by person and key, for a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Request, Response
from sqlalchemy import Connection

from common.http.declare import Endpoint
from common.http.idempotency import forget_old_keys, remember, replayed
from common.http.load import read
from common.http.tables import idempotency_keys
from common.platform import clock
from common.platform.auth import PUBLIC, Actor, Role
from common.platform.db import transaction
from common.platform.errors import IdempotencyKeyReused, Malformed, RequestInProgress
from common.platform.fields import Form, LabelledInteger
from common.platform.text import Text
from tests.bystanders import own
from tests.http.requests import endpoint, request

SECOND = timedelta(seconds=1)
ADMIN = {Role.ADMIN}


def handler() -> None: ...


class Chairs(Form):
    a = LabelledInteger(Text("Kursi", en="Chairs"), least=0, most=9, load_default=0)


PUT_CHAIRS = endpoint(handler, ADMIN, body=Chairs)
REPLAYED = "Idempotent-Replayed"


class Work:
    """Answers with how often it was done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> Response:
        self.done += 1
        return Response(f'{{"done": {self.done}}}', status=201, content_type="application/json")


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
def admin() -> Actor:
    return Actor(uuid4(), "admin")


def post(key: str = "kunci-1", **more: Any) -> Request:
    sent = {"data": b"{}", "content_type": "application/json"} | more
    return request(headers={"Idempotency-Key": key}, **sent)


def ask(db: Connection, actor: Actor, sent: Request, work: Any, to: Endpoint = PUT_CHAIRS) -> Response:
    form = read(to, sent)
    form.require()
    return replayed(db, actor, form.key) or remember(db, actor, form.key, work())


def test_the_same_post_again_gets_the_same_answer(db: Connection, admin: Actor, work: Work) -> None:
    first, again = ask(db, admin, post(), work), ask(db, admin, post(), work)
    assert (work.done, first.get_data(), again.get_data()) == (1, b'{"done": 1}', b'{"done": 1}')
    assert (again.status_code, again.content_type) == (201, "application/json")
    assert (first.headers.get(REPLAYED), again.headers.get(REPLAYED)) == (None, "true")


def test_each_key_of_a_person_has_its_own_answer(db: Connection, admin: Actor, work: Work) -> None:
    for key in ("kunci-1", "kunci-2", "kunci-1", "kunci-2"):
        last = ask(db, admin, post(key), work)
    assert (work.done, last.get_data()) == (2, b'{"done": 2}')


def test_the_same_key_of_another_person_is_another_one(db: Connection, admin: Actor, work: Work) -> None:
    other = Actor(uuid4(), "admin")
    for actor in (admin, other, admin, other):
        last = ask(db, actor, post(), work)
    assert (work.done, last.get_data()) == (2, b'{"done": 2}')


def test_bytes_that_an_endpoint_does_not_read_make_no_difference(db: Connection, admin: Actor, work: Work) -> None:
    bodiless = endpoint(handler, ADMIN)
    for data in (b"{}", b"{ }", b"x" * 2_000_000):
        last = ask(db, admin, post(data=data), work, bodiless)
    assert (work.done, last.get_data()) == (1, b'{"done": 1}')


@pytest.mark.parametrize("changed", [{"data": b'{"a": 1}'}, {"path": "/v1/tables"}, {"method": "PUT"}])
def test_a_key_that_comes_with_something_else_is_refused(
    db: Connection, admin: Actor, work: Work, changed: dict[str, Any]
) -> None:
    ask(db, admin, post(), work)
    with pytest.raises(IdempotencyKeyReused):
        ask(db, admin, post(**changed), work)
    assert work.done == 1


def test_without_a_key_each_post_is_one(db: Connection, admin: Actor, work: Work) -> None:
    for _ in range(2):
        ask(db, admin, request(data=b"{}", content_type="application/json"), work)
    assert work.done == 2
    mine = idempotency_keys.c.person_id == admin.person_id
    assert db.execute(own(idempotency_keys).where(mine)).all() == []


@pytest.mark.parametrize(
    "to",
    [
        endpoint(handler, ADMIN, "PUT"),
        endpoint(handler, PUBLIC),
        endpoint(handler, ADMIN, hands_out_credentials=True),
        endpoint(handler, ADMIN, repeats_do_no_harm=True),
    ],
    ids=["no post", "public", "credentials", "harmless"],
)
def test_where_no_key_is_taken_each_request_is_one(db: Connection, admin: Actor, work: Work, to: Endpoint) -> None:
    for _ in range(2):
        ask(db, admin, post(), work, to)
    assert work.done == 2


def test_a_key_has_200_characters_at_most(db: Connection, admin: Actor, work: Work) -> None:
    ask(db, admin, post("k" * 200), work)
    with pytest.raises(Malformed):
        ask(db, admin, post("k" * 201), work)
    assert work.done == 1


def test_an_answer_without_content_stays_one(db: Connection, admin: Actor) -> None:
    def nothing() -> Response:
        return Response(status=204, content_type=None)

    first, again = ask(db, admin, post(), nothing), ask(db, admin, post(), nothing)
    assert (again.status_code, again.content_type, again.get_data()) == (204, first.content_type, b"")
    assert again.headers[REPLAYED] == "true"


def test_only_the_same_key_of_the_same_person_waits_for_the_first(db: Connection, admin: Actor, work: Work) -> None:
    with transaction() as running:
        ask(running, admin, post(), work)
        with pytest.raises(RequestInProgress):
            ask(db, admin, post(), work)
        ask(db, admin, post("kunci-2"), work)
        ask(db, Actor(uuid4(), "admin"), post(), work)
        running.rollback()
    ask(db, admin, post(), work)
    assert work.done == 4


def keys(db: Connection, actor: Actor) -> list[str]:
    mine = idempotency_keys.c.person_id == actor.person_id
    return sorted(db.scalars(own(idempotency_keys, idempotency_keys.c.key).where(mine)))


def test_a_key_is_forgotten_after_a_day_and_not_earlier(db: Connection, admin: Actor, work: Work) -> None:
    now, day = clock.now(), timedelta(hours=24)

    def kept(key: str, moment: datetime) -> None:
        with time_machine.travel(moment, tick=False):
            ask(db, admin, post(key), work)

    with time_machine.travel(now, tick=False):
        forget_old_keys(db)
        kept("old", now - day - SECOND)
        kept("young", now - day + SECOND)
        kept("new", now)
        assert forget_old_keys(db) == 1
    assert keys(db, admin) == ["new", "young"]
