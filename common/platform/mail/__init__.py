"""E-mail: what a message is, and who carries it."""

from common.platform.mail.mail import Attachment, Mail, Mailer, mailer, message_id

__all__ = ["Attachment", "Mail", "Mailer", "mailer", "message_id"]
