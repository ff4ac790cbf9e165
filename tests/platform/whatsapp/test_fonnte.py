"""Fonnte: what is asked of it, and what each of its answers means."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import pytest

from common.platform.outside import Alarm, Outage, OutsideFault, Permanent, Retry
from common.platform.whatsapp.fonnte import Fonnte

TAKEN = {"detail": "success! message in queue", "id": ["80367170"], "process": "pending", "status": True}


@pytest.fixture
def fonnte(provider: Any) -> Fonnte:
    return Fonnte(provider.url, "t0ken", 2.0)


def send(fonnte: Fonnte, to: str = "+6281234567890") -> str:
    return fonnte.send(to, "Selamat & sukses,\nBudi 🎉", "pendaftaran_diterima", ("Budi",), "id")


def test_the_text_is_sent_as_a_form(provider: Any, fonnte: Fonnte) -> None:
    provider.answers(200, TAKEN)
    assert send(fonnte) == "80367170"
    ((path, headers, body),) = provider.asked
    assert (path, headers["Authorization"]) == ("/send", "t0ken")
    assert parse_qs(body) == {
        "target": ["6281234567890"],
        "message": ["Selamat & sukses,\nBudi 🎉"],
        "countryCode": ["0"],
    }


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        ({"status": False, "reason": "token invalid"}, Alarm, "menolak token"),
        ({"Status": False, "Reason": "Token Invalid"}, Alarm, "menolak token"),
        ({"status": False, "reason": "unknown token"}, Alarm, "menolak token"),
        ({"status": False, "reason": "insufficient quota"}, Alarm, "kuota Fonnte habis"),
        ({"status": False, "reason": "target invalid"}, Permanent, "nomor tidak terdaftar"),
        ({"status": False, "reason": "input invalid"}, Retry, "Fonnte menolak: input invalid"),
        ({"status": False, "reason": "request invalid on disconnected device"}, Outage, "disconnected device"),
        ({"STATUS": False}, Retry, r"Fonnte menolak: \?"),
        ({"status": False, "reason": "{x}" * 100}, Retry, "Fonnte menolak"),
        ({"detail": "who knows"}, Retry, "HTTP 200"),
        ([], Retry, "HTTP 200"),
        (b"<html>", Retry, "HTTP 200"),
    ],
)
def test_refusals_come_with_status_200_and_are_sorted(
    provider: Any, fonnte: Fonnte, body: Any, kind: type[OutsideFault], reason: str
) -> None:
    provider.answers(200, body)
    with pytest.raises(kind, match=reason) as raised:
        send(fonnte)
    assert type(raised.value) is kind


def test_a_refusal_of_a_server_that_is_down_is_an_outage(provider: Any, fonnte: Fonnte) -> None:
    provider.answers(503, {"status": False, "reason": "service unavailable"})
    with pytest.raises(Outage):
        send(fonnte)


@pytest.mark.parametrize(("status", "kind"), [(429, Outage), (500, Outage), (503, Outage), (401, Alarm)])
def test_an_answer_without_a_body_is_sorted_by_its_status(
    provider: Any, fonnte: Fonnte, status: int, kind: type[OutsideFault]
) -> None:
    provider.answers(status)
    with pytest.raises(kind):
        send(fonnte)


def test_one_number_cannot_be_made_into_two(provider: Any, fonnte: Fonnte) -> None:
    with pytest.raises(Permanent):
        send(fonnte, "+6281234567890,6281234567891")
    assert provider.asked == []
