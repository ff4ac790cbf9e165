"""PostgreSQL comes up for everybody, keeps what it was given and does not stumble over an earlier end."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pg8000.native import Connection, InterfaceError
from sqlalchemy import create_engine, text

from common.ops.local.parts import PartDied
from common.ops.local.places import Places, free_port
from common.ops.local.postgres import Postgres, is_served
from common.ops.local.rootless import OURSELVES, Identity, nobody, reachable_copy, renamed_root, unprivileged
from common.ops.local.serving import HttpServer
from tests.ops.local.conftest import Begun
from tests.temporary import drop_database

# As root both ways that this machine allows, else the one that is left.
AS_ROOT = [identity for identity in (renamed_root(), nobody()) if identity.may("true")]
IDENTITIES = AS_ROOT if os.geteuid() == 0 else [OURSELVES]


@pytest.fixture(scope="module")
def server(places: Places) -> Iterator[Postgres]:
    with Postgres(places, fast=True) as server:
        yield server


def ask(server: Postgres, question: str, database: str = "postgres") -> Any:
    with Connection("postgres", host="127.0.0.1", port=server.port, database=database, ssl_context=False) as connection:
        return connection.run(question)


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity.prefix[:1] or identity.user)
def test_data_survive_a_restart(fresh_places: Places, identity: Identity) -> None:
    server = Postgres(fresh_places, fast=True, identity=identity)
    with server:
        server.create_database("aslab")
        ask(server, "CREATE TABLE kept AS SELECT 'Ünïcødé' AS word", "aslab")
    assert not server.alive
    with server:
        assert ask(server, "SELECT word, upper(word) FROM kept", "aslab") == [["Ünïcødé", "ÜNÏCØDÉ"]]


def test_data_made_under_one_name_are_read_under_another(fresh_places: Places) -> None:
    for number, identity in enumerate([*IDENTITIES, *IDENTITIES]):
        with Postgres(fresh_places, fast=True, identity=identity) as server:
            server.create_database(f"round_{number}")
            assert server.has_database("round_0")


def test_the_address_is_one_that_sqlalchemy_takes(server: Postgres) -> None:
    engine = create_engine(server.url("postgres"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version()")).scalar_one().startswith("PostgreSQL 18")
    engine.dispose()
    assert server.environment("aslab") == {"DATABASE_URL": server.url("aslab")}


def test_a_database_is_copied_from_a_template_and_dropped_while_somebody_is_in_it(server: Postgres) -> None:
    server.create_database("pattern")
    ask(server, "CREATE TABLE t AS SELECT 7 AS n", "pattern")
    server.create_database('a "strange" copy', template="pattern")
    name = 'a "strange" copy'
    inside = Connection("postgres", host="127.0.0.1", port=server.port, database=name, ssl_context=False)
    assert inside.run("SELECT n FROM t") == [[7]]
    drop_database(server, name)
    assert not server.has_database(name)
    drop_database(server, name)
    with pytest.raises(Exception, match=r"terminat|closed|network"):
        inside.run("SELECT 1")
    with pytest.raises(InterfaceError):
        inside.close()


def test_the_extensions_of_the_schema_are_there(server: Postgres) -> None:
    for extension in ("citext", "btree_gist", "pg_trgm"):
        ask(server, f"CREATE EXTENSION IF NOT EXISTS {extension}")


def test_options_reach_the_server(server: Postgres, fresh_places: Places) -> None:
    assert ask(server, "SHOW fsync") == [["off"]]
    with Postgres(fresh_places, max_connections=25) as careful:
        assert ask(careful, "SHOW max_connections") == [["25"]]
        assert ask(careful, "SHOW fsync") == [["on"]]
        assert careful.port != server.port, "two servers run side by side"


@pytest.mark.parametrize("number", [os.getpid(), 2**22 - 1], ids=["taken by another", "of nobody"])
def test_the_pid_file_of_a_dead_server_does_not_block_the_start(fresh_places: Places, number: int) -> None:
    with Postgres(fresh_places, fast=True) as server:
        kept = (fresh_places.root / "postgres/data/postmaster.pid").read_text()
    (fresh_places.root / "postgres/data/postmaster.pid").write_text("\n".join([str(number), *kept.splitlines()[1:]]))
    with server:
        assert ask(server, "SELECT 1") == [[1]]


def test_a_server_that_was_killed_starts_again_with_its_data(fresh_places: Places) -> None:
    server = Postgres(fresh_places)
    server.start()
    server.create_database("kept")
    os.kill(child_of(fresh_places), signal.SIGKILL)
    while server.alive:
        time.sleep(0.01)
    assert not is_served(fresh_places)
    with server:
        assert server.has_database("kept")


def child_of(places: Places) -> int:
    return int((places.root / "postgres/data/postmaster.pid").read_text().splitlines()[0])


def test_two_servers_on_the_same_data_are_refused(places: Places, server: Postgres, monkeypatch: Any) -> None:
    monkeypatch.setattr("common.ops.local.postgres._DYING_SECONDS", 0.2)
    assert is_served(places)
    with pytest.raises(PartDied, match=rf"process {child_of(places)} serves .* already"):
        Postgres(places).start()


def test_a_port_that_is_taken_is_said_so(fresh_places: Places) -> None:
    port = free_port()
    with HttpServer("It", lambda environ, start: [], port), pytest.raises(PartDied, match=f"port {port} is in use"):
        Postgres(fresh_places, port=port).start()


def test_a_data_folder_that_is_none_is_told_in_one_line(fresh_places: Places) -> None:
    (fresh_places.folder("postgres") / "data").mkdir(mode=0o700)
    unprivileged().own(fresh_places.folder("postgres") / "data")
    with pytest.raises(PartDied, match=r"^PostgreSQL did not start: [^\n]+$"):
        Postgres(fresh_places).start()


def test_no_process_is_left_after_the_stop(fresh_places: Places, begun: Begun) -> None:
    with Postgres(fresh_places, fast=True):
        assert begun()
    assert begun() == set()


@dataclass(frozen=True)
class Barred(Identity):
    """Somebody who may go nowhere but under `allowed`."""

    allowed: Path = Path("/nowhere")

    def may(self, *words: str) -> bool:
        return words[-1].startswith(str(self.allowed)) or words[0].startswith(str(self.allowed))


def test_programs_out_of_reach_are_copied_with_what_lies_beside_them(tmp_path: Path) -> None:
    closed, home = tmp_path / "closed", tmp_path / "open"
    (closed / "pg/bin").mkdir(parents=True)
    (closed / "pg.libs").mkdir()
    home.mkdir()
    (closed / "pg/bin/initdb").write_text("program")
    (closed / "pg.libs/libpq.so").write_text("library")
    found = reachable_copy(Barred(allowed=home), closed / "pg/bin/initdb", closed, ("pg", "pg.libs"), home)
    assert found == home / "pg/bin/initdb"
    assert found.read_text() == "program"
    assert (home / "pg.libs/libpq.so").read_text() == "library"
    with pytest.raises(PartDied, match=r"may not enter .*open: run as an ordinary user, or set DATABASE_URL"):
        reachable_copy(Barred(), closed / "pg/bin/initdb", closed, ("pg", "pg.libs"), home)
