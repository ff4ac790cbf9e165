"""Refusals as Cloud Storage's XML interface words them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from werkzeug.wrappers import Response


class Refused(Exception):
    """An upload or a read that Cloud Storage would not do either: HTTP status, error code, message, details."""

    def __init__(self, status: int, code: str, message: str, details: str = "") -> None:
        super().__init__(f"{status} {code}: {details or message}")
        self.status, self.code, self.message, self.details = status, code, message, details

    def response(self) -> Response:
        from werkzeug.wrappers import Response

        details = f"<Details>{escape(self.details)}</Details>" if self.details else ""
        body = f"<Error><Code>{self.code}</Code><Message>{escape(self.message)}</Message>{details}</Error>"
        return Response(f"<?xml version='1.0' encoding='UTF-8'?>{body}", self.status, mimetype="application/xml")


def anonymous(action: str) -> Refused:
    return Refused(403, "AccessDenied", "Access denied.", f"Anonymous caller does not have {action} access.")


def bad_signature(details: str = "The signature does not belong to this request.") -> Refused:
    return Refused(403, "SignatureDoesNotMatch", "Access denied.", details)


def malformed(details: str) -> Refused:
    return Refused(400, "InvalidArgument", "Invalid argument.", details)


def policy_unmet(details: str) -> Refused:
    return Refused(400, "InvalidPolicyDocument", "The form does not meet the policy.", details)


def wrong_size(size: int, least: int, most: int) -> Refused:
    code = "EntityTooSmall" if size < least else "EntityTooLarge"
    return Refused(400, code, f"The upload has {size} bytes.", f"{least} to {most} bytes are allowed.")


def no_such_bucket() -> Refused:
    return Refused(404, "NoSuchBucket", "The specified bucket does not exist.")


def no_such_object() -> Refused:
    return Refused(404, "NoSuchKey", "The specified key does not exist.")
