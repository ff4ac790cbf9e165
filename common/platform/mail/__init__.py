"""E-mail: what a message is, and who sends it."""

from common.platform.mail.mailer import Mailer, mailer
from common.platform.mail.message import Appointment, Attachment, Mail, message_id

__all__ = ["Appointment", "Attachment", "Mail", "Mailer", "mailer", "message_id"]
