"""One request: who asks, what was sent, one decision in one transaction, one answer."""

from common.http.call import Call, Cookie, Json, Reply
from common.http.declare import Event, endpoint, on_document, on_schedule, on_upload
from common.http.serve import serve

__all__ = [
    "Call",
    "Cookie",
    "Event",
    "Json",
    "Reply",
    "endpoint",
    "on_document",
    "on_schedule",
    "on_upload",
    "serve",
]
