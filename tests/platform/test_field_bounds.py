"""Fields at their bounds: the last value that is taken and the first that is not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import uuid4

import pytest
from marshmallow import ValidationError

from common.platform import fields
from common.platform.fields import Form, flatten, require
from common.platform.text import Text
from tests.platform.test_fields import loaded

LABEL = Text("Isian", en="Field")
MISSING, WRONG = "Isian wajib diisi", "Isian tidak valid"


class Colour(StrEnum):
    RED = "merah"
    BLUE = "biru"


def test_an_ipk_goes_from_0_to_4_with_two_digits() -> None:
    for typed, ipk in (("0", "0.00"), ("4,00", "4.00"), ("3,450", "3.45"), (0, "0.00")):
        taken = loaded(fields.Ipk(LABEL), typed)
        assert (taken, str(taken)) == (Decimal(ipk), ipk)
    for typed in ("-0,01", "4,01", "", False):
        assert loaded(fields.Ipk(LABEL), typed) == "IPK harus antara 0,00 dan 4,00"
    assert loaded(fields.Ipk(LABEL), "3,451") == "IPK paling banyak dua angka di belakang koma, misalnya 3,45"


def test_a_whole_number_goes_from_least_to_most() -> None:
    field = fields.LabelledInteger(LABEL, least=2, most=4)
    assert [loaded(field, typed) for typed in (2, 3, 4)] == [2, 3, 4]
    for typed in (1, 5, "3", 3.0, False):
        assert loaded(field, typed) == "Isian harus bilangan bulat 2-4"


def test_a_whole_number_of_a_query_is_written_in_digits() -> None:
    field = fields.LabelledInteger(LABEL, least=0, most=10**9, in_query=True)
    assert [loaded(field, typed) for typed in ("0", "007", "999999999", 5)] == [0, 7, 999_999_999, 5]
    for typed in ("1000000000", "-1", "+1", "1.0", "٣", "", True):
        assert loaded(field, typed) == "Isian harus bilangan bulat 0-1000000000"


def test_a_moment_and_a_day_lie_in_this_century() -> None:
    first, last = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 12, 31, tzinfo=UTC)
    for moment in (first, last):
        assert loaded(fields.LabelledDateTime(LABEL), moment.isoformat()) == moment
        assert loaded(fields.LabelledDate(LABEL), moment.date().isoformat()) == moment.date()
    for year in (1999, 2101):
        assert loaded(fields.LabelledDateTime(LABEL), datetime(year, 6, 1, tzinfo=UTC).isoformat()) == WRONG
        assert loaded(fields.LabelledDate(LABEL), date(year, 6, 1).isoformat()) == WRONG
    for typed in ("29-11-2026", "2026-02-30", 5):
        assert loaded(fields.LabelledDate(LABEL), typed) == WRONG


@pytest.mark.parametrize(("in_query", "good"), [(False, [True, False]), (True, ["true", "false"])])
def test_a_flag_is_true_or_false_and_nothing_like_it(in_query: bool, good: list[Any]) -> None:
    field = fields.LabelledBoolean(LABEL, in_query=in_query)
    assert [loaded(field, typed) for typed in good] == [True, False]
    for typed in (0, 1, "1", "0", "yes", "True", "", [], *({"true", "false"} - set(good))):
        assert loaded(field, typed) == WRONG


def test_several_are_from_least_to_most() -> None:
    field = fields.LabelledList(fields.LabelledInteger(LABEL, least=1, most=9), LABEL, least=1, most=3)
    assert [loaded(field, typed) for typed in ([1], [1, 2, 3])] == [[1], [1, 2, 3]]
    for typed in ([], [1, 2, 3, 4]):
        assert loaded(field, typed) == "Isian: 1-3 isian"
    assert loaded(field, "123") == WRONG
    usual = fields.LabelledList(fields.LabelledInteger(LABEL, least=1, most=9), LABEL)
    assert [len(loaded(usual, [1] * count)) for count in (0, 100)] == [0, 100]
    assert loaded(usual, [1] * 101) == "Isian: 0-100 isian"


def test_words_are_as_long_as_they_may_be() -> None:
    assert loaded(fields.LabelledString(LABEL, longest=5), " abcde ") == "abcde"
    assert loaded(fields.LabelledString(LABEL, longest=5), "abcdef") == "Isian paling banyak 5 huruf"
    assert loaded(fields.LabelledString(LABEL), "x" * 200) == "x" * 200
    assert loaded(fields.LabelledString(LABEL), "x" * 201) == "Isian paling banyak 200 huruf"


def test_lines_are_kept_where_they_are_asked_for() -> None:
    field = fields.LabelledString(LABEL, lines=True)
    assert loaded(field, "satu\n\tdua\r\ntiga") == "satu\n\tdua\r\ntiga"
    assert loaded(field, "a\x00b") == WRONG


@pytest.mark.parametrize("empty", ["", "  ", "\u200b", "\u2028", "\u00a0"])
def test_what_cannot_be_read_is_nothing(empty: str) -> None:
    assert loaded(fields.LabelledString(LABEL), empty) == MISSING
    assert loaded(fields.LabelledString(LABEL, optional=True), empty) is None


def test_a_secret_is_taken_to_the_letter() -> None:
    for typed in (" a ", "\x00", "x" * 1000):
        assert loaded(fields.LabelledPassword(LABEL), typed) == typed
    assert loaded(fields.LabelledPassword(LABEL), "") == MISSING
    for typed in ("x" * 1001, "\ud800", 7):
        assert loaded(fields.LabelledPassword(LABEL), typed) == WRONG


def test_an_address_is_in_lower_case_and_at_most_254_long() -> None:
    assert loaded(fields.Email(LABEL), " Siti@Kampus.TEST ") == "siti@kampus.test"
    longest = f"{'a' * 50}@{'.'.join(['b' * 50] * 3)}.{'c' * 46}.id"
    assert len(longest) < 254
    assert loaded(fields.Email(LABEL), longest) == longest
    assert loaded(fields.Email(LABEL), "a" * 255) == "Isian paling banyak 254 huruf"


def test_a_number_of_another_country_is_one_too_if_it_is_mobile() -> None:
    assert loaded(fields.WhatsApp(LABEL), "+65 8123 4567") == "+6581234567"
    assert loaded(fields.WhatsApp(LABEL), "+1 201 555 0123") == "+12015550123"
    assert loaded(fields.WhatsApp(LABEL), "+65 6123 4567") == "Nomor WhatsApp tidak valid"
    assert loaded(fields.WhatsApp(LABEL, optional=True), " ") is None
    assert loaded(fields.WhatsApp(LABEL), "0" * 31) == "Isian paling banyak 30 huruf"


@pytest.mark.parametrize("among", [Colour, ("merah", "biru")])
def test_a_choice_is_one_of_the_words(among: Any) -> None:
    field = fields.Choice(LABEL, among)
    assert [loaded(field, typed) for typed in ("merah", " biru ")] == ["merah", "biru"]
    assert [loaded(field, typed) for typed in ("Merah", "hijau", 1)] == [WRONG] * 3


def test_an_id_is_one() -> None:
    key = uuid4()
    assert loaded(fields.Id(LABEL), str(key)) == key
    assert loaded(fields.Id(LABEL), "bukan-id") == WRONG


@pytest.mark.parametrize(
    ("settings", "absent", "null"),
    [
        ({}, MISSING, MISSING),
        ({"left_out": True}, {}, MISSING),
        ({"optional": True}, {}, {"one": None}),
        ({"load_default": "A"}, {"one": "A"}, MISSING),
        ({"optional": True, "load_default": "A"}, {"one": "A"}, {"one": None}),
        ({"missing": Text("Pilih satu", en="Choose one")}, "Pilih satu", "Pilih satu"),
    ],
)
def test_what_may_be_left_out_and_what_may_be_null(settings: dict[str, Any], absent: Any, null: Any) -> None:
    def loaded(sent: dict[str, Any]) -> Any:
        try:
            return Form.from_dict({"one": fields.LabelledString(LABEL, **settings)})().load(sent)
        except ValidationError as wrong:
            [text] = flatten(wrong.messages)["one"]
            return str(text)

    assert (loaded({}), loaded({"one": None})) == (absent, null)


def test_a_form_names_what_it_does_not_know_and_what_is_none() -> None:
    form = Form.from_dict({"one": fields.LabelledString(LABEL)})()
    for sent, code in (({"one": "a", "two": 1}, "unknown_field"), ([], "not_an_object")):
        with pytest.raises(ValidationError) as wrong:
            form.load(sent)  # type: ignore[arg-type]
        assert [text.code for texts in flatten(wrong.value.messages).values() for text in texts] == [code]


def test_a_rule_over_several_fields_is_told_at_one() -> None:
    require(True, "one", LABEL)
    for message in (LABEL, lambda: LABEL):
        with pytest.raises(ValidationError) as wrong:
            require(False, "one", message)
        assert wrong.value.messages == {"one": [LABEL]}


def test_faults_are_gathered_by_their_path() -> None:
    messages = {"_schema": ["a"], "many": {0: {"name": [LABEL]}, 2: {"_schema": ["b"]}}}
    found = flatten(messages)
    assert {path: [(str(text), text.en) for text in texts] for path, texts in found.items()} == {
        "": [("a", "a")],
        "many.0.name": [("Isian", "Field")],
        "many.2": [("b", "b")],
    }


def test_refusals_say_their_code_in_both_languages() -> None:
    assert (fields.required(LABEL).code, fields.required(LABEL).en) == ("required", "Field is required")
    assert (fields.not_valid(LABEL).code, fields.not_valid(LABEL).en) == ("not_valid", "Field is not valid")
