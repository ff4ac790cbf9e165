"""Scenes of contracts and attendances."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import CRITERIA, contracts
from common.domain.attendance.states import AttendanceState
from common.domain.attendance.tables import locked_months
from common.domain.recruitment.states import ApplicationState
from common.domain.recruitment.tables import co_lecturers, vacancies
from common.domain.uploads.tables import Purpose
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.bystanders import own
from tests.functions.effects.scene import Cast, Scene, named


def activate_aslab(cast: Cast) -> Scene:
    with transaction() as db:
        newcomer = make.student(db)
        post = make.vacancy(db, cast.lecturer, accepted=1)
        made = make.application(db, post, newcomer, state=ApplicationState.ACCEPTED, decided_at=clock.now())
    days = {"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=90)}
    sent = {name: day.isoformat() for name, day in days.items()}
    names = named(application=made, newcomer=newcomer)
    return Scene(cast.views["admin"], {"application_id": made.id}, sent, names)


def suspend_contract(cast: Cast) -> Scene:
    return _contract(cast, "admin", {"reason": "cuti"})


def resume_contract(cast: Cast) -> Scene:
    return _contract(cast, "admin", state=ContractState.SUSPENDED)


def end_contract(cast: Cast) -> Scene:
    return _contract(cast, "dosen", {"reason": "pindah"})


def end_contract__without_a_reason_and_with_somebody_waiting(cast: Cast) -> Scene:
    scene = _contract(cast, "dosen", {})
    with transaction() as db:
        its_vacancy = own(contracts, contracts.c.vacancy_id).where(contracts.c.id == scene.path["contract_id"])
        post = db.execute(own(vacancies).where(vacancies.c.id == its_vacancy.scalar_subquery())).one()
        make.application(db, post, cast.student, state=ApplicationState.WAITING_LIST)
    return scene


def evaluate_aslab(cast: Cast) -> Scene:
    points = dict.fromkeys(CRITERIA, 4)
    return _contract(cast, "dosen", points | {"note": "Rajin"}, ends_on=clock.today() + timedelta(days=13))


def evaluate_aslab__once_more(cast: Cast) -> Scene:
    scene = evaluate_aslab(cast)
    with transaction() as db:
        its = own(contracts).where(contracts.c.id == scene.path["contract_id"])
        make.evaluation(db, db.execute(its).one(), cast.lecturer, teamwork=2)
    return scene


def comment_on_evaluation(cast: Cast) -> Scene:
    """A co-lecturer wrote it."""
    with transaction() as db:
        helper, made = make.lecturer(db), _of(db, cast, cast.student, state=ContractState.ENDED, ended_at=clock.now())
        make.insert(db, co_lecturers, vacancy_id=made.vacancy_id, lecturer_id=helper.id)
        make.evaluation(db, made, helper)
    names = named(contract=made, helper=helper)
    return Scene(cast.views["mahasiswa"], {"contract_id": made.id}, {"text": "Terima kasih"}, names)


def record_attendance(cast: Cast) -> Scene:
    with transaction() as db:
        contract = _of(db, cast, cast.aslab)
        photo = make.upload(db, cast.aslab, Purpose.PHOTO)
    sent = {"upload_id": str(photo.id), "activity": "Praktikum modul 1"}
    return Scene(cast.views["aslab"], {"contract_id": contract.id}, sent, named(contract=contract, photo=photo))


def record_attendance__for_yesterday(cast: Cast) -> Scene:
    scene = record_attendance(cast)
    late = {"day": (clock.today() - timedelta(days=1)).isoformat(), "late_reason": "lupa"}
    return Scene(scene.by, scene.path, scene.json | late, scene.names)


def correct_attendance(cast: Cast) -> Scene:
    with transaction() as db:
        rejected = {"state": AttendanceState.REJECTED, "reason": "buram", "verified_by": cast.lecturer.id}
        values = rejected | {"verified_at": clock.now(), "activity": "lama"}
        made = make.attendance(db, _of(db, cast, cast.aslab), **values)
        photo = make.upload(db, cast.aslab, Purpose.PHOTO)
    sent = {"activity": "baru", "upload_id": str(photo.id)}
    names = named(attendance=made, photo=photo) | {str(made.photo_id): "former photo"}
    return Scene(cast.views["aslab"], {"attendance_id": made.id}, sent, names)


def approve_attendance(cast: Cast) -> Scene:
    return _attendance(cast)


def reject_attendance(cast: Cast) -> Scene:
    return _attendance(cast, {"reason": "buram"})


def take_approval_back(cast: Cast) -> Scene:
    verified = {"verified_by": cast.lecturer.id, "verified_at": clock.now()}
    return _attendance(cast, {"reason": "buram"}, state=AttendanceState.APPROVED, **verified)


def reject_attendance__that_was_corrected(cast: Cast) -> Scene:
    return _attendance(cast, {"reason": "buram"}, corrections=1)


def approve_attendances(cast: Cast) -> Scene:
    """One message for two of one person; of another lecturer's it is written down that they were asked for."""
    with transaction() as db:
        contract = _of(db, cast, cast.aslab)
        days = [clock.today() - timedelta(days=n) for n in range(2)]
        first, second = (make.attendance(db, contract, day=day) for day in days)
        other = make.contract(db, student=make.student(db), lecturer=cast.colleague, admin=cast.admin)
        foreign = make.attendance(db, other)
    sent = {"ids": [str(row.id) for row in (first, second, foreign)]}
    return Scene(cast.views["dosen"], json=sent, names=named(first=first, second=second, foreign_one=foreign))


