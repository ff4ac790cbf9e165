"""The notification plane on PostgreSQL, for one machine: the stand-in for Firestore.

Its schema `live` is made at the first use. It is no part of the product's migrations and nothing of the product reads
it: what Firestore could not do may not be done here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from threading import Condition

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Identity,
    Index,
    MetaData,
    String,
    Table,
    create_engine,
    delete,
    func,
    insert,
    make_url,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_if_new
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from common.platform import clock
from common.platform.live.inbox import (
    SIGNAL_LIFE,
    UNREAD_CAP,
    InboxItem,
    InboxPage,
    checked_id,
    checked_limit,
    cut,
    is_id,
    read_cursor,
)
from common.platform.outside import OUT_OF_REACH, Outage, means, translated

# Any number that nobody else in this database locks: two processes may make the schema at the same moment.
_SCHEMA_LOCK = 5_140_501

_metadata = MetaData(schema="live")
_Moment = DateTime(timezone=True)
# Bytes decide the order of ids, as they do in Firestore.
_Id = String(collation="C")

_signals = Table(
    "signals",
    _metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("topic", String, nullable=False),
    Column("at", _Moment, nullable=False),
    Column("expires_at", _Moment, nullable=False),
    Column("taken", Boolean, nullable=False, server_default="false"),
)
Index("signals_not_taken", _signals.c.id, postgresql_where=~_signals.c.taken)

_items = Table(
    "inbox",
    _metadata,
    Column("person_id", _Id, primary_key=True),
    Column("id", _Id, primary_key=True),
    *(Column(name, String, nullable=False) for name in ("kind", "title", "body", "link", "role")),
    Column("created_at", _Moment, nullable=False),
    Column("expires_at", _Moment, nullable=False),
    Column("read_at", _Moment),
)
Index("inbox_newest", _items.c.person_id, _items.c.created_at, _items.c.id)
Index("inbox_unread", _items.c.person_id, _items.c.expires_at, postgresql_where=_items.c.read_at.is_(None))

_ended_sessions = Table(
    "ended_sessions",
    _metadata,
    Column("id", _Id, primary_key=True),
    Column("expires_at", _Moment, nullable=False),
)

# pg8000 lets the socket's own faults through.
_FAULTS = dict.fromkeys((InterfaceError, OperationalError, PoolTimeout, OSError), means(Outage, OUT_OF_REACH))


class Arrivals:
    """Wakes whoever waits in this process for a signal, so that nobody has to ask again and again."""

    def __init__(self) -> None:
        self._changed, self.count = Condition(), 0

    def add(self) -> None:
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """Until there are more than `seen`, or the time is up; how many there are then."""
        with self._changed:
            self._changed.wait_for(lambda: self.count != seen, seconds)
            return self.count


arrivals = Arrivals()


class EmbeddedLive:
    """`timeout` in seconds, for a connection and for each answer."""

    def __init__(self, url: str, timeout: float) -> None:
        self._url, self._timeout = url, timeout

    def signal(self, topic: str) -> None:
        now = clock.now()
        with self._open() as store:
            store.execute(insert(_signals).values(topic=topic, at=now, expires_at=now + SIGNAL_LIFE))
        arrivals.add()

    def add_item(self, person_id: str, item: InboxItem) -> None:
        row = {**vars(item), "id": checked_id(item.id), "person_id": checked_id(person_id)}
        with self._open() as store:
            store.execute(insert_if_new(_items).values(row).on_conflict_do_nothing())

    def inbox(self, person_id: str, *, limit: int, before: str | None = None) -> InboxPage:
        start, now = read_cursor(before) if before else None, clock.now()
        alive = (_items.c.person_id == checked_id(person_id), _items.c.expires_at > now)
        newest = select(_items).where(*alive).order_by(_items.c.created_at.desc(), _items.c.id.desc())
        if start:
            newest = newest.where(tuple_(_items.c.created_at, _items.c.id) < tuple_(*start))
        newest = newest.limit(checked_limit(limit) + 1)
        waiting = select(_items.c.id).where(*alive, _items.c.read_at.is_(None)).limit(UNREAD_CAP).subquery()
        with self._open() as store:
            unread = store.execute(select(func.count()).select_from(waiting)).scalar_one()
            rows = store.execute(newest).mappings() if limit else ()
            found = [InboxItem(**{name: row[name] for name in InboxItem.__match_args__}) for row in rows]
        return cut(found, limit, unread)

    def mark_read(self, person_id: str, item_ids: Sequence[str] | None) -> None:
        marked = update(_items).where(_items.c.person_id == checked_id(person_id), _items.c.read_at.is_(None))
        if item_ids is not None:
            marked = marked.where(_items.c.id.in_([item_id for item_id in item_ids if is_id(item_id)]))
        with self._open() as store:
            store.execute(marked.values(read_at=clock.now()))

    def end_session(self, session_id: str, until: datetime) -> None:
        ended = insert_if_new(_ended_sessions).values(id=checked_id(session_id), expires_at=until)
        with self._open() as store:
            store.execute(ended.on_conflict_do_update(index_elements=["id"], set_={"expires_at": until}))

    def has_ended(self, session_id: str) -> bool:
        this = (_ended_sessions.c.id == checked_id(session_id)) & (_ended_sessions.c.expires_at > clock.now())
        with self._open() as store:
            return store.execute(select(_ended_sessions.c.id).where(this)).first() is not None

    def take_signals(self, most: int = 100) -> list[str]:
        """The topics of signals that nobody has taken yet, oldest first; each is given to one taker, once."""
        fresh = select(_signals.c.id).where(~_signals.c.taken).order_by(_signals.c.id).limit(most)
        taken = update(_signals).where(_signals.c.id.in_(fresh.with_for_update(skip_locked=True)))
        with self._open() as store:
            rows = store.execute(taken.values(taken=True).returning(_signals.c.id, _signals.c.topic)).all()
        return [row.topic for row in sorted(rows)]

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _open(self) -> Iterator[Connection]:
        with translated(_FAULTS), self._prepared.connect() as store, _clean(store):
            yield store

    @cached_property
    def _engine(self) -> Engine:
        url = make_url(self._url)
        # pg8000 builds a CA context on each connect unless it is set not to.
        secure = url.query.get("sslmode") == "require"
        return create_engine(
            url.set(drivername="postgresql+pg8000", query={}),
            connect_args={"ssl_context": secure, "timeout": self._timeout},
            pool_size=2,
            pool_timeout=self._timeout,
            pool_pre_ping=True,
            # Each call is one statement.
            isolation_level="AUTOCOMMIT",
        )

    @cached_property
    def _prepared(self) -> Engine:
        """The engine with the schema in place, and what has expired swept out."""
        with self._engine.connect().execution_options(isolation_level="READ COMMITTED") as store, store.begin():
            store.execute(select(func.pg_advisory_xact_lock(_SCHEMA_LOCK)))
            store.execute(text("CREATE SCHEMA IF NOT EXISTS live"))
            _metadata.create_all(store)
            for table in (_signals, _items, _ended_sessions):
                store.execute(delete(table).where(table.c.expires_at < clock.now()))
        return self._engine


@contextmanager
def _clean(store: Connection) -> Iterator[None]:
    """Give a connection back only in a known state.

    pg8000 encodes values after it has asked the server about the statement: when that raises, the answer stays unread,
    and the next user of the connection reads it as the answer to something else.
    """
    try:
        yield
    except DBAPIError:
        raise
    except BaseException:
        store.invalidate()
        raise
