"""Whose or what the subject of a line is, as a person calls it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, FromClause, Select, String, Uuid, case, cast, column, select, table

from common.domain.audit.tables import audit_log

_UUID = "^[0-9a-f]{8}-[0-9a-f-]{27}$"


def _named(name: str, *columns: str) -> FromClause:
    """Named, not imported: the log knows nothing of the nouns that write it."""
    ids = [column(one, Uuid) for one in ("id", *columns) if one == "id" or one.endswith("_id")]
    texts = [column(one, String) for one in columns if not one.endswith("_id")]
    return table(name, *ids, *texts).alias(f"subject_{name}")


_PEOPLE = _named("people", "name")
_PERIODS = _named("academic_periods", "name")
_VACANCIES = _named("vacancies", "course")
_SESSIONS = _named("sessions", "person_id")
_APPLICATIONS = _named("applications", "student_id", "vacancy_id")
_CONTRACTS = _named("contracts", "student_id", "vacancy_id")
_ATTENDANCES = _named("attendances", "contract_id")
_CERTIFICATES = _named("certificates", "contract_id")


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
