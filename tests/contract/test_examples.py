"""Each operation of the API's description has an example that fits its schemas and names nobody."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from common.ops.contract.examples import examples
from tests.contract.documents import Documents, operations, texts
from tests.contract.examples.fitting import JSON, unfit
from tests.contract.examples.harmless import Harmless

OF_A_TEST = re.compile(r"127\.0\.0\.1|localhost|\.test\b|Orang Ke-|@(?!example\.org)|eyJ\w{60}")


def test_every_operation_has_one_that_fits(documents: Documents) -> None:
    assert unfit(documents["openapi"], examples()) == {}, "run: make examples"


def test_the_description_shows_them(documents: Documents) -> None:
    shown = {operation["operationId"]: operation for _, _, operation in operations(documents["openapi"])}
    for name, known in examples().items():
        if "request" in known:
            assert shown[name]["requestBody"]["content"][JSON]["example"] == known["request"]
        if "answer" in known:
            [answered] = [one for status, one in shown[name]["responses"].items() if status.startswith("2")]
            assert answered["content"][JSON]["example"] == known["answer"]


def test_no_example_holds_what_is_somebody_s() -> None:
    found = {name: [text for text in texts(known) if OF_A_TEST.search(text)] for name, known in examples().items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_one_that_is_missing_or_does_not_fit_is_named(documents: Documents) -> None:
    known = {**examples(), "signIn": {**examples()["signIn"], "request": {"number": 1}}}
    del known["listPeriods"]
    wrong = unfit(documents["openapi"], known)
    assert wrong.keys() == {"signIn", "listPeriods"}
    assert wrong["listPeriods"] == "has [], should have ['answer']"
    assert wrong["signIn"].startswith("request at $")


def test_a_message_is_made_harmless_and_keeps_what_belongs_together() -> None:
    one, other = str(uuid4()), str(uuid4())
    sent = {"id": one, "name": "Orang Ke-17", "email": "orang17@kampus.test", "starts_on": "2026-11-30"}
    answered = {
        "ids": [other, one],
        "url": "http://127.0.0.1:4711/berkas?tanda=1",
        "at": "2026-12-02T10:00:00.5+00:00",
        "token": "x" * 40,
        "items": [1, 2, 3],
        "text": "Untuk Orang Ke-18 dan Orang Ke-17",
    }
    harmless = Harmless(sent, answered)
    first = "00000000-0000-4000-8000-000000000001"
    assert harmless.of(sent) == {
        "id": first,
        "name": "Siti Aminah",
        "email": "orang1@example.org",
        "starts_on": "2026-09-01",
    }
    assert harmless.of(answered) == {
        "ids": [first.replace("1", "2"), first],
        "url": "https://aslab.example.org/berkas",
        "at": "2026-09-03T10:00:00+00:00",
        "token": "kode-dari-tautan",
        "items": [1, 2],
        "text": "Untuk Budi Santoso dan Siti Aminah",
    }


@pytest.mark.parametrize("word", ["", "Senin pukul 09.00.", "3.45", "disetujui"])
def test_any_other_word_stays(word: str) -> None:
    assert Harmless(word).of(word) == word
