"""The first request of each function: one that makes it do what it is for, so that all it needs is really loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, delete, select

from common.domain.assistants.states import ContractState
from common.domain.certificates.actions import issue
from common.domain.certificates.codes import check_url, new_code
from common.domain.certificates.tables import certificates
from common.domain.notifications.queue import Recipient, notify
from common.domain.notifications.states import MessageState
from common.domain.notifications.tables import messages
from common.domain.people import sessions
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.http.function import Function
from common.platform import clock
from common.platform.auth import Role
from common.platform.auth.passwords import hash_password
from common.platform.db import transaction
from common.platform.settings import settings
from tests import factories, samples
from tests.packaging.asking import NOBODY, Ask, asks
from tests.packaging.callers import PASSWORD

PHOTO = (1600, 1200)


@dataclass(frozen=True)
class Prepared:
    """A request with its token, and whether it did its work; `status` is what it must answer, 0 for any but a fault."""

    ask: Ask
    token: str = ""
    status: int = 0
    done: Callable[[Connection], bool] = lambda _: True


class Callers:
    """People of each role who are there from the beginning; each request gets a fresh token."""

    def __init__(self) -> None:
        with transaction() as db:
            self.lecturer, self.admin = factories.lecturer(db), factories.admin(db)
            self.student = factories.student(db, password_hash=hash_password(PASSWORD))
            self.aslab = factories.student(db)
            self.contract = factories.contract(db, student=self.aslab, lecturer=self.lecturer, admin=self.admin)
            for _ in range(25):
                factories.vacancy(db, self.lecturer)

    def token(self, role: str) -> str:
        people = {
            Role.STUDENT: self.student,
            Role.LECTURER: self.lecturer,
            Role.ADMIN: self.admin,
            Role.ASLAB: self.aslab,
        }
        if role == NOBODY:
            return ""
        with transaction() as db:
            return sessions.open_session(db, people[Role(role)].id, [role]).access_token


def first_request(function: Function, callers: Callers) -> Prepared:
    """Made anew for each start, since an event happens once."""
    if special := _SPECIAL.get(function.name):
        return special(callers)
    ask = asks(function)[0]
    return Prepared(ask, callers.token(ask.role))


def _sign_in(callers: Callers) -> Prepared:
    form = {"number": callers.student.number, "password": PASSWORD}
    return Prepared(Ask("POST", "/v1/session", form), status=201)


def _request_upload(callers: Callers) -> Prepared:
    form = {"purpose": Purpose.DOCUMENT, "content_type": "application/pdf", "size": 100_000}
    with transaction() as db:
        somebody = factories.student(db)  # the number of open permissions a person may hold is limited
        token = sessions.open_session(db, somebody.id, [Role.STUDENT]).access_token
    return Prepared(Ask("POST", "/v1/uploads", form), token, status=201)


def _process_upload(callers: Callers) -> Prepared:
    """A photo from a phone lies in the incoming bucket."""
    from common.platform.storage import storage

    name, bucket = str(uuid4()), settings().incoming_bucket
    generation = storage().write(bucket, name, samples.photo(hash(name), size=PHOTO), "image/jpeg")
    with transaction() as db:
        empty = dict.fromkeys(("stored_object", "sha256", "judged_at"))
        factories.upload(db, callers.aslab, Purpose.PHOTO, object=name, state=UploadState.AWAITED, **empty)
    event = Ask("POST", "/upload/judge_upload", {"bucket": bucket, "name": name, "generation": str(generation)})
    accepted = select(uploads.c.state == UploadState.ACCEPTED).where(uploads.c.object == name)
    return Prepared(event, status=204, done=lambda db: bool(db.scalar(accepted)))


def _draw_certificates(callers: Callers) -> Prepared:
    """A certificate was issued and is not drawn yet."""
    with transaction() as db:
        people = {"student": factories.student(db), "lecturer": callers.lecturer, "admin": callers.admin}
        contract = factories.contract(db, **people, state=ContractState.ENDED, ended_at=clock.now())
        made = issue(db, factories.as_actor(callers.admin, Role.ADMIN), contract.id, override_reason="untuk mengukur")
    drawn = select(certificates.c.stored_at.is_not(None)).where(certificates.c.id == made)
    return Prepared(Ask("POST", "/schedule/sweep", {}), status=204, done=lambda db: bool(db.scalar(drawn)))


def _deliver_notifications(callers: Callers) -> Prepared:
    """One event waits in the outbox, for the mail and for the inbox; what other contestants left there is gone."""
    event = f"certificate_sent:{uuid4()}"
    data = {"name": "Siti", "course": "Basis Data", "number": "0001/ASLAB/2026", "check_url": check_url(new_code())}
    with transaction() as db:
        db.execute(delete(messages))
        notify(db, Recipient.of(callers.student), "certificate_sent", event, data)
    waiting = select(messages.c.id).where(messages.c.event == event, messages.c.state != MessageState.SENT)
    return Prepared(Ask("POST", "/schedule/sweep", {}), status=204, done=lambda db: db.scalar(waiting) is None)


_SPECIAL: dict[str, Callable[[Callers], Prepared]] = {
    "sign_in": _sign_in,
    "request_upload": _request_upload,
    "process_upload": _process_upload,
    "draw_certificates": _draw_certificates,
    "deliver_notifications": _deliver_notifications,
}
