"""What a sign-in answers, by whichever way it came: the session, its access token, and the cookies of the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from common.domain.assistants.policy import roles_of
from common.domain.people import sessions
from common.domain.people.tables import NOTICE_VERSION
from common.http.call import Call, Cookie, Reply
from common.platform.auth.devices import Device, Owner, device_token, known_device
from common.platform.db import Connection, as_view
from common.platform.settings import settings
from common.platform.user_agents import device_name

if TYPE_CHECKING:
    from common.domain.people.rows import PersonRow
    from common.domain.people.views import PersonViewData, SessionViewData, SignedInViewData

REFRESH, DEVICE, PATH = "aslab_refresh", "aslab_device", "/v1/session"


def device_of(call: Call[Any]) -> Device | None:
    return known_device(call.cookies.get(DEVICE, ""))


def opened(db: Connection, call: Call[Any], me: PersonRow, owner: Owner) -> Reply:
    """A new session in place of the browser's last one; the browser is known from now on as its owner's."""
    sessions.end_session_of(db, call.cookies.get(REFRESH, ""))
    here = (device_of(call) or Device(uuid4())).signed_in_by(owner)
    given = sessions.open_session(db, me.id, roles_of(db, me), here.id, device_name(call.user_agent))
    return signed_in(db, me, given, Cookie(DEVICE, device_token(here), settings().device_days * 86_400, PATH))


def signed_in(db: Connection, me: PersonRow, given: sessions.Credentials, *more: Cookie) -> Reply:
    who = session_of(db, me, given.role)
    answer: SignedInViewData = {**who, "access_token": given.access_token, "expires_in": given.expires_in}
    return Reply(answer, cookies=(Cookie(REFRESH, given.refresh_token, given.cookie_seconds, PATH), *more))


def session_of(db: Connection, me: PersonRow, role: str) -> SessionViewData:
    shown: PersonViewData = as_view(me)
    due = me.notice_version != NOTICE_VERSION
    return {"role": role, "roles": roles_of(db, me), "person": shown, "notice_due": due}
