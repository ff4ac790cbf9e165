"""Reading certificates: the admin's list, one's own, and the public check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from sqlalchemy import Column, ColumnElement, FromClause, and_, case, false, func, select, true, tuple_

from common.domain.assistants.tables import contracts
from common.domain.certificates.candidates import contract_rows, latest, presences
from common.domain.certificates.codes import check_url, normal
from common.domain.certificates.errors import CertificateNotFound, FileNotIssued, NoCertificateCode, NotDrawnYet
from common.domain.certificates.listed import listed
from common.domain.certificates.narrowing import ended, may_have, searched
from common.domain.certificates.policy import readable
from common.domain.certificates.sending import last_mail
from common.domain.certificates.states import CertificateState
from common.domain.certificates.tables import certificates
from common.domain.certificates.tasks import drawing_of
from common.domain.notifications.states import MessageState
from common.domain.notifications.tables import messages
from common.domain.recruitment.belonging import in_period
from common.platform import clock
from common.platform.auth import Actor
from common.platform.content_types import PDF
from common.platform.db import Connection, Expression, Query, all_of, is_one_of, one
from common.platform.documents.credentials import issuer
from common.platform.errors import Problem
from common.platform.pages import page, read_cursor
from common.platform.queue import TaskState, tasks
from common.platform.settings import settings

if TYPE_CHECKING:
    from common.domain.certificates.listed import Candidate
    from common.domain.certificates.rows import CertificateRow
    from common.domain.certificates.views import (
        CertificateCandidatePageData,
        CertificateCandidateViewData,
        CertificateViewData,
        CheckViewData,
        MyCertificatesViewData,
    )
    from common.domain.uploads.views import LinkViewData

    class WithState(CertificateRow, Protocol):
        """A certificate with what became of it."""

        certificate_state: CertificateState

    class Checked(CertificateRow, Protocol):
        """A certificate with the code of the one in its place."""

        replaced_by: str | None


def certificate_page(
    db: Connection,
    language: str,
    *,
    state: str | None,
    search: str | None,
    after: str | None,
    limit: int,
    period_id: UUID | None = None,
    ended_since: date | None = None,
) -> CertificateCandidatePageData:
    """Ended contracts with the state of their certificate, the last ended first (CERT-01)."""
    last = latest()
    shown = (
        _state(last),
        _error(tasks.c.error, messages.c.error),
        _error(tasks.c.error_en, messages.c.error_en),
    )
    order = (contracts.c.ended_at.desc(), contracts.c.id.desc())
    wanted = (
        contract_rows(*_of(last), *shown)
        .outerjoin(last, true())
        .outerjoin(messages, last_mail(last))
        .outerjoin(tasks, drawing_of(last))
        .order_by(*order)
        .limit(limit + 1)
    )
    those = list(_ended(db, period_id, ended_since, after))
    if not (state or search):
        # The page is found by an index, before anything else is looked up.
        those = [is_one_of(contracts.c.id, select(contracts.c.id).where(*those).order_by(*order).limit(limit + 1))]
    if state:
        # Of an equation with what is computed the planner thinks that next to nothing fulfils it.
        wanted = wanted.where(func.coalesce(_state(last).element == state, false()), *may_have(state))
    if search:
        wanted = wanted.where(*searched(db, search, last))
    wanted = wanted.where(*those)
    rows: Sequence[Candidate] = all_of(db, wanted)
    found = page(rows, limit, lambda row: (row.ended_at, row.contract_id))
    return {"items": _listed(db, found["items"], language), "next": found["next"]}


def _listed(db: Connection, rows: Sequence[Candidate], language: str) -> list[CertificateCandidateViewData]:
    met = presences(db, rows)
    return [listed(row, met[row.contract_id], language) for row in rows]


def _ended(
    db: Connection, period_id: UUID | None, ended_since: date | None, after: str | None
) -> Iterator[ColumnElement[bool]]:
    """Conditions on `contracts` alone."""
    yield ended(ended_since)
    if period_id:
        yield in_period(db, period_id, contracts.c.vacancy_id)
    if after:
        yield tuple_(contracts.c.ended_at, contracts.c.id) < read_cursor(after)


def certificate(db: Connection, certificate_id: UUID) -> CertificateViewData:
    """One certificate. Raises CertificateNotFound."""
    row: WithState = one(db, _with_state().where(certificates.c.id == certificate_id), CertificateNotFound)
    return _shown(row)


def own_certificates(db: Connection, actor: Actor) -> MyCertificatesViewData:
    """The actor's own, the newest first."""
    own = contracts.c.student_id == actor.person_id
    order = (certificates.c.year.desc(), certificates.c.sequence.desc())
    rows: Sequence[WithState] = all_of(db, _with_state().where(own).order_by(*order))
    return {"items": [_shown(row) for row in rows]}


