"""Reading certificates: the admin's list, one's own, and the public check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true, tuple_

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.certificates.candidates import contract_rows, latest, presence
from common.domain.certificates.codes import check_url, normal
from common.domain.certificates.errors import CertificateNotFound, NotDrawnYet
from common.domain.certificates.policy import readable
from common.domain.certificates.sending import last_mail
from common.domain.certificates.states import CertificateState
from common.domain.certificates.tables import certificates
from common.domain.notifications.states import MessageState
from common.domain.notifications.tables import messages
from common.domain.people.tables import people
from common.domain.recruitment.belonging import in_period
from common.domain.recruitment.tables import vacancies
from common.platform import clock
from common.platform.auth import Actor
from common.platform.content_types import PDF
from common.platform.db import Connection, Row, one, view
from common.platform.pages import containing, page, read_cursor
from common.platform.settings import settings
from common.platform.text import ENGLISH


def certificate_page(
    db: Connection,
    language: str,
    *,
    state: str | None,
    search: str | None,
    after: str | None,
    limit: int,
    period_id: UUID | None = None,
) -> dict[str, Any]:
    """Ended contracts with the state of their certificate, the last ended first (CERT-01)."""
    last = latest()
    told = (
        _state(last),
        _error(last.c.draw_error, messages.c.error),
        _error(last.c.draw_error_en, messages.c.error_en),
    )
    wanted = (
        contract_rows(*_of(last), *told)
        .outerjoin(last, true())
        .outerjoin(messages, last_mail(last))
        .where(contracts.c.state == ContractState.ENDED, *_conditions(last, state, search))
        .order_by(contracts.c.ended_at.desc(), contracts.c.id.desc())
        .limit(limit + 1)
    )
    if period_id:
        wanted = wanted.where(in_period(db, period_id))
    if after:
        wanted = wanted.where(tuple_(contracts.c.ended_at, contracts.c.id) < read_cursor(after))
    found = page(db.execute(wanted).mappings().all(), limit, lambda row: (row["ended_at"], row["contract_id"]))
    return found | {"items": [_listed(row, language) for row in found["items"]]}


def certificate(db: Connection, certificate_id: UUID) -> Any:
    """One certificate. Raises CertificateNotFound."""
    row: Any = view(db, _with_state().where(certificates.c.id == certificate_id), CertificateNotFound)
    return _shown(row)


def own_certificates(db: Connection, actor: Actor) -> dict[str, Any]:
    """The actor's own, the newest first."""
    own = contracts.c.student_id == actor.person_id
    order = (certificates.c.year.desc(), certificates.c.sequence.desc())
    return {"items": [_shown(row) for row in db.execute(_with_state().where(own).order_by(*order)).mappings()]}


def check(db: Connection, code: str) -> dict[str, Any]:
    """What anybody may know: never a NIM or an address (CERT-08). Raises CertificateNotFound."""
    newer = certificates.alias("newer")
    wanted = select(certificates, newer.c.code.label("replaced_by"))
    wanted = wanted.outerjoin(newer, newer.c.replaces == certificates.c.id)
    # A made-up code is asked for like any other, so that it takes as long.
    row: Any = one(db, wanted.where(certificates.c.code == (normal(code) or "")), CertificateNotFound)
    told = {name: row.facts[name] for name in ("name", "course", "period", "starts_on", "ends_on", "attendances")}
    told |= {"number": row.number, "issued_on": row.facts["issued_on"], "replaced_by": row.replaced_by}
    return told | {
        "valid": "dicabut" if row.revoked_at else "sah",
        "revoked_on": clock.campus_day(row.revoked_at).isoformat() if row.revoked_at else None,
    }


def file_link(db: Connection, actor: Actor, certificate_id: UUID) -> Callable[[], dict[str, Any]]:
    """What signs a short-lived address of the PDF, for admins and its owner, after the commit. Raises NotDrawnYet."""
    row = readable(db, actor, certificate_id)
    if row.object is None:
        raise NotDrawnYet()
    return partial(_signed_link, row)


def _signed_link(row: Any) -> dict[str, Any]:
    from common.platform.storage import storage

    life = timedelta(minutes=settings().link_minutes)
    expires_at, name = clock.now() + life, f"Sertifikat {row.number}.pdf".replace("/", "-")
    bucket = settings().certificate_bucket
    url = storage().read_link(bucket, row.object, expires_in=life, content_type=PDF, file_name=name)
    return {"url": url, "expires_at": expires_at, "content_type": PDF}


def _state(of: Any) -> ColumnElement[str]:
    """From the row and from the ledger. What the ledger has forgotten since was sent; what was never posted was not."""
    s = CertificateState
    return case(
        (of.c.id.is_(None), s.NOT_ISSUED),
        (of.c.revoked_at.is_not(None), s.REVOKED),
        (of.c.draw_failed_at.is_not(None), s.NOT_SENT),
        (messages.c.state == MessageState.SENT, s.SENT),
        (messages.c.state == MessageState.FAILED, s.NOT_SENT),
        (and_(of.c.stored_at.is_not(None), of.c.sendings == 0), s.NOT_SENT),
        (and_(of.c.stored_at.is_not(None), messages.c.id.is_(None)), s.SENT),
        else_=s.ISSUED,
    ).label("certificate_state")


def _error(drawing: Any, sending: Any) -> ColumnElement[str | None]:
    """What is not drawn is not in the post, so there is only one of the two."""
    return func.coalesce(drawing, sending).label(sending.name)


def _of(last: Any) -> Iterator[ColumnElement[Any]]:
    yield last.c.id.label("certificate_id")
    yield from (last.c.number, last.c.code, last.c.issued_at, last.c.stored_at, last.c.overruled)
    yield from (last.c.revoked_at, last.c.revoke_reason)


def _conditions(last: Any, state: str | None, search: str | None) -> Iterator[ColumnElement[bool]]:
    if state:
        yield _state(last).element == state
    if search:
        part = containing(search)
        columns = (people.c.name, people.c.number, vacancies.c.course, last.c.number)
        yield or_(*(column.ilike(part) for column in columns))


def _listed(row: Row, language: str) -> dict[str, Any]:
    met = presence(row["starts_on"], row["ends_on"], row["attended"])
    told = vars(met) | {"enough": met.enough, "state": row["certificate_state"]}
    told["error"] = row["error_en"] if language == ENGLISH else row["error"]
    return dict(row) | told


def _with_state() -> Any:
    joined = contracts.c.id == certificates.c.contract_id
    wanted = select(certificates, _state(certificates)).join(contracts, joined)
    return wanted.outerjoin(messages, last_mail(certificates))


def _shown(row: Row) -> dict[str, Any]:
    facts = {name: row["facts"][name] for name in ("name", "course", "period", "attendances", "issued_on")}
    told = {"state": row["certificate_state"], "check_url": check_url(row["code"])}
    return dict(row) | facts | told | {"downloadable": row["stored_at"] is not None and row["revoked_at"] is None}
