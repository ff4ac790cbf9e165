"""The fields that forms are made of: each knows its label and says what is wrong with it in two languages."""

from common.platform.fields.base import Form, View, not_valid, required
from common.platform.fields.faults import flatten, only
from common.platform.fields.values import Day, Flag, Id, Ipk, Moment, Several, Whole
from common.platform.fields.words import Choice, Email, Secret, WhatsApp, Words

__all__ = [
    "Choice",
    "Day",
    "Email",
    "Flag",
    "Form",
    "Id",
    "Ipk",
    "Moment",
    "Secret",
    "Several",
    "View",
    "WhatsApp",
    "Whole",
    "Words",
    "flatten",
    "not_valid",
    "only",
    "required",
]