def amend_attendance(cast: Cast) -> Scene:
    with transaction() as db:
        contract, other = _of(db, cast, cast.aslab), _of(db, cast, cast.aslab)
        made = make.attendance(db, contract)
    sent = {"contract_id": str(other.id), "reason": "keliru"}
    names = named(attendance=made, here=contract, there=other)
    return Scene(cast.views["admin"], {"attendance_id": made.id}, sent, names)


def lock_months(cast: Cast) -> Scene:
    """Of another lecturer's it is written down that they were asked for."""
    with transaction() as db:
        long = {"starts_on": clock.today() - timedelta(days=100)}
        made = _of(db, cast, cast.aslab, **long)
        other = make.contract(db, student=make.student(db), lecturer=cast.colleague, admin=cast.admin, **long)
    sent = {"month": f"{_last_month():%Y-%m}", "contract_ids": [str(made.id), str(other.id)]}
    return Scene(cast.views["dosen"], json=sent, names=named(contract=made, foreign_one=other))


def open_month(cast: Cast) -> Scene:
    month = _last_month()
    scene = _contract(cast, "admin", {"month": f"{month:%Y-%m}", "reason": "salah"})
    with transaction() as db:
        lock = {"month": month, "locked_by": cast.lecturer.id, "locked_at": clock.now()}
        make.insert(db, locked_months, contract_id=scene.path["contract_id"], **lock)
    return scene


def _last_month() -> date:
    return (clock.today().replace(day=1) - timedelta(days=1)).replace(day=1)


def _attendance(cast: Cast, json: Any = None, **values: Any) -> Scene:
    with transaction() as db:
        made = make.attendance(db, _of(db, cast, cast.aslab), **values)
    return Scene(cast.views["dosen"], {"attendance_id": made.id}, json, named(attendance=made))


def _contract(cast: Cast, by: str, json: Any = None, **values: Any) -> Scene:
    with transaction() as db:
        owner = make.student(db)
        made = _of(db, cast, owner, **values)
    return Scene(cast.views[by], {"contract_id": made.id}, json, named(contract=made, owner=owner))


def _of(db: Connection, cast: Cast, student: Any, **values: Any) -> Any:
    return make.contract(db, student=student, lecturer=cast.lecturer, admin=cast.admin, **values)
