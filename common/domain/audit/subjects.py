"""Whose or what the subject of a line is, as a person calls it."""

from __future__ import annotations

from sqlalchemy import ColumnClause, ColumnElement, FromClause, Select, String, Uuid, case, cast, column, select, table

from common.domain.audit.tables import audit_log

_UUID = "^[0-9a-f]{8}-[0-9a-f-]{27}$"


def _columns(*names: str) -> list[ColumnClause[object]]:
    return [column(name, Uuid if name == "id" or name.endswith("_id") else String) for name in names]


# Named, not imported: the log knows nothing of the nouns that write it.
_PEOPLE = table("people", *_columns("id", "name")).alias("subject_people")
_PERIODS = table("academic_periods", *_columns("id", "name")).alias("subject_periods")
_VACANCIES = table("vacancies", *_columns("id", "course")).alias("subject_vacancies")
_SESSIONS = table("sessions", *_columns("id", "person_id")).alias("subject_sessions")
_APPLICATIONS = table("applications", *_columns("id", "student_id", "vacancy_id")).alias("subject_applications")
_CONTRACTS = table("contracts", *_columns("id", "student_id", "vacancy_id")).alias("subject_contracts")
_ATTENDANCES = table("attendances", *_columns("id", "contract_id")).alias("subject_attendances")
_CERTIFICATES = table("certificates", *_columns("id", "contract_id")).alias("subject_certificates")


def subject_name() -> ColumnElement[str]:
    """For the lines of a query on the log: a name, or a name and a course; null where there is none."""
    # An id that is none, as that of an account nobody has, names nothing.
    wanted = case((audit_log.c.subject_id.regexp_match(_UUID), cast(audit_log.c.subject_id, Uuid)))
    session = select(_PEOPLE.c.name).join(_SESSIONS, _SESSIONS.c.person_id == _PEOPLE.c.id)
    names = {
        "person": (select(_PEOPLE.c.name), _PEOPLE),
        "session": (session, _SESSIONS),
        "period": (select(_PERIODS.c.name), _PERIODS),
        "vacancy": (select(_VACANCIES.c.course), _VACANCIES),
        "application": (_who(_APPLICATIONS), _APPLICATIONS),
        "contract": (_who(_CONTRACTS), _CONTRACTS),
        "attendance": (_of_contract(_ATTENDANCES), _ATTENDANCES),
        "certificate": (_of_contract(_CERTIFICATES), _CERTIFICATES),
    }
    found = {kind: query.where(of.c.id == wanted).scalar_subquery() for kind, (query, of) in names.items()}
    return case(found, value=audit_log.c.subject_type)


def _who(of: FromClause) -> Select[tuple[str]]:
    """The student and the course of an application or a contract."""
    both = _PEOPLE.c.name + ", " + _VACANCIES.c.course
    joined = select(both).select_from(of).join(_PEOPLE, _PEOPLE.c.id == of.c.student_id)
    return joined.join(_VACANCIES, _VACANCIES.c.id == of.c.vacancy_id)


def _of_contract(of: FromClause) -> Select[tuple[str]]:
    return _who(_CONTRACTS).join(of, of.c.contract_id == _CONTRACTS.c.id)
