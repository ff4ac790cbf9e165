"""A refusal is recorded, and what is decided is one transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from common.domain.audit.tables import audit_log
from common.domain.people.sessions import open_session
from common.domain.people.tables import people
from common.http.call import Call, Json
from common.platform.auth import ANY_SESSION, PUBLIC, Role
from common.platform.auth.tokens import Claims, verify
from common.platform.db import transaction
from common.platform.errors import Conflict, Forbidden, NotFound
from tests import factories as make
from tests.bystanders import own
from tests.http.requests import bearer, endpoint, made_up

pytestmark = pytest.mark.usefixtures("committed")
FROM = {"X-Forwarded-For": "203.0.113.7", "X-Request-Id": "r-1"}
ADMIN = {Role.ADMIN}


def signed_in(role: str, roles: tuple[str, ...] = ()) -> Claims:
    with transaction() as db:
        owner = make.person(db, Role(role))
        return verify(open_session(db, owner.id, roles or (role,)).access_token)


def traces(claims: Claims) -> list[Any]:
    with transaction() as db:
        return list(db.execute(own(audit_log).where(audit_log.c.actor_id == claims.person_id)).all())


def headers(claims: Claims) -> dict[str, str]:
    return bearer("", claims) | FROM


def refuse(call: Call) -> None:
    make.student(call.db, name="Tidak Jadi")
    raise Forbidden()


def count_chairs(call: Call) -> dict[str, Any]:
    return {}


@pytest.mark.parametrize(("role", "handler"), [("mahasiswa", count_chairs), ("admin", refuse)])
def test_a_refused_access_leaves_who_wanted_what_from_where(
    monkeypatch: pytest.MonkeyPatch, role: str, handler: Any
) -> None:
    claims = signed_in(role)
    client = made_up(monkeypatch, endpoint(handler, ADMIN))
    assert client.post("/v1/chairs", headers=headers(claims)).status_code == 403
    [line] = traces(claims)
    operation = {"count_chairs": "countChairs", "refuse": "refuse"}[handler.__name__]
    assert (line.action, line.subject_type, line.subject_id) == ("refused.forbidden", "operation", operation)
    assert (line.actor_role, line.ip, line.request_id) == (role, "203.0.113.7", "r-1")
    assert (line.old, line.new, line.reason) == (None, None, None)
    assert names("Tidak Jadi") == []


def names(name: str) -> list[UUID]:
    with transaction() as db:
        return list(db.scalars(own(people, people.c.id).where(people.c.name == name)).all())


def test_what_is_not_found_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(call: Call) -> None:
        raise NotFound()

    claims = signed_in("admin")
    client = made_up(monkeypatch, endpoint(look, ADMIN))
    assert client.post("/v1/chairs", headers=headers(claims)).status_code == 404
    assert traces(claims) == []


def test_a_refusal_undoes_what_was_written_when_raised_and_keeps_it_when_returned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def throw(call: Call) -> None:
        make.student(call.db, name="Dibatalkan")
        raise Conflict()

    def give(call: Call) -> Conflict:
        make.student(call.db, name="Disimpan")
        return Conflict()

    client = made_up(monkeypatch, endpoint(throw, PUBLIC), endpoint(give, PUBLIC, path="/v1/tables"))
    for path in ("/v1/chairs", "/v1/tables"):
        refused = client.post(path)
        assert (refused.status_code, refused.get_json(force=True)["code"]) == (409, "conflict")
    assert (len(names("Dibatalkan")), len(names("Disimpan"))) == (0, 1)


def test_what_is_given_as_a_function_is_asked_after_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    def add(call: Call) -> Any:
        made = make.student(call.db, name="Sudah Ada")
        return lambda: Json(f'"{[made.id] == names("Sudah Ada")}"')

    client = made_up(monkeypatch, endpoint(add, PUBLIC, returns="application/json"))
    assert client.post("/v1/chairs").get_json() == "True"


def test_the_actor_is_asked_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def look(call: Call) -> None:
        seen.append(call.actor)

    claims = signed_in("admin")
    client = made_up(monkeypatch, endpoint(look, ADMIN, status=204), endpoint(look, PUBLIC, path="/v1/all"))
    client.post("/v1/chairs", headers=headers(claims))
    client.post("/v1/all", headers=FROM)
    known, public = seen
    assert (known.id, known.session_id) == (claims.person_id, claims.session_id)
    assert known.name.startswith("Orang")
    assert (known.ip, known.request_id, public.ip, public.request_id) == ("203.0.113.7", "r-1") * 2
    assert (public.id, public.role) == (None, "publik")


def test_an_aslab_without_a_contract_is_let_in_only_where_every_session_is(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = signed_in("mahasiswa", ("aslab",))
    operations = (endpoint(count_chairs, {Role.ASLAB}), endpoint(count_chairs, ANY_SESSION, path="/v1/own"))
    client = made_up(monkeypatch, *operations)
    refused = client.post("/v1/chairs", headers=headers(claims))
    assert (refused.status_code, refused.get_json(force=True)["code"]) == (403, "aslab_access_ended")
    assert client.post("/v1/own", headers=headers(claims)).status_code == 200


@pytest.mark.parametrize(("key", "made"), [({}, 2), ({"Idempotency-Key": "kunci-1"}, 1)])
def test_what_is_made_after_the_commit_is_made_before_it_where_it_is_kept(
    monkeypatch: pytest.MonkeyPatch, key: dict[str, str], made: int
) -> None:
    """A key keeps the answer in the decision's own transaction."""
    open_then: list[bool] = []

    def sign(call: Call) -> Any:
        def answer() -> Json:
            open_then.append(call.db.in_transaction())
            return Json(len(open_then))

        return answer

    client = made_up(monkeypatch, endpoint(sign, ADMIN, returns="application/json"))
    sent = headers(signed_in("admin")) | key
    assert [client.post("/v1/chairs", headers=sent).text for _ in range(2)] == ["1", str(made)]
    assert open_then == ([True] if key else [False, False])
