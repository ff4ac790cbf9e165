"""The forms of this noun at their bounds: the last value that is taken and the first that is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from marshmallow import Schema, ValidationError

from common.domain.recruitment.application_schemas import ApplicationRejection, Interview, NewApplication, ScoreSheet
from common.domain.recruitment.period_schemas import PeriodForm
from common.domain.recruitment.vacancy_schemas import NewVacancy, VacancyChange, VacancySearch
from common.platform import clock
from common.platform.fields import flatten

KEY = str(uuid4())


def new_vacancy() -> dict[str, Any]:
    now = clock.now()
    return {
        "course": "Basis Data",
        "quota": 2,
        "description": "Praktikum",
        "requirements": "Lulus",
        "opens_at": now.isoformat(),
        "closes_at": (now + timedelta(days=7)).isoformat(),
        "criteria": [{"name": "Nilai", "weight": 100}],
    }


def new_application() -> dict[str, Any]:
    return {"email": "a@kampus.test", "whatsapp": "081234567890", "semester": 5, "ipk": "3,50", "documents": []}


FORMS: dict[str, tuple[type[Schema], dict[str, Any]]] = {
    "vacancy": (NewVacancy, new_vacancy()),
    "change": (VacancyChange, {}),
    "search": (VacancySearch, {}),
    "application": (NewApplication, new_application()),
    "scores": (ScoreSheet, {"scores": [{"criterion_id": KEY, "points": 50}]}),
    "interview": (Interview, {"at": clock.now().isoformat(), "place": "Lab 2"}),
    "rejection": (ApplicationRejection, {"reason": "Penuh"}),
    "period": (PeriodForm, {"name": "Gasal", "starts_on": "2061-02-01", "ends_on": "2061-07-31"}),
}
DOCUMENT = {"kind": "cv", "upload_id": KEY}
BOUNDS: list[tuple[str, str, list[Any], list[Any]]] = [
    ("vacancy", "course", ["x" * 120], ["x" * 121, "", None]),
    ("vacancy", "program", ["x" * 120, "", None], ["x" * 121, 7]),
    ("vacancy", "days", [[], ["minggu", "senin"]], [["senin"] * 8, ["Senin"], ["monday"], [None], "senin", None]),
    ("vacancy", "quota", [1, 100], [0, 101, None]),
    ("vacancy", "description", ["x" * 5000, "a\nb"], ["x" * 5001, None]),
    ("vacancy", "requirements", ["x" * 5000, "a\nb"], ["x" * 5001, None]),
    ("vacancy", "minimum_semester", [1, 14, None], [0, 15]),
    ("vacancy", "minimum_ipk", ["0", "4", None], ["4,01"]),
    ("vacancy", "period_id", [KEY, None], ["x"]),
    ("vacancy", "pamphlet_id", [KEY, None], ["x"]),
    ("vacancy", "documents", [[], ["cv"] * 3], [["cv"] * 4, ["ktp"]]),
    ("vacancy", "co_lecturers", [[], ["x" * 30] * 5], [["1"] * 6, ["x" * 31]]),
    ("vacancy", "state", ["draf", "terbit"], ["ditutup", None]),
    ("vacancy", "criteria", [[{"name": "x" * 100, "weight": 10}] * 10], [[], [{"name": "x", "weight": 10}] * 11]),
    (
        "vacancy",
        "criteria",
        [[{"name": "a", "weight": 1}, {"name": "b", "weight": 99}]],
        [[{"name": "x" * 101, "weight": 100}]],
    ),
    ("vacancy", "criteria", [], [[{"name": "a", "weight": 99}], [{"name": "a", "weight": 101}]]),
    ("vacancy", "criteria", [], [[{"name": "a", "weight": 0}, {"name": "b", "weight": 100}]]),
    ("change", "course", ["x" * 120], ["x" * 121, None]),
    ("change", "program", ["x" * 120, None], ["x" * 121]),
    ("change", "days", [[], ["minggu", "senin"]], [["senin"] * 8, ["libur"], None]),
    ("change", "quota", [1, 100], [0, 101, None]),
    ("change", "description", ["x" * 5000, "a\nb"], ["x" * 5001, None]),
    ("change", "requirements", ["x" * 5000, "a\nb"], ["x" * 5001, None]),
    ("change", "minimum_semester", [1, 14, None], [0, 15]),
    ("change", "minimum_ipk", ["4", None], ["4,01"]),
    ("change", "period_id", [KEY, None], ["x"]),
    ("change", "pamphlet_id", [KEY, None], ["x"]),
    ("change", "opens_at", [clock.now().isoformat()], [None, "x"]),
    ("change", "closes_at", [clock.now().isoformat()], [None, "x"]),
    ("change", "state", ["terbit"], ["draf", "ditutup", None]),
    ("change", "criteria", [[{"name": "x", "weight": 10}] * 10], [[], [{"name": "x", "weight": 10}] * 11]),
    ("search", "search", ["x" * 100, None], ["x" * 101]),
    ("search", "program", ["x" * 120, "", None], ["x" * 121]),
    ("search", "day", ["senin", "minggu", None], ["monday", "Senin", ""]),
    ("application", "semester", [1, 14], [0, 15, None]),
    ("application", "documents", [[], [DOCUMENT] * 3], [[DOCUMENT] * 4, [DOCUMENT | {"kind": "ktp"}], None]),
    ("application", "name", ["Siapa pun", None, 7], []),
    ("application", "number", ["1", None, 7], []),
    (
        "scores",
        "scores",
        [[{"criterion_id": KEY, "points": n}] for n in (0, 100)],
        [[], [{"criterion_id": KEY, "points": 101}]],
    ),
    ("scores", "scores", [[{"criterion_id": KEY, "points": 1}] * 10], [[{"criterion_id": KEY, "points": 1}] * 11]),
    ("scores", "scores", [], [[{"criterion_id": KEY, "points": -1}]]),
    ("interview", "place", ["x" * 200], ["x" * 201, "a\nb", None]),
    ("rejection", "reason", ["x" * 1000, "a\nb"], ["x" * 1001, "", None]),
    ("period", "name", ["x" * 60], ["x" * 61, None]),
    ("period", "ends_on", ["2061-02-02"], ["2061-02-01", "2061-01-31"]),
]


def wrong_fields(form: type[Schema], sent: dict[str, Any]) -> set[str]:
    try:
        form().load(sent)
    except ValidationError as refused:
        return {field.partition(".")[0] for field in flatten(refused.messages_dict)}
    return set()


@pytest.mark.parametrize(("name", "field", "good", "bad"), BOUNDS)
def test_a_field_takes_its_bounds_and_nothing_beyond(name: str, field: str, good: list[Any], bad: list[Any]) -> None:
    form, complete = FORMS[name]
    for value in good:
        assert wrong_fields(form, complete | {field: value}) == set(), str(value)[:50]
    for value in bad:
        assert wrong_fields(form, complete | {field: value}) == {field}, str(value)[:50]


def test_what_may_be_left_out_has_its_usual_value() -> None:
    loaded = NewVacancy().load(new_vacancy())
    nothing = {"program", "minimum_ipk", "minimum_semester", "period_id", "pamphlet_id"}
    assert {name: loaded[name] for name in nothing} == dict.fromkeys(nothing)
    assert (loaded["documents"], loaded["co_lecturers"], loaded["state"]) == (["cv", "transkrip"], [], "terbit")
    assert VacancyChange().load({}) == {}
    assert loaded["days"] == []
    assert VacancySearch().load({})["search"] is None


def test_days_are_each_named_once_in_the_order_of_the_week() -> None:
    asked = {"days": ["minggu", "kamis", "senin", "kamis"]}
    assert NewVacancy().load(new_vacancy() | asked)["days"] == ["senin", "kamis", "minggu"]
    assert VacancyChange().load(asked) == {"days": ["senin", "kamis", "minggu"]}


@pytest.mark.parametrize(("seconds", "wrong"), [(-1, {"closes_at"}), (0, {"closes_at"}), (1, set())])
def test_a_vacancy_closes_after_it_opens(seconds: int, wrong: set[str]) -> None:
    opens = clock.now()
    dates = {"opens_at": opens.isoformat(), "closes_at": (opens + timedelta(seconds=seconds)).isoformat()}
    assert wrong_fields(NewVacancy, new_vacancy() | dates) == wrong
    assert wrong_fields(VacancyChange, dates) == wrong
