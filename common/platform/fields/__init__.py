"""The fields that forms are made of: each knows its label and says what is wrong with it in two languages."""

from common.platform.fields.base import Form, View, not_valid, required
from common.platform.fields.faults import flatten, require
from common.platform.fields.values import (
    Id,
    Ipk,
    LabelledBoolean,
    LabelledDate,
    LabelledDateTime,
    LabelledDict,
    LabelledInteger,
    LabelledList,
)
from common.platform.fields.words import Choice, Email, LabelledPassword, LabelledString, NumberField, WhatsApp

__all__ = [
    "Choice",
    "Email",
    "Form",
    "Id",
    "Ipk",
    "LabelledBoolean",
    "LabelledDate",
    "LabelledDateTime",
    "LabelledDict",
    "LabelledInteger",
    "LabelledList",
    "LabelledPassword",
    "LabelledString",
    "NumberField",
    "View",
    "WhatsApp",
    "flatten",
    "not_valid",
    "require",
    "required",
]
