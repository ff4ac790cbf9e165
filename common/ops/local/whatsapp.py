"""What Meta's Graph API and Fonnte answer to a message, as a WSGI application.

https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
https://docs.fonnte.com/api-send-message
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any
from wsgiref.types import StartResponse, WSGIEnvironment

from common.ops.local.outbox import Outbox
from common.ops.local.whatsapp_templates import Templates

if TYPE_CHECKING:
    from werkzeug.wrappers import Request, Response

PHONE_ID = "100000000000001"
_META_PATH = re.compile(r"/v\d+\.\d+/(?P<phone>\d+)/messages")
_FONNTE_PATH = "/send"


@dataclass(frozen=True)
class Fault:
    """An answer that is a failure: for Meta an error `code` with `details` under an HTTP `status`; for Fonnte, whose
    failures come with status 200, a `reason`. Fonnte answers with `status` where that is 500 or more.
    """

    code: int
    details: str = ""
    status: int = 400
    reason: str = ""


NO_WHATSAPP = Fault(131026, "Message undeliverable", reason="target invalid")
TOO_FAST = Fault(130429, "Cloud API message throughput has been reached", 429, reason="too many requests")
OUT_OF_ORDER = Fault(131016, "Service is overloaded", 503, reason="service unavailable")
BAD_TOKEN = Fault(190, "Invalid OAuth access token", 401, reason="token invalid")
BAD_REQUEST = Fault(100, "Invalid parameter", reason="input invalid")
NO_TEMPLATE = Fault(132001, "Template name does not exist in the translation", 404)


class _Failed(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class WhatsAppService:
    """Takes messages that carry `token` into `outbox`."""

    def __init__(self, outbox: Outbox, token: str) -> None:
        self._outbox, self._token = outbox, token
        self._faults: deque[Fault] = deque()
        self.templates = Templates()
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        from werkzeug.wrappers import Request

        return self._respond(Request(environ))(environ, start_response)

    def fail_next(self, fault: Fault, times: int) -> None:
        with self._lock:
            self._faults.extend([fault] * times)

    def _respond(self, request: Request) -> Response:
        from werkzeug.wrappers import Response

        if request.method == "POST" and _META_PATH.fullmatch(request.path):
            return self._meta(request)
        if request.method == "POST" and request.path == _FONNTE_PATH:
            return self._fonnte(request)
        return self._about_templates(request) or Response("not found", 404)

    def _about_templates(self, request: Request) -> Response | None:
        if request.headers.get("Authorization") != f"Bearer {self._token}":
            return _json(BAD_TOKEN.status, _meta_error(BAD_TOKEN))
        answer = self.templates.answer(request)
        return None if answer is None else _json(200, answer)

    def _meta(self, request: Request) -> Response:
        try:
            self._admit(request.headers.get("Authorization"), f"Bearer {self._token}")
            body = request.get_json(silent=True)
            if not isinstance(body, dict) or body.get("messaging_product") != "whatsapp" or not body.get("to"):
                raise _Failed(BAD_REQUEST)
            if self.templates.lacks(body):
                raise _Failed(NO_TEMPLATE)
            template, text = _read(body)
        except _Failed as failed:
            return _json(failed.fault.status, _meta_error(failed.fault))
        taken = self._outbox.add_whatsapp("meta", _digits(str(body["to"])), text, template, body)
        contacts = [{"input": body["to"], "wa_id": taken.to}]
        messages = [{"id": f"wamid.{taken.id}", "message_status": "accepted"}]
        return _json(200, {"messaging_product": "whatsapp", "contacts": contacts, "messages": messages})

    def _fonnte(self, request: Request) -> Response:
        try:
            self._admit(request.headers.get("Authorization"), self._token)
            if not request.form.get("target") or not request.form.get("message"):
                raise _Failed(BAD_REQUEST)
        except _Failed as failed:
            answered = failed.fault.status if failed.fault.status >= 500 else 200
            return _json(answered, {"status": False, "reason": failed.fault.reason or failed.fault.details})
        form = dict(request.form)
        targets = [_international(target, form.get("countryCode", "62")) for target in form["target"].split(",")]
        taken = [self._outbox.add_whatsapp("fonnte", target, form["message"], "", form).id for target in targets]
        detail = {"detail": "success! message in queue", "process": "pending", "status": True}
        return _json(200, {**detail, "id": taken, "target": targets})

    def _admit(self, given: str | None, expected: str) -> None:
        with self._lock:
            fault = self._faults.popleft() if self._faults else None
        if fault is not None:
            raise _Failed(fault)
        if given != expected:
            raise _Failed(BAD_TOKEN)


def _read(body: Mapping[str, Any]) -> tuple[str, str]:
    """The template's name (empty without one) and what the message says: free text, or the template's parameters."""
    kind = body.get("type", "text")
    if kind == "text" and isinstance(body.get("text"), dict):
        return "", str(body["text"].get("body", ""))
    if kind == "template" and isinstance(body.get("template"), dict):
        template = body["template"]
        parts = [parameter for part in template.get("components", []) for parameter in part.get("parameters", [])]
        return str(template.get("name", "")), "\n".join(str(part.get("text", "")) for part in parts)
    raise _Failed(BAD_REQUEST)


def _meta_error(fault: Fault) -> dict[str, Any]:
    data = {"messaging_product": "whatsapp", "details": fault.details}
    message = f"(#{fault.code}) {fault.details}"
    kind = "OAuthException"
    return {"error": {"message": message, "type": kind, "code": fault.code, "error_data": data, "fbtrace_id": "local"}}


def _json(status: int, body: Mapping[str, Any]) -> Response:
    from werkzeug.wrappers import Response

    return Response(json.dumps(body), status, mimetype="application/json")


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())


def _international(number: str, country: str) -> str:
    """Fonnte puts the country's code in place of a leading zero."""
    digits = _digits(number)
    return f"{country}{digits[1:]}" if digits.startswith("0") and country != "0" else digits
