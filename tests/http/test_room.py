"""What many strangers ask for at once leaves threads to the others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

import pytest

from common.http.call import Call
from common.platform.auth import PUBLIC
from tests.http.requests import endpoint, made_up


def test_one_more_than_there_is_room_for_is_answered_busy_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go_on = Semaphore(0), Event()

    def slow(call: Call) -> None:
        inside.release()
        assert go_on.wait(30)

    def quick(call: Call) -> None: ...

    def fails(call: Call) -> None:
        raise RuntimeError

    narrow = endpoint(slow, PUBLIC, path="/v1/slow", status=204, most_at_once=2)
    broken = endpoint(fails, PUBLIC, path="/v1/broken", most_at_once=1)
    client: Any = made_up(
        monkeypatch, narrow, broken, endpoint(quick, PUBLIC, path="/v1/quick", status=204), database=False
    )
    with ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(client.post, "/v1/slow") for _ in range(2)]
        for _ in waiting:
            assert inside.acquire(timeout=30)
        refused = client.post("/v1/slow")
        assert (refused.status_code, refused.json["code"], refused.headers["Retry-After"]) == (503, "busy", "2")
        assert client.post("/v1/quick").status_code == 204
        go_on.set()
        assert [one.result().status_code for one in waiting] == [204, 204]
    assert client.post("/v1/slow").status_code == 204
    assert [client.post("/v1/broken").status_code for _ in range(2)] == [500, 500], "a fault gives its place back"


def test_a_request_takes_its_place_by_the_first_share_that_has_one_left(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go_on = Semaphore(0), Event()

    def slow(call: Call) -> None:
        inside.release()
        assert go_on.wait(30)

    def shares(call: Call[Any]) -> list[dict[str, int]]:
        who = call.user_agent
        return [{f"own {who}": 1, "owners": 1}, {"others": 1}]

    narrow = endpoint(slow, PUBLIC, path="/v1/slow", status=204, most_at_once=3, shares=shares)
    client: Any = made_up(monkeypatch, narrow, database=False)

    def ask(who: str) -> Any:
        return client.post("/v1/slow", headers={"User-Agent": who})

    with ThreadPoolExecutor(2) as threads:
        waiting = []
        for who in "aa":
            waiting.append(threads.submit(ask, who))
            assert inside.acquire(timeout=30)
        assert [ask(who).status_code for who in "ab"] == [503, 503], "a place is left, but not by any share"
        go_on.set()
        assert [one.result().status_code for one in waiting] == [204, 204]
    assert ask("b").status_code == 204
