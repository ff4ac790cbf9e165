"""Shows admins which messages were sent to whom, lets them send again what failed, and announce something to many."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from common.domain.announcements import actions as announcing
from common.domain.announcements import errors, schemas
from common.domain.announcements import queries as announced
from common.domain.announcements.choices import vacancy_choices
from common.domain.announcements.schemas import VacancyChoicePage, VacancyChoiceQuery
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
from common.platform.pages import PageQuery

if TYPE_CHECKING:
    from common.domain.announcements.forms import NewAnnouncementForm, VacancyChoiceQueryForm
    from common.domain.announcements.views import AnnouncementPageData, AnnouncementViewData, VacancyChoicePageData
    from common.domain.notifications.forms import MessageQueryForm, RecipientsForm
    from common.domain.notifications.views import FailedViewData, MessagePageData, MessageViewData, ResendViewData
    from common.platform.forms import PageQueryForm

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


@endpoint("GET", "/v1/announcements", roles=ADMIN, query=PageQuery, returns=schemas.AnnouncementPage)
def list_announcements(call: Call[PageQueryForm]) -> AnnouncementPageData:
    """Announcements with how far their messages are, the newest first."""
    return announced.announcement_page(call.db, **call.query)


@endpoint("GET", "/v1/announcements/vacancies", roles=ADMIN, query=VacancyChoiceQuery, returns=VacancyChoicePage)
def list_announcement_vacancies(call: Call[VacancyChoiceQueryForm]) -> VacancyChoicePageData:
    """The vacancies whose applicants or aslab an announcement may be for, the newest first, by course."""
    return vacancy_choices(call.db, **call.query)


@endpoint(
    "POST",
    "/v1/announcements",
    roles=ADMIN,
    body=schemas.NewAnnouncement,
    returns=schemas.AnnouncementView,
    status=202,
    errors=(errors.NobodyToAnnounceTo,),
)
def make_announcement(call: Call[NewAnnouncementForm]) -> AnnouncementViewData:
    """Announce something to roles, to applicants or aslab of vacancies, or to all aslab; it is spread right after."""
    return announced.announcement(call.db, announcing.announce(call.db, call.actor, **call.body))


@endpoint(
    "POST",
    "/v1/announcements/{announcement_id}/stop",
    roles=ADMIN,
    returns=schemas.AnnouncementView,
    errors=(errors.AnnouncementNotFound, errors.AlreadyStopped),
)
def stop_announcement(call: Call, announcement_id: UUID) -> AnnouncementViewData:
    """Send nothing more of it; what has been sent stays sent."""
    announcing.stop(call.db, call.actor, announcement_id)
    return announced.announcement(call.db, announcement_id)


entry = serve(__name__, live=True)
