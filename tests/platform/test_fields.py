"""What people type, and what is said about it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from marshmallow import ValidationError

from common.platform import fields
from common.platform.fields import Form, flatten
from common.platform.text import Text

LABEL = Text("Isian", en="Field")


def loaded(field: Any, value: Any) -> Any:
    """The loaded value, or the Indonesian sentence of the refusal."""
    try:
        return Form.from_dict({"one": field})().load({"one": value})["one"]  # type: ignore[arg-type]
    except ValidationError as wrong:
        [text] = flatten(wrong.messages)["one"]
        assert text.en != text
        return str(text)


IPK = "IPK harus antara 0,00 dan 4,00"


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        *[("3,45", Decimal("3.45")), ("3.45", Decimal("3.45")), ("4", Decimal("4.00")), (3.5, Decimal("3.50"))],
        *[(wrong, IPK) for wrong in ("4,50", "4,505", "-1", "abc", "NaN", "Infinity", True, [], {})],
        *[(long, "IPK paling banyak dua angka di belakang koma, misalnya 3,45") for long in ("3,457", "3.455", 3.457)],
        *[(empty, "Isian wajib diisi") for empty in (None,)],
    ],
)
def test_an_ipk_takes_comma_or_point(typed: Any, result: Any) -> None:
    assert loaded(fields.Ipk(LABEL), typed) == result


@pytest.mark.parametrize("typed", ["0812-3456-7890", "+62 812 3456 7890", "6281234567890", "0812 3456 7890"])
def test_a_whatsapp_number_becomes_e164(typed: str) -> None:
    assert loaded(fields.WhatsApp(LABEL), typed) == "+6281234567890"


@pytest.mark.parametrize("typed", ["12345", "abc", "08", "+1", "0812345678901234567890", "0717 422145"])
def test_what_is_no_whatsapp_number_is_told_so(typed: str) -> None:
    assert loaded(fields.WhatsApp(LABEL), typed) == "Nomor WhatsApp tidak valid"


@pytest.mark.parametrize("typed", [0, -1, 2.5, 1000, "2", True, None, [1]])
def test_a_quota_is_a_whole_number_in_its_range(typed: Any) -> None:
    refused = loaded(fields.LabelledInteger(Text("Kuota", en="Quota"), least=1, most=100), typed)
    assert refused in ("Kuota harus bilangan bulat 1-100", "Kuota wajib diisi")


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("  Basis  Data ", "Basis Data"),
        ("   ", "Isian wajib diisi"),
        ("x" * 11, "Isian paling banyak 10 huruf"),
        ("a\x00b", "Isian tidak valid"),
        ("a\ud800", "Isian tidak valid"),
        ("\u200b\u200b", "Isian wajib diisi"),
        ("baris\nbaru", "Isian tidak valid"),
        (7, "Isian tidak valid"),
    ],
)
def test_words_are_trimmed_and_bounded(typed: Any, result: str) -> None:
    assert loaded(fields.LabelledString(LABEL, longest=10), typed) == result


def test_a_moment_needs_its_offset_and_becomes_utc() -> None:
    assert loaded(fields.LabelledDateTime(LABEL), "2026-12-01T07:00:00+07:00") == datetime(2026, 12, 1, tzinfo=UTC)
    for wrong in ("2026-12-01T07:00:00", "besok", 5):
        assert loaded(fields.LabelledDateTime(LABEL), wrong) == "Isian tidak valid"


@pytest.mark.parametrize("typed", ["a@b", "tanpa-at", "a b@c.id", "@c.id"])
def test_a_malformed_address_is_told_so(typed: str) -> None:
    assert loaded(fields.Email(LABEL), typed) == "Format email tidak valid"


def test_nested_faults_are_named_by_their_path() -> None:
    inner = Form.from_dict({"name": fields.LabelledString(LABEL)})
    form = Form.from_dict({"many": fields.LabelledList(inner, LABEL, least=1)})()  # type: ignore[arg-type]
    with pytest.raises(ValidationError) as wrong:
        form.load({"many": [{"name": "ada"}, {"name": ""}]})
    assert list(flatten(wrong.value.messages)) == ["many.1.name"]
