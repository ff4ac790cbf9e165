"""What a handler is given, and what it may give back beside plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from common.platform.auth import Actor
from common.platform.text import INDONESIAN

if TYPE_CHECKING:
    from typing import TypedDict

    from typing_extensions import TypeVar as TypeVarWithDefault

    from common.platform.db import Connection

    class NoForm(TypedDict):
        """Of an endpoint that declares neither body nor query."""

    Form = TypeVarWithDefault("Form", default=NoForm)
else:
    Form = TypeVar("Form")


@dataclass(frozen=True)
class Call(Generic[Form]):
    """One admitted request: the open transaction, the actor, the loaded body or query, and what else it brought.

    `Form` is the generated type of the schema that the endpoint declares, as `Call[NewApplicationForm]`.
    """

    actor: Actor
    session: Connection | None
    body: Form
    query: Form
    cookies: Mapping[str, str]
    origin: str = ""
    language: str = INDONESIAN
    user_agent: str = ""

    @property
    def db(self) -> Connection:
        """The transaction; a function declared without a database has none."""
        if self.session is None:
            raise LookupError("this function is declared without a database")
        return self.session


@dataclass(frozen=True)
class Cookie:
    """`value` None takes the cookie away; `seconds` is its life. The browser knows a secure one by a longer name."""

    name: str
    value: str | None
    seconds: int
    path: str


@dataclass(frozen=True)
class Reply:
    """An answer that sets cookies or headers, or that is a file rather than JSON."""

    data: Any = None
    cookies: Sequence[Cookie] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    content_type: str = "application/json"

    @classmethod
    def file(cls, content: bytes, content_type: str, name: str) -> Self:
        """A file that the browser saves under this name."""
        kept = {"Content-Disposition": f'attachment; filename="{name}"'}
        return cls(content=content, content_type=content_type, headers=kept)


class Json(str):
    """JSON text made by the database, passed on as it is."""