def check(db: Connection, code: str) -> CheckViewData:
    """What anybody may know: never a NIM or an address (CERT-08). Raises CertificateNotFound, NoCertificateCode."""
    wanted_code = normal(code)
    if wanted_code is None:
        raise NoCertificateCode()
    return _checked(db, certificates.c.code == wanted_code, CertificateNotFound)


def check_file(db: Connection, sha256: str) -> CheckViewData:
    """The same of the certificate whose PDF has this hash, in hexadecimal (CERT-14). Raises FileNotIssued."""
    return _checked(db, certificates.c.sha256 == sha256.lower(), FileNotIssued)


def _checked(db: Connection, which: ColumnElement[bool], missing: type[Problem]) -> CheckViewData:
    newer = certificates.alias("newer")
    wanted = select(certificates, newer.c.code.label("replaced_by"))
    wanted = wanted.outerjoin(newer, newer.c.replaces == certificates.c.id)
    row: Checked = one(db, wanted.where(which), missing)
    return {
        "code": row.code,
        "number": row.number,
        "name": row.facts["name"],
        "course": row.facts["course"],
        "period": row.facts["period"],
        "starts_on": row.facts["starts_on"],
        "ends_on": row.facts["ends_on"],
        "attendances": row.facts["attendances"],
        "issued_on": row.facts["issued_on"],
        "replaced_by": row.replaced_by,
        "badge": issuer() is not None,
        "valid": "dicabut" if row.revoked_at else "sah",
        "revoked_on": clock.campus_day(row.revoked_at).isoformat() if row.revoked_at else None,
    }


def file_link(db: Connection, actor: Actor, certificate_id: UUID) -> Callable[[], LinkViewData]:
    """What signs a short-lived address of the PDF, for admins and its owner, after the commit. Raises NotDrawnYet."""
    row = readable(db, actor, certificate_id)
    if row.object is None:
        raise NotDrawnYet()
    return partial(_signed_link, row.object, row.number)


def _signed_link(file: str, number: str) -> LinkViewData:
    from common.platform.storage import storage

    life = timedelta(minutes=settings().link_minutes)
    expires_at, name = clock.now() + life, f"Sertifikat {number}.pdf".replace("/", "-")
    bucket = settings().certificate_bucket
    url = storage().read_link(bucket, file, expires_in=life, content_type=PDF, file_name=name)
    return {"url": url, "expires_at": expires_at, "content_type": PDF}


def _state(of: FromClause) -> ColumnElement[str]:
    """From the row and from the ledger. What the ledger has forgotten since was sent; what was never queued was not."""
    s = CertificateState
    return case(
        (of.c.id.is_(None), s.NOT_ISSUED),
        (of.c.revoked_at.is_not(None), s.REVOKED),
        (tasks.c.state == TaskState.FAILED, s.NOT_SENT),
        (messages.c.state == MessageState.SENT, s.SENT),
        (messages.c.state == MessageState.FAILED, s.NOT_SENT),
        (and_(of.c.stored_at.is_not(None), of.c.sendings == 0), s.NOT_SENT),
        (and_(of.c.stored_at.is_not(None), messages.c.id.is_(None)), s.SENT),
        else_=s.ISSUED,
    ).label("certificate_state")


def _error(drawing: Column[str | None], sending: Column[str | None]) -> ColumnElement[str | None]:
    """What is not drawn is not queued, and what is drawn has no error: there is only one of the two."""
    return func.coalesce(drawing, sending).label(sending.name)


def _of(last: FromClause) -> Iterator[Expression]:
    yield last.c.id.label("certificate_id")
    yield from (last.c.number, last.c.code, last.c.issued_at, last.c.stored_at, last.c.overruled)
    yield from (last.c.revoked_at, last.c.revoke_reason)
    yield last.c.facts["starts_on"].astext.label("stated_start")
    yield last.c.facts["ends_on"].astext.label("stated_end")


def _with_state() -> Query:
    joined = contracts.c.id == certificates.c.contract_id
    wanted = select(certificates, _state(certificates)).join(contracts, joined)
    return wanted.outerjoin(messages, last_mail(certificates)).outerjoin(tasks, drawing_of(certificates))


def _shown(row: WithState) -> CertificateViewData:
    return {
        "id": row.id,
        "contract_id": row.contract_id,
        "number": row.number,
        "name": row.facts["name"],
        "course": row.facts["course"],
        "period": row.facts["period"],
        "attendances": row.facts["attendances"],
        "issued_on": row.facts["issued_on"],
        "state": row.certificate_state,
        "revoked_at": row.revoked_at,
        "revoke_reason": row.revoke_reason,
        "check_url": check_url(row.code),
        "downloadable": row.stored_at is not None and row.revoked_at is None,
        "overruled": row.overruled,
        "replaces": row.replaces,
    }
