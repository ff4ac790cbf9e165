"""A case for each list that comes as a whole, named as its operation."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from common.domain.assistants.states import ContractState
from common.domain.honorarium.tables import honorarium_rates
from common.domain.people.tables import sessions
from common.domain.recruitment.tables import vacancies, vacancy_copies
from common.platform import clock
from common.platform.auth import Role
from common.platform.db import transaction
from tests import factories as make
from tests.functions.effects.scene import Cast
from tests.functions.lists.shown import Listed, first_to_last, last_to_first, places

# What a certificate shows of its facts.
FACTS = {"name": "", "course": "", "period": "", "attendances": 1, "issued_on": "2026-01-01"}


def list_candidates(cast: Cast) -> Listed:
    """Who applied first in front."""
    rows = places()
    with transaction() as db:
        post = make.vacancy(db, cast.lecturer)
        for submitted_at, key in rows:
            make.application(db, post, make.student(db), id=key, submitted_at=submitted_at)
    return Listed(cast.views["dosen"], first_to_last(rows), path={"vacancy_id": post.id})


def list_duties(cast: Cast) -> Listed:
    """By course; of the same course by id."""
    rows, owner = places(), cast.portal.new(Role.LECTURER)
    course = {at: f"Kuliah {n}" for n, at in enumerate(sorted({at for at, _ in rows}))}
    with transaction() as db:
        for at, key in rows:
            make.vacancy(db, owner, id=key, course=course[at])
    return Listed(cast.views["admin"], first_to_last(rows), path={"user_id": owner.id})


def list_programs(cast: Cast) -> Listed:
    """By name, whatever its capitals."""
    names = ["arsitektur", "Biologi", "kimia", "Matematika"]
    with transaction() as db:
        for n in (2, 0, 3, 1):
            make.vacancy(db, cast.lecturer, program=names[n])
    return Listed(cast.portal, names, key="name")


def list_periods(cast: Cast) -> Listed:
    """The newest first; two never begin on one day."""
    first = clock.today() + timedelta(days=20_000)
    with transaction() as db:
        made = {}
        for n in (2, 0, 4, 3, 1):
            starts_on = first + timedelta(days=10 * n)
            made[n] = make.period(db, starts_on=starts_on, ends_on=starts_on + timedelta(days=9))
    return Listed(cast.views["admin"], [str(made[n].id) for n in (4, 3, 2, 1, 0)])


def list_calendar(cast: Cast) -> Listed:
    """The latest first; of two that begin on one day the holiday before the exams."""
    first = clock.today() + timedelta(days=20_000)
    with transaction() as db:
        made = {}
        for n, kind in ((2, "ujian"), (0, "libur"), (2, "libur"), (3, "ujian"), (1, "libur")):
            made[n, kind] = make.calendar_entry(db, kind=kind, starts_on=first + timedelta(days=n))
    order = [(3, "ujian"), (2, "libur"), (2, "ujian"), (1, "libur"), (0, "libur")]
    return Listed(cast.views["admin"], [str(made[one].id) for one in order])


def list_own_contracts(cast: Cast) -> Listed:
    """Those that run longest last."""
    rows, owner = places(), cast.portal.new(Role.STUDENT)
    with transaction() as db:
        for ends_at, key in rows:
            people = {"student": owner, "lecturer": cast.lecturer, "admin": cast.admin}
            # A day each for the hours of `places`, so that the days have ties too.
            days = round((ends_at - min(rows)[0]) / timedelta(hours=1))
            make.contract(db, **people, id=key, ends_on=clock.today() + timedelta(days=30 + days))
    return Listed(cast.portal.as_(owner, Role.ASLAB), first_to_last(rows))


def list_to_do(cast: Cast) -> Listed:
    """Of an aslab by course; of the same course by contract."""
    rows, owner = places(), cast.portal.new(Role.STUDENT)
    with transaction() as db:
        for at, key in rows:
            made = make.contract(db, student=owner, lecturer=cast.lecturer, admin=cast.admin, id=key)
            # A term of days without practicals has nothing to record: rejected ones are shown in any week.
            make.attendance(db, made, day=clock.today(), state="ditolak")
            post = vacancies.c.id == made.vacancy_id
            db.execute(vacancies.update().where(post).values(course=f"Kuliah {at:%H}"))
    in_order = sorted(rows, key=lambda row: (f"{row[0]:%H}", row[1]))
    return Listed(cast.portal.as_(owner, Role.ASLAB), [str(key) for _, key in in_order], key="subject_id")


def search_campus(cast: Cast) -> Listed:
    """The five newest vacancies; of the same moment the greater id."""
    rows, part = places(), f"Kuliah {uuid4().hex}"
    with transaction() as db:
        for at, key in rows:
            make.vacancy(db, cast.lecturer, id=key, course=part, created_at=at)
    return Listed(cast.views["admin"], last_to_first(rows)[:5], query={"search": part})


def list_rates(cast: Cast) -> Listed:
    """The last set first."""
    rows = places(clock.now() + timedelta(days=1))
    with transaction() as db:
        for set_at, key in rows:
            rate = {"course": "Kimia", "starts_on": clock.today(), "amount": 1, "set_by": cast.admin.id}
            make.insert(db, honorarium_rates, id=key, set_at=set_at, **rate)
    in_order = sorted(rows, key=lambda row: (-row[0].timestamp(), row[1]))
    return Listed(cast.views["admin"], [str(key) for _, key in in_order])


def list_own_honorarium(cast: Cast) -> Listed:
    """The latest month first."""
    first = clock.today().replace(day=1)
    months = [(first - timedelta(days=31 * n)).replace(day=1) for n in (3, 0, 2, 4, 1)]
    owner = cast.portal.new(Role.STUDENT)
    with transaction() as db:
        people = {"student": owner, "lecturer": cast.lecturer, "admin": cast.admin}
        contract = make.contract(db, **people, starts_on=min(months))
        for month in months:
            make.attendance(db, contract, day=month)
    expected = [f"{month:%Y-%m}" for month in sorted(months, reverse=True)]
    return Listed(cast.portal.as_(owner, Role.ASLAB), expected, key="month")


def list_attendances(cast: Cast) -> Listed:
    """Day by day."""
    first = clock.today().replace(day=1)
    with transaction() as db:
        people = {"student": cast.aslab, "lecturer": cast.lecturer, "admin": cast.admin}
        contract = make.contract(db, **people, starts_on=first, ends_on=first + timedelta(days=60))
        made = {n: make.attendance(db, contract, day=first + timedelta(days=n)) for n in (2, 0, 4, 3, 1)}
    expected, month = [str(made[n].id) for n in range(5)], {"month": f"{first:%Y-%m}"}
    return Listed(cast.views["aslab"], expected, query=month, path={"contract_id": contract.id})


def list_own_sessions(cast: Cast) -> Listed:
    """The last used first; of the same moment the lesser id."""
    rows, owner = places(clock.now() + timedelta(minutes=1)), cast.portal.new(Role.STUDENT)
    with transaction() as db:
        for used_at, key in rows:
            times = {"created_at": clock.now(), "used_at": used_at, "expires_at": used_at + timedelta(hours=1)}
            make.insert(db, sessions, id=key, person_id=owner.id, role=owner.role, **times)
    in_order = sorted(rows, key=lambda row: (-row[0].timestamp(), row[1]))
    return Listed(cast.portal.as_(owner), [str(key) for _, key in in_order])


def list_own_certificates(cast: Cast) -> Listed:
    """The newest first, by year and number."""
    owner = cast.portal.new(Role.STUDENT)
    with transaction() as db:
        made = {}
        for place in ((2001, 10_002), (2002, 10_001), (2002, 10_003), (2001, 10_001)):
            people = {"student": owner, "lecturer": cast.lecturer, "admin": cast.admin}
            contract = make.contract(db, **people, state=ContractState.ENDED, ended_at=clock.now())
            year, sequence = place
            made[place] = make.certificate(db, contract, cast.admin, year=year, sequence=sequence, facts=FACTS)
    expected = [str(made[place].id) for place in sorted(made, reverse=True)]
    return Listed(cast.portal.as_(owner), expected)


def list_own_service(cast: Cast) -> Listed:
    """The last ended first; of the same moment the lesser id."""
    rows, owner = places(), cast.portal.new(Role.STUDENT)
    with transaction() as db:
        for ended_at, key in rows:
            people = {"student": owner, "lecturer": cast.lecturer, "admin": cast.admin}
            contract = make.contract(db, **people, id=key, state=ContractState.ENDED, ended_at=ended_at)
            make.attendance(db, contract, day=contract.starts_on, state="disetujui")
    in_order = sorted(rows, key=lambda row: (-row[0].timestamp(), row[1]))
    return Listed(cast.portal.as_(owner), [str(key) for _, key in in_order], key="contract_id")


def list_own_evaluations(cast: Cast) -> Listed:
    """The last written first; of the same moment the lesser id, which only the database sees."""
    rows, owner = places(), cast.portal.new(Role.STUDENT)
    found = []
    with transaction() as db:
        for written_at, key in rows:
            people = {"student": owner, "lecturer": cast.lecturer, "admin": cast.admin}
            made = make.contract(db, **people, state=ContractState.ENDED, ended_at=clock.now())
            make.evaluation(db, made, cast.lecturer, id=key, written_at=written_at)
            found.append((-written_at.timestamp(), key, str(made.id)))
    return Listed(cast.portal.as_(owner), [contract for _, _, contract in sorted(found)], key="contract_id")


def list_former_aslab(cast: Cast) -> Listed:
    """By name; of the same name by the contract's id."""
    rows, first = places(), clock.today() + timedelta(days=41_000)
    found = []
    with transaction() as db:
        post, source = make.vacancy(db, cast.lecturer), make.vacancy(db, cast.lecturer)
        term = make.period(db, name="Lebih jauh", starts_on=first, ends_on=first + timedelta(days=9))
        make.insert(db, vacancy_copies, copy_id=post.id, source_id=source.id, period_id=term.id)
        for at, key in rows:
            people = {
                "student": make.student(db, name=f"Aslab {at:%H}"),
                "lecturer": cast.lecturer,
                "admin": cast.admin,
            }
            make.contract(db, **people, id=key, vacancy_id=source.id)
            found.append((f"{at:%H}", str(key)))
    keys = [key for _, key in sorted(found)]
    return Listed(cast.views["dosen"], keys, key="contract_id", path={"vacancy_id": post.id})
