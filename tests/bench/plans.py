"""The statements that our own code sends, each with the plan by which it was really executed (auto_explain)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.event import listen, remove

# Tables whose rows grow in number for as long as a campus goes on.
BIG = frozenset(
    {
        "application_counts",
        "application_documents",
        "application_steps",
        "applications",
        "attendance_corrections",
        "attendance_weeks",
        "attendances",
        "audit_log",
        "certificates",
        "contracts",
        "messages",
        "people",
        "refresh_tokens",
        "scores",
        "sessions",
        "tasks",
        "uploads",
        "vacancies",
    }
)
# One text, however many values there are.
_LIST = re.compile(r"\((?:\$\d+(?:::\w+)?(?:, )?)+\)")
_SETTINGS = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_format": "json",
    "auto_explain.log_nested_statements": "on",
    "client_min_messages": "log",
}


@dataclass(frozen=True)
class Scan:
    """How one place of a plan reads a table; `rows` are those that it looked at."""

    table: str
    way: str
    rows: float


@dataclass(frozen=True)
class Statement:
    text: str
    milliseconds: float
    buffers: int
    scans: tuple[Scan, ...]

    def of_big_tables(self) -> Iterator[Scan]:
        return (scan for scan in self.scans if scan.table in BIG)


def explain_all(engine: Engine, **more: str) -> None:
    """Every connection to this database from now on reports its plans; `more` settings go with it."""
    with engine.begin() as db:
        name = engine.dialect.identifier_preparer.quote_identifier(str(db.scalar(text("SELECT current_database()"))))
        for setting, value in {**_SETTINGS, **more}.items():
            db.exec_driver_sql(f"ALTER DATABASE {name} SET {setting} = '{value}'")
    engine.dispose()


@contextmanager
def statements(engine: Engine) -> Iterator[list[Statement]]:
    """What is executed inside, with what triggers execute; complete at the end, as a plan comes when it is put away."""
    found: list[Statement] = []

    def remember(connection: Any, *_: Any) -> None:
        notices = connection.connection.dbapi_connection.notices
        while notices:
            if statement := _statement(notices.popleft()):
                found.append(statement)

    with engine.connect() as last:
        remember(last)
    found.clear()
    listen(engine, "after_cursor_execute", remember)
    yield found
    remove(engine, "after_cursor_execute", remember)
    # The connection that was used last is the first that the pool gives out.
    with engine.connect() as last:
        remember(last)


def _statement(notice: Mapping[bytes, bytes]) -> Statement | None:
    heading, _, plan = notice.get(b"M", b"").decode().partition("plan:")
    if not plan:
        return None
    report = json.loads(plan)
    top = report["Plan"]
    buffers = top.get("Shared Hit Blocks", 0) + top.get("Shared Read Blocks", 0) + top.get("Temp Read Blocks", 0)
    milliseconds = float(heading.removeprefix("duration: ").split(" ")[0])
    return Statement(
        _LIST.sub("(...)", " ".join(report["Query Text"].split())), milliseconds, buffers, tuple(_scans(top))
    )


def _scans(node: Mapping[str, Any]) -> Iterator[Scan]:
    if (table := node.get("Relation Name")) and "Scan" in node["Node Type"]:
        left_out = ("Rows Removed by Filter", "Rows Removed by Index Recheck", "Rows Removed by Join Filter")
        each = node.get("Actual Rows", 0) + sum(node.get(name, 0) for name in left_out)
        yield Scan(table, node["Node Type"], each * node.get("Actual Loops", 1))
    for child in node.get("Plans", ()):
        yield from _scans(child)
