"""The search over everything: each role finds what its own pages show, and nothing of anybody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from common.domain.recruitment.tables import co_lecturers, vacancies
from common.domain.reports.search_schemas import HitPage
from common.domain.reports.searching import hits
from common.platform import clock
from common.platform.auth import Actor, Role
from tests import factories as make
from tests.functions.test_statements import statements

COURSE = "Ilmu Xerografi"


def found(db: Connection, actor: Actor, search: str) -> list[dict[str, Any]]:
    """As it goes out, without what is empty."""
    items = HitPage().dump(hits(db, actor, search=search))["items"]
    return [{name: value for name, value in item.items() if value is not None} for item in items]


def ids(db: Connection, actor: Actor, search: str) -> list[tuple[str, str]]:
    return [(one["kind"], one["id"]) for one in found(db, actor, search)]


class World:
    """One course of each of two lecturers, with who applied, served and was certified in it."""

    def __init__(self, db: Connection) -> None:
        self.admin, self.first, self.second = make.admin(db), make.lecturer(db), make.lecturer(db)
        self.anna, self.budi = make.student(db, name="Anna Xylander"), make.student(db, name="Budi Xylander")
        self.own, self.other = (self._post(db, lecturer) for lecturer in (self.first, self.second))

    def _post(self, db: Connection, lecturer: Any) -> dict[str, Any]:
        student = self.anna if lecturer is self.first else self.budi
        made = make.contract(db, student=student, lecturer=lecturer, admin=self.admin)
        db.execute(vacancies.update().where(vacancies.c.id == made.vacancy_id).values(course=COURSE))
        number = f"{lecturer.number}/XYZ"
        paper = make.certificate(db, made, self.admin, number=number)
        return {"contract": made, "certificate": paper, "vacancy": made.vacancy_id, "application": made.application_id}


@pytest.fixture
def world(db: Connection) -> World:
    return World(db)


def of(post: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {
        "applicant": ("applicant", str(post["application"])),
        "vacancy": ("vacancy", str(post["vacancy"])),
        "contract": ("contract", str(post["contract"].id)),
        "certificate": ("certificate", str(post["certificate"].id)),
    }


def test_an_admin_finds_people_by_name_number_and_address_and_what_they_served(db: Connection, world: World) -> None:
    admin, anna, own = make.as_actor(world.admin), world.anna, world.own
    expected = [("person", str(anna.id)), of(own)["contract"], of(own)["certificate"]]
    for search in ("ANNA XYLANDER", anna.number, anna.email):
        assert ids(db, admin, search) == expected, search
    assert found(db, admin, "Anna Xylander") == [
        {
            "kind": "person",
            "id": str(anna.id),
            "name": "Anna Xylander",
            "number": anna.number,
            "role": "mahasiswa",
        },
        {
            "kind": "contract",
            "id": str(own["contract"].id),
            "name": "Anna Xylander",
            "number": anna.number,
            "course": COURSE,
            "state": "aktif",
            "vacancy_id": str(own["vacancy"]),
        },
        {
            "kind": "certificate",
            "id": str(own["certificate"].id),
            "name": "Anna Xylander",
            "number": own["certificate"].number,
            "course": COURSE,
            "valid": "sah",
            "vacancy_id": str(own["vacancy"]),
            "code": own["certificate"].code,
        },
    ]


def test_an_admin_finds_by_course_and_number_of_a_certificate_but_no_drafts(db: Connection, world: World) -> None:
    admin, own, other = make.as_actor(world.admin), of(world.own), of(world.other)
    make.vacancy(db, world.first, course=COURSE, state="draf")
    by_course = ids(db, admin, "xerografi")
    assert set(by_course) == {one[kind] for one in (own, other) for kind in ("vacancy", "contract", "certificate")}
    assert [kind for kind, _ in by_course] == ["vacancy"] * 2 + ["contract"] * 2 + ["certificate"] * 2
    assert ids(db, admin, world.own["certificate"].number) == [own["certificate"]]


def test_a_lecturer_finds_only_what_belongs_to_own_vacancies(db: Connection, world: World) -> None:
    lecturer, own = make.as_actor(world.first), of(world.own)
    whole = [own["vacancy"], own["contract"], own["certificate"]]
    assert ids(db, lecturer, COURSE) == whole
    assert ids(db, lecturer, "Xylander") == [own["applicant"], own["contract"], own["certificate"]]
    assert ids(db, lecturer, world.anna.number) == [own["applicant"], own["contract"], own["certificate"]]
    assert ids(db, lecturer, "/XYZ") == [own["certificate"]]
    for search in (world.budi.number, world.second.name, world.anna.email):
        assert ids(db, lecturer, search) == [], search


def test_a_co_lecturer_finds_what_they_help_with_and_an_own_draft_but_nobody_who_withdrew(
    db: Connection, world: World
) -> None:
    lecturer = make.as_actor(world.second)
    draft = make.vacancy(db, world.second, course=COURSE, state="draf", created_at=clock.now() - timedelta(days=1))
    helped = make.vacancy(db, world.first, course=COURSE, created_at=clock.now() - timedelta(days=2))
    make.insert(db, co_lecturers, vacancy_id=helped.id, lecturer_id=world.second.id)
    gone, here = make.student(db, name="Citra Xylander"), make.student(db, name="Dian Xylander")
    make.application(db, helped, gone, state="dibatalkan")
    applied = make.application(db, helped, here)
    shown = [(one["id"], one["state"]) for one in found(db, lecturer, COURSE) if one["kind"] == "vacancy"]
    assert shown == [(str(world.other["vacancy"]), "dibuka"), (str(draft.id), "draf"), (str(helped.id), "dibuka")]
    assert ids(db, lecturer, "Dian") == [("applicant", str(applied.id))]
    assert ids(db, lecturer, "Citra") == []


def test_a_student_finds_open_vacancies_and_those_applied_for_and_own_certificates(
    db: Connection, world: World
) -> None:
    student, own = make.as_actor(world.anna), of(world.own)
    now, shut = clock.now(), {"closes_at": clock.now() - timedelta(hours=1)}
    kept = make.vacancy(db, world.second, course=COURSE, created_at=now - timedelta(days=3), **shut)
    make.application(db, kept, world.anna, state="ditolak")
    left = make.vacancy(db, world.second, course=COURSE, **shut)
    make.application(db, left, world.anna, state="dibatalkan")
    missed = make.vacancy(db, world.second, course=COURSE, **shut)
    make.application(db, missed, world.budi)
    make.vacancy(db, world.second, course=COURSE, opens_at=now + timedelta(days=1))
    make.vacancy(db, world.second, course=COURSE, state="draf")
    shown = ids(db, student, COURSE)
    assert set(shown) == {
        own["vacancy"],
        of(world.other)["vacancy"],
        ("vacancy", str(kept.id)),
        own["certificate"],
    }
    assert ids(db, student, "/XYZ") == [own["certificate"]]
    for search in ("Xylander", world.budi.number, world.first.name):
        assert ids(db, student, search) == [], search


def test_an_aslab_finds_own_contracts_and_certificates_alone(db: Connection, world: World) -> None:
    aslab, own = make.as_actor(world.anna, Role.ASLAB), of(world.own)
    assert ids(db, aslab, COURSE) == [own["contract"], own["certificate"]]
    assert ids(db, aslab, "Xylander") == []
    assert ids(db, aslab, world.other["certificate"].number) == []


def test_a_revoked_certificate_says_so(db: Connection, world: World) -> None:
    old = make.contract(db, student=world.anna, lecturer=world.first, admin=world.admin)
    revoked = make.certificate(db, old, world.admin, number="77/QRS", revoked_at=clock.now())
    admin = make.as_actor(world.admin)
    assert [(one["id"], one["valid"]) for one in found(db, admin, "77/QRS")] == [(str(revoked.id), "dicabut")]


def test_of_each_kind_there_are_five_people_by_name_the_rest_newest_first(db: Connection, world: World) -> None:
    admin, now = make.as_actor(world.admin), clock.now()
    names = [f"Qwertz {letter}" for letter in "GCAEBFD"]
    for name in names:
        make.student(db, name=name)
    posts = [
        make.vacancy(db, world.first, course="Qwertz", created_at=now - timedelta(days=n)) for n in (4, 1, 6, 3, 2, 5)
    ]
    shown = found(db, admin, "qwertz")
    assert [one["name"] for one in shown if one["kind"] == "person"] == sorted(names)[:5]
    assert [one["id"] for one in shown if one["kind"] == "vacancy"] == [str(posts[n].id) for n in (1, 4, 3, 0, 5)]


def test_signs_of_a_pattern_find_nothing(db: Connection, world: World) -> None:
    admin = make.as_actor(world.admin)
    assert ids(db, admin, "%%") == ids(db, admin, "__") == ids(db, admin, "--") == []


@pytest.mark.parametrize("role", [Role.ADMIN, Role.LECTURER, Role.STUDENT, Role.ASLAB])
def test_a_search_is_one_statement(db: Connection, world: World, role: Role) -> None:
    person = {Role.ADMIN: world.admin, Role.LECTURER: world.first}.get(role, world.anna)
    with statements() as sent:
        hits(db, make.as_actor(person, role), search="xer")
    assert len(sent) == 1, "\n".join(sent)
