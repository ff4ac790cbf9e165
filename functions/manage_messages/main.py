"""Shows admins which messages were sent to whom, and lets them send again what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.notifications import actions, queries
from common.domain.notifications.errors import MessageExpired, MessageNotFailed, MessageWithdrawn, NothingToResend
from common.domain.notifications.schemas import (
    FailedView,
    MessagePage,
    MessageQuery,
    MessageView,
    Recipients,
    ResendView,
)
from common.http import Call, endpoint, serve
from common.platform.auth import Role

if TYPE_CHECKING:
    from common.domain.notifications.forms import MessageQueryForm, RecipientsForm
    from common.domain.notifications.views import FailedViewData, MessagePageData, MessageViewData, ResendViewData

ADMIN = {Role.ADMIN}


@endpoint("GET", "/v1/messages", roles=ADMIN, query=MessageQuery, returns=MessagePage)
def list_messages(call: Call[MessageQueryForm]) -> MessagePageData:
    """The ledger of messages, the newest first, by state, channel, name or address."""
    return queries.message_page(call.db, call.language, **call.query)


@endpoint(
    "POST",
    "/v1/messages/{message_id}/resend",
    roles=ADMIN,
    returns=MessageView,
    status=202,
    errors=(MessageNotFailed, MessageWithdrawn, MessageExpired),
)
def resend_message(call: Call, message_id: UUID) -> MessageViewData:
    """Send a failed message again, with all its tries; not one that was withdrawn or is out of date."""
    actions.send_again(call.db, call.actor, message_id)
    return queries.message(call.db, call.language, message_id)


@endpoint("GET", "/v1/messages/failed", roles=ADMIN, query=Recipients, returns=FailedView)
def show_failed_messages(call: Call[RecipientsForm]) -> FailedViewData:
    """How many failed messages can be sent again, by channel, name or address; how far the last such sending is."""
    return queries.failed(call.db, **call.query)


@endpoint(
    "POST",
    "/v1/messages/resend",
    roles=ADMIN,
    body=Recipients,
    returns=ResendView,
    status=202,
    errors=(NothingToResend,),
)
def resend_failed_messages(call: Call[RecipientsForm]) -> ResendViewData:
    """Send all of them again, each once; the answer says how many, and they are under way."""
    return queries.resend(call.db, actions.send_all_again(call.db, call.actor, **call.body))


entry = serve(__name__, live=True)
