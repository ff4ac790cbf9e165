"""The connection pool, small on purpose: the smallest Cloud SQL has 25 connections for all functions together."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Engine, create_engine, make_url

from common.platform.later import load_later
from common.platform.settings import Settings, settings

# The server ends a statement before the client gives the connection up, and says why.
_LATER_SECONDS = 1.0


@cache
def engine() -> Engine:
    _lighten()
    from common.platform.db import dialect

    here = settings()
    return create_engine(
        dialect.URL,
        creator=_connect(),
        pool_size=here.database_pool_size,
        max_overflow=0,
        pool_timeout=here.database_wait_seconds,
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_use_lifo=True,
        json_serializer=partial(json.dumps, default=plain, ensure_ascii=False),
    )


def _lighten() -> None:
    """What pg8000 imports for passwords by SCRAM and for moments that are not written as PostgreSQL writes them."""
    load_later("scramp", _scramp)
    load_later("dateutil.parser", _dateutil_parser, ParserError=ValueError, parse=_parse)


def _scramp() -> ModuleType:
    import scramp

    module: ModuleType = scramp
    return module


def _dateutil_parser() -> ModuleType:
    from dateutil import parser

    module: ModuleType = parser
    return module


def _parse(text: str) -> Any:
    from dateutil.parser import parser

    return parser().parse(text)


def plain(value: object) -> str:
    """A moment or a day as in every answer of the API, whatever else as its text."""
    return value.isoformat() if isinstance(value, date) else str(value)


def _session(here: Settings) -> dict[str, str]:
    """UTC inside; what waits or hangs must not keep a connection from everybody else.

    A statement outside of a transaction may only read.
    """
    milliseconds = int(here.database_statement_seconds * 1000)
    return {
        "TimeZone": "UTC",
        "default_transaction_read_only": "on",
        "statement_timeout": str(milliseconds),  # the wait for a lock is part of it
        "idle_in_transaction_session_timeout": "60000",
    }


def _connect() -> Callable[[], Any]:
    here = settings()
    if here.database_url:
        return partial(_by_url, make_url(here.database_url))
    if here.cloud_sql_socket_dir:
        return _by_socket
    return _by_connector()


def _by_url(url: URL) -> Any:
    from common.platform.db import driver

    here = settings()
    return driver.Connection(
        here.database_statement_seconds + _LATER_SECONDS,
        user=url.username or "postgres",
        password=url.password,
        host=url.host or "localhost",
        port=url.port or 5432,
        database=url.database,
        # pg8000 builds a CA context on each connect unless it is set not to; ask for TLS with ?sslmode=require.
        ssl_context=url.query.get("sslmode") == "require",
        startup_params=_session(here),
    )


def _by_socket() -> Any:
    """Cloud Run's mounted unix socket; the service account's token is the password (IAM authentication)."""
    from common.platform.db import driver
    from common.platform.db.iam import access_token

    here = settings()
    return driver.Connection(
        here.database_statement_seconds + _LATER_SECONDS,
        user=here.database_user,
        password=access_token(),
        database=here.database_name,
        unix_sock=f"{here.cloud_sql_socket_dir}/{here.cloud_sql_instance}/.s.PGSQL.5432",
        ssl_context=False,
        startup_params=_session(here),
    )


def _by_connector() -> Callable[[], Any]:
    """Where there is no socket: jobs, a database with a private address, an operator (`CLOUD_SQL_SOCKET_DIR=`)."""
    from google.cloud.sql.connector import Connector

    from common.platform.db import driver

    here = settings()
    connector = Connector(refresh_strategy="lazy")
    about = {"user": here.database_user, "db": here.database_name, "enable_iam_auth": True}
    about |= {"ip_type": "private" if here.cloud_sql_private else "public"}

    def connect() -> Any:
        made = connector.connect(here.cloud_sql_instance, "pg8000", **about)
        return driver.Connection.out_of(made, here.database_statement_seconds + _LATER_SECONDS)

    return connect
