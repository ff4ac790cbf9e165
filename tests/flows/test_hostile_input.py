"""What nobody types by mistake: refused as input, and nothing else suffers from it."""

from __future__ import annotations

import pytest
import requests

from common.platform.cursors import cursor
from tests.client import PASSWORD, Portal
from tests.uat.cast import vacancy_form

HALF_A_PAIR = "\ud800"


def raw(portal: Portal, method: str, path: str, body: bytes = b"", token: str = "") -> requests.Response:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    address = portal.url.replace("localhost", "127.0.0.1") + path
    return requests.request(method, address, data=body, headers=headers, timeout=30)


@pytest.mark.parametrize("field", ["number", "password"])
def test_half_a_surrogate_pair_is_refused_and_the_next_one_signs_in(portal: Portal, field: str) -> None:
    person = portal.new("mahasiswa")
    for _ in range(20):
        sent = {"number": person.number, "password": PASSWORD} | {field: HALF_A_PAIR}
        assert field in portal.call("sign_in", json=sent, expect=422).fields
    portal.as_(person).call("current_session")


def test_a_connection_on_which_an_encoding_failed_is_not_used_again(portal: Portal) -> None:
    from sqlalchemy import select, text

    from common.platform.db import transaction

    for _ in range(20):
        with pytest.raises(UnicodeEncodeError), transaction() as db:
            db.execute(select(text("CAST(:word AS text)")), {"word": HALF_A_PAIR})
        with transaction() as db:
            assert db.scalar(text("SELECT 41 + 1")) == 42


@pytest.mark.parametrize(
    "query",
    [
        f"after={cursor('0001-01-01T00:00:00+14:00', '11111111-1111-1111-1111-111111111111')}",
        f"after={cursor('9999-12-31T23:59:59-12:00', '11111111-1111-1111-1111-111111111111')}",
        "after=bukan-penanda",
        "limit=" + "9" * 4400,
        "limit=-1",
        "search=%00",
    ],
)
def test_a_made_up_query_is_a_field_error(portal: Portal, query: str) -> None:
    answer = raw(portal, "GET", f"/v1/vacancies?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_a_body_nested_beyond_reason_is_malformed(portal: Portal) -> None:
    answer = raw(portal, "POST", "/v1/session", b'{"number":' + b"[" * 200_000 + b"]" * 200_000 + b"}")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_request")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-07:00", "1999-12-31T00:00:00Z"])
def test_a_moment_beyond_the_calendar_is_a_field_error(portal: Portal, moment: str) -> None:
    lecturer = portal.as_(portal.new("dosen"))
    assert "opens_at" in lecturer.call("publish_vacancy", json=vacancy_form(opens_at=moment), expect=422).fields


def test_the_same_pamphlet_is_not_used_twice(portal: Portal) -> None:
    from tests import samples

    lecturer = portal.as_(portal.new("dosen"))
    pamphlet = lecturer.upload("pamflet", samples.pdf("Lowongan"), "application/pdf")
    lecturer.call("publish_vacancy", json=vacancy_form(pamphlet_id=pamphlet))
    refused = lecturer.call("publish_vacancy", json=vacancy_form(pamphlet_id=pamphlet), expect=409)
    assert (refused.code, list(refused.fields)) == ("pamphlet_in_use", ["pamphlet_id"])


def test_who_has_signed_out_hears_that_before_anything_about_the_form(portal: Portal) -> None:
    lecturer = portal.as_(portal.new("dosen"))
    lecturer.call("sign_out")
    assert lecturer.call("publish_vacancy", json={"salah": 1}, expect=401).code == "session_ended"
