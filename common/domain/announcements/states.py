"""Whom an announcement is for, and how far it is."""

from enum import StrEnum


class Audience(StrEnum):
    ROLES = "peran"
    APPLICANTS = "pelamar"
    VACANCY_ASLAB = "aslab_lowongan"
    ASLAB = "aslab"


class AnnouncementState(StrEnum):
    """`SENDING` until each message was sent or given up."""

    SENDING = "dikirim"
    DONE = "selesai"
    STOPPED = "dihentikan"
