"""Scenes of vacancies, applications and periods. A name after `__` separates the scenes of an operation."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, update

from common.domain.recruitment.states import ApplicationState, VacancyState
from common.domain.recruitment.tables import (
    application_documents,
    applications,
    criteria,
    invitations,
    vacancies,
    vacancy_copies,
)
from common.platform import clock
from common.platform.db import transaction
from tests import factories as make
from tests.bystanders import own
from tests.functions.effects.scene import Cast, Scene, form, named

# Far behind every other period: two may not overlap.
_FAR = timedelta(days=20_000)


def publish_vacancy(cast: Cast) -> Scene:
    sent = form("publish_vacancy", documents=[], co_lecturers=[cast.colleague.number])
    return Scene(cast.views["dosen"], json=sent)


def change_vacancy(cast: Cast) -> Scene:
    with transaction() as db:
        post = make.vacancy(db, cast.lecturer)
    return Scene(cast.views["dosen"], {"vacancy_id": post.id}, {"quota": 7}, named(vacancy=post))


def change_vacancy__to_publish_it(cast: Cast) -> Scene:
    with transaction() as db:
        post = make.vacancy(db, cast.lecturer, state=VacancyState.DRAFT)
    sent = {"state": VacancyState.PUBLISHED}
    return Scene(cast.views["dosen"], {"vacancy_id": post.id}, sent, named(vacancy=post))


def change_vacancy__to_open_it_again(cast: Cast) -> Scene:
    with transaction() as db:
        post = make.vacancy(db, cast.lecturer, state=VacancyState.CLOSED, closes_at=datetime(2090, 1, 1, tzinfo=UTC))
    sent = {"state": VacancyState.PUBLISHED, "closes_at": "2091-01-01T00:00:00Z"}
    return Scene(cast.views["dosen"], {"vacancy_id": post.id}, sent, named(vacancy=post))


def close_vacancy(cast: Cast) -> Scene:
    with transaction() as db:
        post = make.vacancy(db, cast.lecturer)
    return Scene(cast.views["dosen"], {"vacancy_id": post.id}, None, named(vacancy=post))


def copy_vacancy(cast: Cast) -> Scene:
    return close_vacancy(cast)


def roll_vacancies_over(cast: Cast) -> Scene:
    first = clock.today() + _FAR - timedelta(days=200)
    with transaction() as db:
        post = make.vacancy(db, cast.lecturer)
        term = make.period(db, name="Berikutnya", starts_on=first, ends_on=first + timedelta(days=9))
    return Scene(cast.views["dosen"], {"period_id": term.id}, {"vacancy_ids": [str(post.id)]}, named(vacancy=post))


def roll_vacancies_over__by_an_admin(cast: Cast) -> Scene:
    """Of two lecturers, each of whom is notified."""
    first = clock.today() + _FAR - timedelta(days=400)
    with transaction() as db:
        post, other = make.vacancy(db, cast.lecturer), make.vacancy(db, cast.colleague)
        term = make.period(db, name="Sesudahnya", starts_on=first, ends_on=first + timedelta(days=9))
    sent = {"vacancy_ids": [str(post.id), str(other.id)]}
    names = named(vacancy=post, other_vacancy=other)
    return Scene(cast.views["admin"], {"period_id": term.id}, sent, names)


def delete_vacancy(cast: Cast) -> Scene:
    return close_vacancy(cast)


def invite_former_aslab(cast: Cast) -> Scene:
    return _copied(cast, 600)


def invite_former_aslab__to_a_draft(cast: Cast) -> Scene:
    return _copied(cast, 800, state=VacancyState.DRAFT)


def change_vacancy__to_publish_it_to_invited_aslab(cast: Cast) -> Scene:
    scene = _copied(cast, 1000, state=VacancyState.DRAFT)
    row = {"vacancy_id": scene.path["vacancy_id"], "person_id": scene.json["person_ids"][0]}
    with transaction() as db:
        make.insert(db, invitations, **row, invited_at=clock.now())
    return Scene(scene.by, scene.path, {"state": VacancyState.PUBLISHED}, scene.names)


def _copied(cast: Cast, before: int, **values: Any) -> Scene:
    """A vacancy that was copied from one with an aslab; periods may not overlap."""
    first = clock.today() + _FAR - timedelta(days=before)
    with transaction() as db:
        post, former = make.vacancy(db, cast.lecturer, **values), make.student(db)
        made = make.contract(db, student=former, lecturer=cast.lecturer, admin=cast.admin)
        term = make.period(db, name=f"Lalu {before}", starts_on=first, ends_on=first + timedelta(days=9))
        make.insert(db, vacancy_copies, copy_id=post.id, source_id=made.vacancy_id, period_id=term.id)
    names = named(vacancy=post, former=former)
    return Scene(cast.views["dosen"], {"vacancy_id": post.id}, {"person_ids": [str(former.id)]}, names)


def submit_application(cast: Cast) -> Scene:
    with transaction() as db:
        post = make.vacancy(db, cast.lecturer, documents=[])
    sent = form("submit_application", email="formulir@kampus.test", documents=[])
    names = named(vacancy=post) | {"formulir@kampus.test": "the form's address"}
    return Scene(cast.views["mahasiswa"], {"vacancy_id": post.id}, sent, names)


def withdraw_application(cast: Cast) -> Scene:
    return _candidate(cast, "mahasiswa")


def withdraw_application__before_an_interview(cast: Cast) -> Scene:
    later = clock.now() + timedelta(days=2)
    return _candidate(cast, "mahasiswa", state=ApplicationState.INTERVIEW, interview_at=later, interview_place="Lab 2")


def withdraw_application__from_a_seat(cast: Cast) -> Scene:
    return _candidate(cast, "mahasiswa", state=ApplicationState.ACCEPTED)


def withdraw_application__from_a_seat_with_somebody_waiting(cast: Cast) -> Scene:
    scene = withdraw_application__from_a_seat(cast)
    with transaction() as db:
        make.application(db, _vacancy_of(db, scene), make.student(db), state=ApplicationState.WAITING_LIST)
    return scene


def withdraw_application__from_a_seat_that_fills_itself(cast: Cast) -> Scene:
    scene = withdraw_application__from_a_seat(cast)
    with transaction() as db:
        post, student = _vacancy_of(db, scene), make.student(db)
        db.execute(update(vacancies).where(vacancies.c.id == post.id).values(fills_seats=True))
        waiting = make.application(db, post, student, state=ApplicationState.WAITING_LIST)
    return Scene(scene.by, scene.path, None, scene.names | named(next_one=student, next_application=waiting))


def confirm_application(cast: Cast) -> Scene:
    last = clock.today() + timedelta(days=3)
    return _candidate(cast, "mahasiswa", state=ApplicationState.ACCEPTED, decided_at=clock.now(), confirm_by=last)


def accept_candidate__where_it_is_to_be_confirmed(cast: Cast) -> Scene:
    scene = _candidate(cast)
    with transaction() as db:
        asks = update(vacancies).where(vacancies.c.id == _vacancy_of(db, scene).id)
        db.execute(asks.values(confirm_by=clock.today() + timedelta(days=9)))
    return scene


def open_document(cast: Cast) -> Scene:
    with transaction() as db:
        made = _apply(db, cast)
        file = make.upload(db, cast.student, stored_type="application/pdf")
        make.insert(db, application_documents, application_id=made.id, kind="cv", upload_id=file.id)
    return Scene(cast.views["dosen"], {"application_id": made.id, "kind": "cv"}, None, _names(made))


def open_document__by_who_sent_it(cast: Cast) -> Scene:
    scene = open_document(cast)
    return Scene(cast.views["mahasiswa"], scene.path, None, scene.names)


def score_candidate(cast: Cast) -> Scene:
    with transaction() as db:
        made = _apply(db, cast)
        wanted = own(criteria, criteria.c.id).where(criteria.c.vacancy_id == made.vacancy_id)
        sheet = [{"criterion_id": str(key), "points": 80} for key in db.scalars(wanted)]
    return Scene(cast.views["dosen"], {"application_id": made.id}, {"scores": sheet}, _names(made))


def invite_candidate(cast: Cast) -> Scene:
    sent = {"at": (clock.now() + timedelta(days=2)).isoformat(), "place": "Lab Terpadu 2"}
    return _candidate(cast, json=sent)


def put_on_waiting_list(cast: Cast) -> Scene:
    return _candidate(cast)


def accept_candidate(cast: Cast) -> Scene:
    return _candidate(cast)


def reject_candidate(cast: Cast) -> Scene:
    return _candidate(cast, json={"reason": "kuota penuh"})


def reject_candidate__after_acceptance(cast: Cast) -> Scene:
    return _candidate(cast, json={"reason": "salah klik"}, state=ApplicationState.ACCEPTED)


def decide_candidates(cast: Cast) -> Scene:
    """Two are invited to one day; of the one who was decided about before, nothing is written."""
    scene = _candidate(cast)
    with transaction() as db:
        post, second = _vacancy_of(db, scene), make.student(db)
        other = make.application(db, post, second)
        decided = make.application(db, post, make.student(db), state=ApplicationState.REJECTED)
    ids = [str(key) for key in (scene.path["application_id"], other.id, decided.id)]
    morning = clock.start_of(clock.today() + timedelta(days=2)) + timedelta(hours=9)
    day = {"at": morning.isoformat(), "place": "Lab Terpadu 2", "minutes": 20}
    sent = {"decision": ApplicationState.INTERVIEW, "application_ids": ids, **day}
    names = scene.names | named(second=second, other_application=other)
    return Scene(scene.by, {"vacancy_id": post.id}, sent, names)


def reopen_candidate(cast: Cast) -> Scene:
    return _candidate(cast, state=ApplicationState.REJECTED)


def hand_over_vacancies(cast: Cast) -> Scene:
    with transaction() as db:
        gone, heir = make.lecturer(db), make.lecturer(db)
        post = make.vacancy(db, gone)
    sent = {"successor": heir.number, "vacancy_ids": [str(post.id)]}
    names = named(vacancy=post, gone=gone, heir=heir) | {gone.number: "former", heir.number: "successor"}
    return Scene(cast.views["admin"], {"user_id": gone.id}, sent, names)


def add_period(cast: Cast) -> Scene:
    first = clock.today() + _FAR
    sent = {"name": "Ganjil", "starts_on": first.isoformat(), "ends_on": (first + timedelta(days=9)).isoformat()}
    return Scene(cast.views["admin"], json=sent)


def change_period(cast: Cast) -> Scene:
    first = clock.today() + _FAR + timedelta(days=10)
    last = first + timedelta(days=9)
    with transaction() as db:
        term = make.period(db, name="Lama", starts_on=first, ends_on=last)
    sent = {"name": "Baru", "starts_on": first.isoformat(), "ends_on": last.isoformat()}
    return Scene(cast.views["admin"], {"period_id": term.id}, sent, named(period=term))


def _candidate(cast: Cast, by: str = "dosen", json: Any = None, **values: Any) -> Scene:
    with transaction() as db:
        made = _apply(db, cast, **values)
    return Scene(cast.views[by], {"application_id": made.id}, json, _names(made))


def _apply(db: Connection, cast: Cast, **values: Any) -> Any:
    """An application with addresses of its own, to a vacancy of its own."""
    post = make.vacancy(db, cast.lecturer, accepted=1)
    own = {"email": f"{post.id}@kampus.test", "whatsapp": f"+62813{post.id.int % 10**8:08d}"}
    return make.application(db, post, cast.student, **own | values)


def _vacancy_of(db: Connection, scene: Scene) -> Any:
    mine = own(applications, applications.c.vacancy_id).where(applications.c.id == scene.path["application_id"])
    return db.execute(own(vacancies).where(vacancies.c.id == mine.scalar_subquery())).one()


def _names(made: Any) -> dict[str, str]:
    return named(application=made) | dict.fromkeys((made.email, made.whatsapp), "the form's address")
