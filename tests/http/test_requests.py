"""The life of one request, by functions that are made up."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine

from common.http.call import Call, Json
from common.http.declare import Event, Trigger
from common.ops.local.campus import Campus
from common.platform.auth import ANY_ROLE, PUBLIC, Role
from common.platform.errors import Conflict, Problem, Unavailable
from common.platform.fields import Form, LabelledString
from common.platform.log import log
from common.platform.outside import OUT_OF_REACH, Alarm, Outage, OutsideFault, Permanent, Retry
from common.platform.settings import settings
from common.platform.text import Text
from tests.http.requests import bearer, endpoint, made_up
from tests.http.test_serve import ask

pytestmark = pytest.mark.usefixtures("database")
TRACE = "0af7651916cd43dd8448eb211c80319c"


class Chairs(Form):
    name = LabelledString(Text("Nama", en="Name"))


@pytest.fixture
def lines(setting: Callable[[str, str], None], capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """What the log has gained, as a function writes it."""
    level = log.level
    setting("LOG_LEVEL", "INFO")
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    log.setLevel(level)


def nothing(call: Call) -> None: ...


def test_a_handler_gets_what_the_request_brought(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Call, UUID]] = []

    def put(call: Call, room_id: UUID) -> None:
        seen.append((call, room_id))

    room = uuid4()
    declared = endpoint(put, PUBLIC, path="/v1/rooms/{room_id}", body=Chairs, query=Chairs, status=204)
    client = made_up(monkeypatch, declared, database=False)
    client.set_cookie("aslab_refresh", "rahasia")
    headers = {"Origin": "https://portal.kampus.test", "Accept-Language": "en"}
    client.post(f"/v1/rooms/{room}?name=B", json={"name": "A"}, headers=headers)
    [(call, known)] = seen
    assert (known, call.body, call.query) == (room, {"name": "A"}, {"name": "B"})
    assert (dict(call.cookies), call.origin) == ({"aslab_refresh": "rahasia"}, "https://portal.kampus.test")
    assert (call.language, call.actor.role) == ("en", "publik")
    with pytest.raises(LookupError):
        _ = call.db


@pytest.mark.parametrize("role", list(Role))
def test_a_function_without_a_database_lets_only_the_declared_roles_in(
    monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    client = made_up(monkeypatch, endpoint(nothing, {Role.ADMIN, Role.ASLAB}, status=204), database=False)
    answer = client.post("/v1/chairs", headers=bearer(role))
    assert answer.status_code == (204 if role in {"admin", "aslab"} else 403)


def test_the_inbox_is_closed_to_who_has_not_chosen_a_role(campus: Campus) -> None:
    inbox = ask(campus, "read_inbox")
    refused = inbox.get("/v1/inbox", headers=bearer(Role.UNDECIDED))
    assert (refused.status_code, refused.get_json()["code"]) == (403, "forbidden")
    for role in ANY_ROLE:
        assert inbox.get("/v1/inbox", headers=bearer(role)).status_code == 200


@pytest.mark.parametrize("database", [True, False])
def test_who_may_not_come_in_hears_nothing_of_what_was_sent(monkeypatch: pytest.MonkeyPatch, database: bool) -> None:
    client = made_up(monkeypatch, endpoint(nothing, {Role.ADMIN}, body=Chairs), database=database)
    assert client.post("/v1/chairs", json={}).status_code == 401
    if not database:
        assert client.post("/v1/chairs", json={}, headers=bearer(Role.STUDENT)).status_code == 403
        assert client.post("/v1/chairs", json={}, headers=bearer(Role.ADMIN)).status_code == 422


def test_without_a_database_refusals_and_later_answers_are_given_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def give(call: Call) -> Conflict:
        return Conflict()

    def later(call: Call) -> Any:
        return lambda: Json('"later"')

    declared = endpoint(give, PUBLIC), endpoint(later, PUBLIC, path="/v1/later", returns="application/json")
    client = made_up(monkeypatch, *declared, database=False)
    assert client.post("/v1/chairs").status_code == 409
    assert client.post("/v1/later").get_json() == "later"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/chairs", 405, "method_not_allowed"),
        ("POST", "/v1/chairs/", 404, "not_found"),
        ("POST", "/v1/tables", 404, "not_found"),
        ("POST", "/v1/rooms/bukan-id", 404, "not_found"),
        ("POST", "/v1/codes/A/B", 404, "not_found"),
        ("POST", "/v1/codes/A", 204, ""),
    ],
)
def test_what_is_not_declared_is_not_there(
    monkeypatch: pytest.MonkeyPatch, method: str, path: str, status: int, code: str
) -> None:
    def found(call: Call, **_: Any) -> None: ...

    paths = ("/v1/chairs", "/v1/rooms/{room_id}", "/v1/codes/{code}")
    declared = [endpoint(found, PUBLIC, path=template, status=204) for template in paths]
    answer = made_up(monkeypatch, *declared, database=False).open(path, method=method)
    assert answer.status_code == status
    if code:
        assert answer.get_json(force=True)["code"] == code


def test_a_request_keeps_64_characters_of_its_id_or_gets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    client = made_up(monkeypatch, endpoint(nothing, PUBLIC, status=204), database=False)

    def answered(sent: str) -> str:
        return client.post("/v1/chairs", headers={"X-Request-Id": sent}).headers["X-Request-Id"]

    assert (answered("a" * 64), answered("a" * 65)) == ("a" * 64, "a" * 64)
    assert UUID(hex=answered("")) != UUID(hex=answered(""))


@pytest.mark.parametrize("problem", [Problem, Unavailable])
def test_a_fault_is_logged_with_its_cause_and_the_trace(
    monkeypatch: pytest.MonkeyPatch, lines: Any, problem: type[Problem]
) -> None:
    def fail(call: Call) -> None:
        raise problem from RuntimeError("sebab")

    client = made_up(monkeypatch, endpoint(fail, PUBLIC), database=False)
    answer = client.post("/v1/chairs", headers={"X-Request-Id": "r-1", "X-Cloud-Trace-Context": f"{TRACE}/1"})
    assert answer.status_code == problem.status
    [line] = lines()
    assert (line["severity"], line["message"]) == ("WARNING", f"answered {problem.code}")
    assert (line["function"], line["request_id"]) == ("made_up", "r-1")
    assert line["logging.googleapis.com/trace"].endswith(TRACE)
    assert "sebab" in line["stack_trace"]


@pytest.mark.parametrize(
    ("fault", "severity"), [(Outage, "WARNING"), (Retry, "WARNING"), (Permanent, "WARNING"), (Alarm, "ERROR")]
)
def test_a_fault_outside_is_a_503_and_one_for_the_admin_an_error(
    monkeypatch: pytest.MonkeyPatch, lines: Any, fault: type[OutsideFault], severity: str
) -> None:
    def fail(call: Call) -> None:
        raise fault(OUT_OF_REACH)

    client = made_up(monkeypatch, endpoint(fail, PUBLIC), database=False)
    answer = client.post("/v1/chairs")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.get_json(force=True)["code"] == "unavailable"
    [line] = lines()
    assert (line["severity"], line["message"]) == (severity, f"answered unavailable: {OUT_OF_REACH}")
    assert fault.__name__ in line["stack_trace"]


def test_a_trace_is_taken_from_the_other_header_too(monkeypatch: pytest.MonkeyPatch, lines: Any) -> None:
    def fail(call: Call) -> None:
        raise Unavailable()

    client = made_up(monkeypatch, endpoint(fail, PUBLIC), database=False)
    client.post("/v1/chairs", headers={"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"})
    assert lines()[0]["logging.googleapis.com/trace"].endswith(TRACE)


def test_an_unexpected_fault_is_an_error_in_the_log(monkeypatch: pytest.MonkeyPatch, lines: Any) -> None:
    def fail(call: Call) -> None:
        raise RuntimeError("sebab")

    client = made_up(monkeypatch, endpoint(fail, PUBLIC), database=False)
    assert client.post("/v1/chairs").status_code == 500
    [line] = lines()
    assert (line["severity"], line["message"]) == ("ERROR", "unexpected fault")


def test_a_refusal_is_no_fault(monkeypatch: pytest.MonkeyPatch, lines: Any) -> None:
    client = made_up(monkeypatch, endpoint(nothing, PUBLIC), database=False)
    assert client.post("/v1/tables").status_code == 404
    assert lines() == []


@pytest.fixture
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = create_engine("postgresql+pg8000://nobody@127.0.0.1:9/nothing")
    monkeypatch.setattr(sys.modules["common.platform.db.transaction"], "engine", lambda: nowhere)


@pytest.mark.usefixtures("no_database")
def test_what_strangers_send_wrongly_takes_no_connection(campus: Campus) -> None:
    client = ask(campus, "sign_in")
    assert client.post("/v1/session", json={}).status_code == 422
    assert client.post("/v1/session", json={"number": "1", "password": "a"}).status_code == 503


@pytest.mark.usefixtures("no_database")
def test_a_database_that_is_gone_is_told_as_such(campus: Campus, lines: Any) -> None:
    answer = ask(campus, "browse_vacancies").get("/v1/vacancies")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert [line["message"] for line in lines()] == ["answered unavailable"]


def test_an_event_reaches_its_handler_and_nothing_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Event] = []
    trigger = Trigger("schedule", "0 2 * * *", seen.append)
    client = made_up(monkeypatch, triggers=(trigger,), database=False)
    path = f"/schedule/{trigger.name}"
    assert client.post(path, json={"a": 1}, headers={"X-Request-Id": "r-1"}).status_code == 204
    assert client.post(path, data=b"{").status_code == 204
    for method, wrong in (("GET", path), ("POST", "/schedule/other"), ("POST", f"/upload/{trigger.name}")):
        assert client.open(wrong, method=method).status_code == 404
    assert seen[0] == Event({"a": 1}, "r-1")
    assert (len(seen), seen[1].data) == (2, {})


def test_an_event_that_fails_is_to_be_delivered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(event: Event) -> None:
        raise RuntimeError("sebab")

    client = made_up(monkeypatch, triggers=(Trigger("schedule", "0 2 * * *", fail),), database=False)
    assert client.post("/schedule/fail").status_code == 500


def test_only_an_event_of_the_bucket_that_was_meant_is_handled(monkeypatch: pytest.MonkeyPatch, database: None) -> None:
    events: list[Event] = []
    client = made_up(monkeypatch, triggers=(Trigger("upload", "incoming_bucket", events.append),), database=False)
    meant = settings().incoming_bucket
    for bucket in (settings().private_bucket, None, "", meant):
        assert client.post("/upload/append", json={"bucket": bucket, "name": "a"}).status_code == 204
    assert [event.data["bucket"] for event in events] == [meant]
