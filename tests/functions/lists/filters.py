"""A case for each filter of a list, named `<operation>__<name in the query>`.

Each keeps a row and leaves one out that differs in nothing else, or stands on the day before or after.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from common.domain.assistants.states import ContractState
from common.domain.attendance.states import AttendanceState
from common.domain.audit.tables import audit_log
from common.domain.certificates.states import CertificateState
from common.domain.imports.states import LineKind
from common.domain.notifications.states import Channel, MessageState
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Role
from common.platform.db import transaction
from common.platform.settings import settings
from tests import factories as make
from tests.functions.effects.scene import Cast, queued
from tests.functions.lists.shown import Filtered, word

_FAR = timedelta(days=25_000)


def list_vacancies__search(cast: Cast) -> Filtered:
    """Capitals do not matter, and what a pattern would make of a sign does not either."""
    part = word()
    with transaction() as db:
        soon = clock.now() + timedelta(hours=1)  # at the head of the list
        kept = make.vacancy(db, cast.lecturer, course=f"Praktikum {part}_50%", closes_at=soon)
        other = make.vacancy(db, cast.lecturer, course=f"Praktikum {part}x500", closes_at=soon)
    return Filtered(cast.portal, [f"{part.upper()}_50%", f"{part}_"], [str(kept.id)], [str(other.id)])


def list_vacancies__ipk(cast: Cast) -> Filtered:
    """What asks for just as much as somebody has is for them too."""
    with transaction() as db:
        soon = clock.now() + timedelta(hours=1)
        kept, other = (make.vacancy(db, cast.lecturer, minimum_ipk=least, closes_at=soon) for least in ("3.45", "3.46"))
    return Filtered(cast.portal, ["3,45", "3.45"], [str(kept.id)], [str(other.id)])


def list_ready__search(cast: Cast) -> Filtered:
    """By name and NIM of the student, course, and name of the lecturer; of hundreds the earliest come first."""
    accepted = {"state": "diterima", "decided_at": clock.now() - timedelta(days=3650)}
    with transaction() as db:
        student, lecturer = make.student(db, name=word(), number=word()), make.lecturer(db, name=word())
        post = make.vacancy(db, lecturer, course=word(), accepted=1)
        kept = make.application(db, post, student, **accepted)
        other = make.application(db, make.vacancy(db, cast.lecturer, accepted=1), make.student(db), **accepted)
    values = [student.name.upper(), f"{student.number[:3]} {student.number[3:]}", post.course, lecturer.name]
    return Filtered(cast.views["admin"], values, [str(kept.id)], [str(other.id)], key="application_id")


def list_contracts__state(cast: Cast) -> Filtered:
    kept, other = _contracts(cast, {"state": ContractState.SUSPENDED}, {})
    return Filtered(cast.views["dosen"], [ContractState.SUSPENDED], [str(kept.id)], [str(other.id)])


def list_contracts__period_id(cast: Cast) -> Filtered:
    with transaction() as db:
        term, kept, other = _in_period(db, cast, 0)
    return Filtered(cast.views["dosen"], [str(term.id)], [str(kept.id)], [str(other.id)])


def list_certificates__state(cast: Cast) -> Filtered:
    name, ended = word(), {"state": ContractState.ENDED, "ended_at": clock.now()}
    kept, other = _contracts(cast, ended, ended, name=name)
    with transaction() as db:
        gone = {"revoked_at": clock.now(), "revoked_by": cast.admin.id, "revoke_reason": "salah"}
        make.certificate(db, kept, cast.admin, **gone)
    about = {"key": "contract_id", "query": {"search": name}}
    return Filtered(cast.views["admin"], [CertificateState.REVOKED], [str(kept.id)], [str(other.id)], **about)


def list_certificates__search(cast: Cast) -> Filtered:
    """By name, NIM, course and number."""
    name, ended = word(), {"state": ContractState.ENDED, "ended_at": clock.now()}
    with transaction() as db:
        owner = make.student(db, name=name, number=word())
        kept, other = _of(db, cast, owner, **ended), _of(db, cast, make.student(db), **ended)
        made = make.certificate(db, kept, cast.admin, number=word())
        course = db.execute(vacancies.select().where(vacancies.c.id == kept.vacancy_id)).one().course
    values = [name.upper(), owner.number, course, made.number]
    return Filtered(cast.views["admin"], values, [str(kept.id)], [str(other.id)], key="contract_id")


def list_certificates__period_id(cast: Cast) -> Filtered:
    with transaction() as db:
        term, kept, other = _in_period(db, cast, 100, state=ContractState.ENDED, ended_at=clock.now())
    return Filtered(cast.views["admin"], [str(term.id)], [str(kept.id)], [str(other.id)], key="contract_id")


def list_attendances_to_verify__state(cast: Cast) -> Filtered:
    kept, other = _attendances(cast, {"state": AttendanceState.APPROVED}, {})
    return Filtered(cast.views["dosen"], [AttendanceState.APPROVED], [str(kept.id)], [str(other.id)])


def list_attendances_to_verify__contract_id(cast: Cast) -> Filtered:
    kept, other = _attendances(cast, {}, {})
    return Filtered(cast.views["dosen"], [str(kept.contract_id)], [str(kept.id)], [str(other.id)])


def list_attendances_to_verify__from(cast: Cast) -> Filtered:
    return _by_day(cast, before=1)


def list_attendances_to_verify__to(cast: Cast) -> Filtered:
    return _by_day(cast, before=-1)


def list_months__month(cast: Cast) -> Filtered:
    """A contract stands in the months of its first and its last day and in those between."""
    first, last = date(2031, 1, 31), date(2031, 3, 1)
    with transaction() as db:
        people = {"student": cast.student, "lecturer": cast.lecturer, "admin": cast.admin}
        kept = make.contract(db, **people, starts_on=first, ends_on=last)
        other = make.contract(db, **people, starts_on=last, ends_on=last + timedelta(days=90))
    ids, both = ([str(kept.id)], [str(other.id)]), {"month": "2031-03"}
    return Filtered(cast.views["dosen"], ["2031-01", "2031-02"], *ids, key="contract_id", widely=both)


def list_announcement_vacancies__search(cast: Cast) -> Filtered:
    part = word()
    with transaction() as db:
        kept, other = make.vacancy(db, cast.lecturer, course=f"Praktikum {part}"), make.vacancy(db, cast.lecturer)
    return Filtered(cast.views["admin"], [part.upper()], [str(kept.id)], [str(other.id)])


def search_campus__search(cast: Cast) -> Filtered:
    """By name, NIM and address; there is no search without words."""
    with transaction() as db:
        kept = make.student(db, name=word(), number=word(), email=f"{word()}@kampus.test")
        other = make.student(db)
    values = [kept.name.upper(), kept.number, kept.email]
    return Filtered(cast.views["admin"], values, [str(kept.id)], [str(other.id)], widely=None)


def list_messages__state(cast: Cast) -> Filtered:
    kept, other = _messages({"state": MessageState.FAILED}, {"state": MessageState.SENT})
    return Filtered(cast.views["admin"], [MessageState.FAILED], [kept], [other])


def list_messages__channel(cast: Cast) -> Filtered:
    kept, other = _messages({"channel": Channel.WHATSAPP}, {})
    return Filtered(cast.views["admin"], [Channel.WHATSAPP], [kept], [other])


def list_messages__search(cast: Cast) -> Filtered:
    """By name and address."""
    address, name = f"{word()}@kampus.test", word()
    kept, other = _messages({"recipient": address, "data": _message_data(name)}, {})
    return Filtered(cast.views["admin"], [address.upper(), name.upper()], [kept], [other])


def list_users__search(cast: Cast) -> Filtered:
    """By name, NIM or NIP, and address."""
    with transaction() as db:
        kept = make.student(db, name=word(), number=word(), email=f"{word()}@kampus.test")
        other = make.student(db)
    values = [kept.name.upper(), kept.number, kept.email]
    return Filtered(cast.views["admin"], values, [str(kept.id)], [str(other.id)])


def list_users__role(cast: Cast) -> Filtered:
    return _users(cast, Role.LECTURER, {"role": Role.LECTURER}, {"role": Role.STUDENT})


def list_users__active(cast: Cast) -> Filtered:
    return _users(cast, "false", {"active": False}, {"active": True})


def list_import_lines__kind(cast: Cast) -> Filtered:
    with transaction() as db:
        made = make.people_import(db, cast.admin)
        make.import_lines(db, made, [LineKind.NEW, LineKind.REFUSED, LineKind.NEW])
    about = {"key": "row", "path": {"import_id": made.id}}
    return Filtered(cast.views["admin"], [LineKind.NEW], [2, 4], [3], **about)


def read_audit__actor_id(cast: Cast) -> Filtered:
    return _lines(cast, {"actor_id": cast.student.id}, {"actor_id": cast.lecturer.id}, str(cast.student.id))


def read_audit__action(cast: Cast) -> Filtered:
    """By its beginning."""
    return _lines(cast, {"action": "certificate.issued"}, {"action": "x.certificate.issued"}, "certificate.")


def read_audit__subject_type(cast: Cast) -> Filtered:
    return _lines(cast, {"subject_type": "person"}, {"subject_type": "persona"}, "person")


def read_audit__subject_id(cast: Cast) -> Filtered:
    one, another = word(), word()
    return _lines(cast, {"subject_id": one}, {"subject_id": another}, one)


def read_audit__from(cast: Cast) -> Filtered:
    midnight = clock.start_of(clock.today())
    return _lines(cast, {"at": midnight}, {"at": midnight - timedelta(seconds=1)}, clock.today().isoformat())


def read_audit__to(cast: Cast) -> Filtered:
    midnight, yesterday = clock.start_of(clock.today()), clock.today() - timedelta(days=1)
    return _lines(cast, {"at": midnight - timedelta(seconds=1)}, {"at": midnight}, yesterday.isoformat())


def list_own_contracts__ended(cast: Cast) -> Filtered:
    """Without it only those that run or take late days; with it those that are over or suspended too."""
    gone = clock.today() - timedelta(days=settings().late_attendance_days + 1)
    with transaction() as db:
        running = _of(db, cast, cast.aslab)
        ended = {"state": ContractState.ENDED, "ends_on": gone, "ended_at": clock.now() - timedelta(days=30)}
        others = (ended, {"state": ContractState.SUSPENDED}, {"ends_on": gone})
        over = [str(_of(db, cast, cast.aslab, **values).id) for values in others]
    return Filtered(cast.views["aslab"], ["false"], [str(running.id)], over, widely={"ended": "true"})


def list_attendances__month(cast: Cast) -> Filtered:
    """From its first day to its last."""
    last = clock.today().replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    with transaction() as db:
        contract = _of(db, cast, cast.aslab, starts_on=first - timedelta(days=9))
        kept = [str(make.attendance(db, contract, day=day).id) for day in (first, last)]
        others = (first - timedelta(days=1), last + timedelta(days=1))
        left_out = [str(make.attendance(db, contract, day=day).id) for day in others]
    return Filtered(
        cast.views["aslab"], [f"{first:%Y-%m}"], kept, left_out, path={"contract_id": contract.id}, widely=None
    )


def _contracts(cast: Cast, *each: dict[str, Any], name: str = "Siti") -> tuple[Any, Any]:
    """Two of one student."""
    with transaction() as db:
        student = make.student(db, name=name)
        first, second = (_of(db, cast, student, **values) for values in each)
    return first, second


def _of(db: Connection, cast: Cast, student: Any, **values: Any) -> Any:
    return make.contract(db, student=student, lecturer=cast.lecturer, admin=cast.admin, **values)


def _in_period(db: Connection, cast: Cast, days: int, **values: Any) -> tuple[Any, Any, Any]:
    """A period far from every other, a contract of a vacancy that names it, and one that does not."""
    first = clock.today() + _FAR + timedelta(days=days)
    term = make.period(db, starts_on=first, ends_on=first + timedelta(days=9))
    kept, other = (_of(db, cast, cast.student, **values) for _ in range(2))
    its_vacancy = vacancies.c.id == kept.vacancy_id
    db.execute(vacancies.update().where(its_vacancy).values(period_id=term.id))
    return term, kept, other


def _attendances(cast: Cast, *each: dict[str, Any]) -> tuple[Any, Any]:
    """Of two contracts."""
    with transaction() as db:
        first, second = (make.attendance(db, _of(db, cast, cast.aslab), **values) for values in each)
    return first, second


def _by_day(cast: Cast, before: int) -> Filtered:
    """The day itself is kept; that many days before it is not."""
    day: date = clock.today() - timedelta(days=3)
    kept, other = _attendances(cast, {"day": day}, {"day": day - timedelta(days=before)})
    return Filtered(cast.views["dosen"], [day.isoformat()], [str(kept.id)], [str(other.id)])


def _message_data(name: str) -> dict[str, str]:
    return {"name": name, "course": "Basis Data", "lecturer": "Dr. Ratna"}


def _messages(*each: dict[str, Any]) -> tuple[str, str]:
    later = clock.now() + timedelta(days=1)
    with transaction() as db:
        first, second = (str(queued(db, make.student(db), next_at=later, **values).id) for values in each)
    return first, second


def _users(cast: Cast, value: str, *each: dict[str, Any]) -> Filtered:
    name = word()
    with transaction() as db:
        kept, other = (str(make.person(db, **{"name": name} | values).id) for values in each)
    return Filtered(cast.views["admin"], [value], [kept], [other], query={"search": name})


def _lines(cast: Cast, kept: dict[str, Any], other: dict[str, Any], value: str) -> Filtered:
    subject = word()
    usual = {"at": clock.now(), "actor_role": "admin", "action": "x.y", "subject_type": "x", "subject_id": subject}
    with transaction() as db:
        made = [make.insert(db, audit_log, **usual | values, ip="", request_id="").id for values in (kept, other)]
    query = {} if "subject_id" in kept else {"subject_id": subject}
    return Filtered(cast.views["admin"], [value], made[:1], made[1:], query=query)
