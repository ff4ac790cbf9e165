"""Declarations: what a function answers to, as plain records from which everything else is derived."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from marshmallow import Schema

from common.platform import errors
from common.platform.auth import ANY_SESSION, PUBLIC, Role
from common.platform.errors import Problem

if TYPE_CHECKING:
    from common.http.call import Call

# The names that a request takes its place under, and how many places each may hold at once.
Share = Mapping[str, int]

Handler = TypeVar("Handler", bound=Callable[..., Any])


@dataclass(frozen=True)
class Endpoint:
    """One operation over HTTP. `returns` is a schema, a content type for a file, or None for no content.

    `is_recorded` says that whoever reads this is written into the audit log.
    `cookie` names the cookie that stands in for a token where there is none to send. Of `most_at_once` requests more
    are answered Busy by one instance, so that threads stay free for the function's other operations; 0 is no limit.
    `shares` says how the places are shared out: the request takes one by the first share that has one left.
    """

    method: str
    path: str
    handler: Callable[..., Any]
    roles: frozenset[Role]
    body: type[Schema] | None = None
    query: type[Schema] | None = None
    returns: type[Schema] | str | None = None
    status: int = 200
    errors: tuple[type[Problem], ...] = ()
    hands_out_credentials: bool = False
    repeats_do_no_harm: bool = False
    is_recorded: bool = False
    cookie: str = ""
    most_at_once: int = 0
    shares: Callable[[Call[Any]], Sequence[Share]] | None = None

    @property
    def name(self) -> str:
        return self.handler.__name__

    @property
    def operation_id(self) -> str:
        head, *tail = self.name.split("_")
        return head + "".join(word.capitalize() for word in tail)

    @property
    def public(self) -> bool:
        return self.roles == PUBLIC

    @property
    def only_reads(self) -> bool:
        """Whether it writes nothing, and so needs no transaction."""
        return self.method == "GET" and not self.is_recorded

    @property
    def repeatable_by_key(self) -> bool:
        """Whether it takes an Idempotency-Key: POSTs by known people, but never an answer that holds a credential."""
        needs_none = self.public or self.hands_out_credentials or self.repeats_do_no_harm
        return self.method == "POST" and not needs_none

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(re.findall(r"{(\w+)}", self.path))

    def problems(self) -> tuple[type[Problem], ...]:
        """Every refusal it may answer with: its own, and those that come with what it declares."""
        return tuple(sorted({*self.errors, *self._implied()}, key=lambda problem: (problem.status, problem.code)))

    def _implied(self) -> set[type[Problem]]:
        implied: set[type[Problem]] = {Problem, errors.Busy, errors.Unavailable}
        if self.cookie:
            implied |= {errors.WrongOrigin}
        if not self.public:
            implied |= {errors.Unauthenticated, errors.SessionEnded, errors.Forbidden, errors.RoleChanged}
        if Role.ASLAB in self.roles and self.roles != ANY_SESSION:
            implied |= {errors.AslabAccessEnded, errors.AslabSuspended}
        if self.body:
            implied |= {errors.Invalid, errors.Malformed, errors.TooLarge}
        if self.query:
            implied |= {errors.Invalid}
        if self.parameters:
            implied |= {errors.NotFound}
        if self.repeatable_by_key:
            implied |= {errors.RequestInProgress, errors.IdempotencyKeyReused, errors.Malformed}
        return implied


@dataclass(frozen=True)
class Event:
    """What happened outside: an object's bucket, name and generation, or a document's or schedule's nothing."""

    data: dict[str, Any] = field(default_factory=dict)
    request_id: str = ""


@dataclass(frozen=True)
class Trigger:
    """What starts an event function: `upload` (a bucket's setting), `document` (a path pattern), `schedule` (cron)."""

    kind: str
    source: str
    handler: Callable[[Event], None]

    @property
    def name(self) -> str:
        return self.handler.__name__


ENDPOINTS: dict[str, list[Endpoint]] = defaultdict(list)
TRIGGERS: dict[str, list[Trigger]] = defaultdict(list)


def endpoint(
    method: str,
    path: str,
    *,
    roles: set[Role] | frozenset[Role],
    body: type[Schema] | None = None,
    query: type[Schema] | None = None,
    returns: type[Schema] | str | None = None,
    status: int = 200,
    errors: tuple[type[Problem], ...] = (),
    hands_out_credentials: bool = False,
    repeats_do_no_harm: bool = False,
    is_recorded: bool = False,
    cookie: str = "",
    most_at_once: int = 0,
    shares: Callable[[Call[Any]], Sequence[Share]] | None = None,
) -> Callable[[Handler], Handler]:
    """Declare an operation; the handler itself is given back untouched."""

    def declare(handler: Handler) -> Handler:
        what = (body, query, returns, status, errors, hands_out_credentials, repeats_do_no_harm, is_recorded)
        record = Endpoint(method, path, handler, frozenset(roles), *what, cookie, most_at_once, shares)
        ENDPOINTS[handler.__module__].append(record)
        return handler

    return declare


def on_upload(bucket: str) -> Callable[[Handler], Handler]:
    """An object was finished in the bucket that the setting `bucket` names."""
    return _trigger("upload", bucket)


def on_document(path: str) -> Callable[[Handler], Handler]:
    """A Firestore document was created at `path`, a pattern such as `signals/{signal}`."""
    return _trigger("document", path)


def on_schedule(cron: str) -> Callable[[Handler], Handler]:
    """It is time, by a cron line in the campus's zone."""
    return _trigger("schedule", cron)


def _trigger(kind: str, source: str) -> Callable[[Handler], Handler]:
    def declare(handler: Handler) -> Handler:
        TRIGGERS[handler.__module__].append(Trigger(kind, source, handler))
        return handler

    return declare
