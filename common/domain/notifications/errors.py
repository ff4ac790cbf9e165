"""Refusals about messages."""

from common.platform.errors import Conflict
from common.platform.text import Text


class MessageNotFailed(Conflict):
    code = "message_not_failed"
    title = Text("Hanya pesan yang gagal yang dapat dikirim ulang", en="Only a failed message can be sent again")


class NothingToResend(Conflict):
    code = "nothing_to_resend"
    title = Text(
        "Tidak ada pesan gagal yang dapat dikirim ulang",
        en="There is no failed message that can be sent again",
    )


class MessageWithdrawn(Conflict):
    """What the message says is no longer so."""

    code = "message_withdrawn"
    title = Text(
        "Pesan ini sudah dibatalkan dan tidak dapat dikirim ulang",
        en="This message was withdrawn and cannot be sent again",
    )


class MessageExpired(Conflict):
    code = "message_expired"
    title = Text(
        "Pesan ini sudah kedaluwarsa dan tidak dapat dikirim ulang",
        en="This message is out of date and cannot be sent again",
    )
