"""Forms, queries and views of messages."""

from __future__ import annotations

from marshmallow import fields

from common.domain.notifications.states import Channel, MessageState
from common.platform.auth import Role
from common.platform.fields import Choice, Form, Id, LabelledInteger, LabelledList, LabelledString, View
from common.platform.pages import PAGE, PageQuery, PageView
from common.platform.text import Text

_ID = Text("Pesan", en="Message")


class Recipients(Form):
    """By which channel, and part of the name or address of whom."""

    channel = Choice(Text("Saluran", en="Channel"), Channel, optional=True, load_default=None)
    search = LabelledString(Text("Pencarian", en="Search"), optional=True, load_default=None, longest=100)


class MessageQuery(Recipients, PageQuery):
    state = Choice(Text("Status", en="State"), MessageState, optional=True, load_default=None)


class MessageView(View):
    """How far a message is on one channel. `next_at` is when it is tried, `error` why it failed the last time.

    Only what is `resendable` can be sent again: it failed, and what it says is still so and not out of date.
    """

    id = fields.UUID()
    channel = fields.String(metadata={"enum": list(Channel)})
    recipient = fields.String()
    state = fields.String(metadata={"enum": list(MessageState)})
    attempts = fields.Integer()
    next_at = fields.DateTime()
    sent_at = fields.DateTime(allow_none=True)
    error = fields.String(allow_none=True)
    resendable = fields.Boolean()


class LedgerLineView(View):
    """What one person is notified of after one event, with the message on each channel."""

    id = fields.UUID()
    name = fields.String()
    kind = fields.String()
    subject = fields.String()
    created_at = fields.DateTime()
    messages = fields.List(fields.Nested(MessageView))


class MessagePage(PageView):
    items = fields.List(fields.Nested(LedgerLineView))


class ResendView(View):
    """Messages that were sent again together, and what has become of them until now."""

    requested_at = fields.DateTime()
    total = fields.Integer()
    waiting = fields.Integer()
    sent = fields.Integer()
    failed = fields.Integer()


class FailedView(View):
    """How many messages that failed can be sent again, and the last time that many were."""

    resendable = fields.Integer()
    last = fields.Nested(ResendView, allow_none=True)


class InboxQuery(PageQuery):
    """With `limit` 0 only the unread are counted."""

    limit = LabelledInteger(
        Text("Jumlah baris", en="Number of rows"), least=0, most=100, load_default=PAGE, in_query=True
    )


class InboxItemView(View):
    """`link` is a page of the portal, to be opened in `role`; an empty role is any."""

    id = fields.String()
    kind = fields.String()
    title = fields.String()
    body = fields.String()
    link = fields.String()
    role = fields.String(metadata={"enum": ["", *Role]})
    created_at = fields.DateTime()
    read_at = fields.DateTime(allow_none=True)


class InboxView(PageView):
    items = fields.List(fields.Nested(InboxItemView))
    unread = fields.Integer(metadata={"description": "100 means 100 or more"})


class ReadItems(Form):
    """Without `ids` everything is marked."""

    ids = LabelledList(Id(_ID), _ID, most=100, optional=True, load_default=None)
