"""By which channel a message goes, and how far it is."""

from enum import StrEnum


class Channel(StrEnum):
    EMAIL = "email"
    WHATSAPP = "whatsapp"
    INBOX = "kotak_masuk"


class MessageState(StrEnum):
    QUEUED = "antre"
    SENT = "terkirim"
    FAILED = "gagal"
