"""Meta's Cloud API: what is asked of it, and what each of its codes means."""

from __future__ import annotations

import json
from typing import Any

import pytest

from common.platform.outside import Alarm, Outage, OutsideFault, Permanent, Retry
from common.platform.whatsapp import MissingTemplate
from common.platform.whatsapp.meta import MetaCloud

NUMBER = "+6281234567890"
TAKEN = {"messaging_product": "whatsapp", "messages": [{"id": "wamid.HBgL"}]}


@pytest.fixture
def meta(provider: Any) -> MetaCloud:
    return MetaCloud(provider.url, "v26.0", "1234", "t0ken", 2.0)


def send(meta: MetaCloud, *parameters: str, to: str = NUMBER) -> str:
    return meta.send(to, "teks", "pendaftaran_diterima", parameters, "id")


def error(code: int, **more: Any) -> dict[str, Any]:
    return {"error": {"message": f"(#{code}) ...", "type": "OAuthException", "code": code, **more}}


def test_a_template_is_sent_with_its_parameters_in_its_language(provider: Any, meta: MetaCloud) -> None:
    provider.answers(200, TAKEN)
    assert send(meta, "Budi", "Basis Data\n\t lanjut", "") == "wamid.HBgL"
    ((path, headers, body),) = provider.asked
    assert path == "/v26.0/1234/messages"
    assert headers["Authorization"] == "Bearer t0ken"
    texts = [{"type": "text", "text": text} for text in ("Budi", "Basis Data lanjut", "-")]
    assert json.loads(body) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": NUMBER,
        "type": "template",
        "template": {
            "name": "pendaftaran_diterima",
            "language": {"code": "id"},
            "components": [{"type": "body", "parameters": texts}],
        },
    }


def test_a_template_without_parameters_has_no_components(provider: Any, meta: MetaCloud) -> None:
    provider.answers(200, TAKEN)
    send(meta)
    assert "components" not in json.loads(provider.asked[0][2])["template"]


OUTAGE = [1, 2, 4, 80007, 130429, 131000, 131016, 131057, 133004]
RETRY = [131056, 131051, 132016, 999999]
PERMANENT = [100, 131008, 131009, 131026, 131047, 131049, 132000, *range(132002, 132016)]
ALARM = [0, 3, 10, 33, 190, 200, 250, 299, 368, 131005, 131031, 131042, 131048, 133010]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (code, kind)
        for kind, codes in ((Outage, OUTAGE), (Retry, RETRY), (Permanent, PERMANENT), (Alarm, ALARM))
        for code in codes
    ],
)
def test_each_code_is_sorted_and_named(provider: Any, meta: MetaCloud, code: int, kind: type[OutsideFault]) -> None:
    provider.answers(400, error(code))
    with pytest.raises(kind) as raised:
        send(meta)
    assert type(raised.value) is kind
    assert f"({code})" in raised.value.reason
    assert f"({code})" in raised.value.reason.en


def test_a_template_that_is_not_registered_is_named(provider: Any, meta: MetaCloud) -> None:
    provider.answers(404, error(132001))
    with pytest.raises(MissingTemplate) as raised:
        send(meta)
    assert raised.value.reason == "templat WhatsApp pendaftaran_diterima (id) belum terdaftar di Meta (132001)"
    assert "pendaftaran_diterima (id) is not registered" in raised.value.reason.en


def test_a_number_without_whatsapp_is_said_so(provider: Any, meta: MetaCloud) -> None:
    provider.answers(400, error(131026))
    with pytest.raises(Permanent, match=r"^nomor tidak terdaftar di WhatsApp"):
        send(meta)


def test_a_wrong_phone_id_calls_the_admin_though_its_code_is_that_of_a_wrong_parameter(
    provider: Any, meta: MetaCloud
) -> None:
    provider.answers(400, error(100, error_subcode=33))
    with pytest.raises(Alarm):
        send(meta)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (429, b"", Outage),
        (500, b"", Outage),
        (502, b"<html>Bad gateway</html>", Outage),
        (503, b"{", Outage),
        (400, b"[]", Retry),
        (404, {"error": "no code"}, Retry),
        (200, {"messages": []}, Retry),
        (500, TAKEN, Outage),
        (401, b"", Alarm),
        (403, b"", Alarm),
    ],
)
def test_an_answer_without_a_code_is_sorted_by_its_status(
    provider: Any, meta: MetaCloud, status: int, body: Any, kind: type[OutsideFault]
) -> None:
    provider.answers(status, body)
    with pytest.raises(kind, match=f"HTTP {status}") as raised:
        send(meta)
    assert type(raised.value) is kind


@pytest.mark.parametrize("number", ["081234567890", "+62", "+62812x", "+6281234567890,+6281", "+0812345678", ""])
def test_what_is_no_e164_number_never_leaves(provider: Any, meta: MetaCloud, number: str) -> None:
    with pytest.raises(Permanent, match="nomor WhatsApp tidak valid"):
        send(meta, to=number)
    assert provider.asked == []
