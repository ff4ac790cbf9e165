"""Up to the one normal form, with numbers, addresses and names in many spellings, doubles among them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import IntegrityError

from common.ops import migrations
from common.ops.local.postgres import Postgres
from common.platform.fields import normal
from tests.temporary import drop_database

BORN = datetime(2026, 11, 1, 8, tzinfo=UTC)
SAMPLES = (
    *("19770203 200001 1 001", " f1d022\u2011101", "\uff26\uff11D", "e\u200b\u03011", "ﬁ1", "", "3022311007"),
    *(f"a{letter}b" for letter in normal.BLANKS + normal.LINE_ENDS + normal.INVISIBLE + normal.JOINERS),
    *(f"a{letter}b" for letter in normal.HYPHENS + " \t\n\r\x1c\x1d\x1e\x1f"),
)


@pytest.fixture
def before(postgres: Postgres) -> Iterator[Engine]:
    postgres.create_database("spelled")
    engine = create_engine(postgres.url("spelled"))
    migrations.upgrade(engine, "0007")
    yield engine
    engine.dispose()
    drop_database(postgres, "spelled")


def enter(db: Connection, number: str, **values: Any) -> str:
    """The id of an account that an older version of the code has made."""
    times = {"created_at": BORN, "updated_at": BORN}
    row = {"number": number, "name": "Siti", "role": "mahasiswa"} | times | values
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    return str(db.scalar(text(f"INSERT INTO people ({names}) VALUES ({places}) RETURNING id"), row))


def column(engine: Engine, name: str, table: str = "people") -> dict[str, Any]:
    with engine.connect() as db:
        return {str(key): value for key, value in db.execute(text(f"SELECT id, {name} FROM {table}"))}


def named(engine: Engine) -> list[tuple[str, Any]]:
    with engine.connect() as db:
        lines = text("SELECT subject_id, new FROM audit_log WHERE action = 'person.doubled' ORDER BY id")
        return [tuple(row) for row in db.execute(lines)]


def test_the_database_brings_a_number_to_the_form_of_the_fields(before: Engine) -> None:
    migrations.upgrade(before, "0008")
    with before.connect() as db:
        found = {typed: db.scalar(text("SELECT normal_number(:typed)"), {"typed": typed}) for typed in SAMPLES}
    assert found == {typed: normal.number(typed) for typed in SAMPLES}


def test_what_is_stored_comes_to_its_form(before: Engine) -> None:
    with before.begin() as db:
        spaced = enter(db, "19770203 200001 1 001", name="Ma\u2019ruf\u200b \u00a0Jose\u0301 ", email="A@b.id\u200b")
        small = enter(db, "f1d022\u200b", program="Teknik\u00a0Sipil", email="c@d.id")
        script = enter(db, "3", name="می\u200cخواهم")
        plain = enter(db, "3022311007", name="Budi Santoso")
    migrations.upgrade(before)
    assert column(before, "number") == {
        spaced: "197702032000011001",
        small: "F1D022",
        script: "3",
        plain: "3022311007",
    }
    names = column(before, "name")
    assert (names[spaced], names[script], names[plain]) == ("Ma\u2019ruf Jos\u00e9", "می\u200cخواهم", "Budi Santoso")
    assert column(before, "program")[small] == "Teknik Sipil"
    assert (column(before, "email")[spaced], column(before, "email")[small]) == ("a@b.id", "c@d.id")
    assert set(column(before, "number_double").values()) == {0}
    assert named(before) == []


def test_doubles_are_named_and_stay_as_they_are(before: Engine) -> None:
    later = {"created_at": BORN + timedelta(days=1)}
    with before.begin() as db:
        typed = enter(db, "f1d 022", password_hash="a")
        normally = enter(db, "F1D022", **later)
        shut = enter(db, "19 77", active=False, password_hash="b")
        empty = enter(db, "19  77")
        used = enter(db, "1977\u200b", password_hash="c", **later)
    migrations.upgrade(before)
    numbers, doubles = column(before, "number"), column(before, "number_double")
    assert (numbers[normally], doubles[normally]) == ("F1D022", 0)
    assert (numbers[typed], doubles[typed]) == ("f1d 022", 1)
    assert (numbers[used], doubles[used]) == ("1977", 0), "the one that is active and has a password"
    assert (numbers[empty], doubles[empty]) == ("19  77", 1)
    assert (numbers[shut], doubles[shut]) == ("19 77", 2)
    assert sorted(named(before)) == sorted(
        [(typed, {"number": "f1d 022"}), (empty, {"number": "19  77"}), (shut, {"number": "19 77"})]
    )


def test_an_address_that_another_account_has_stays_and_is_named(before: Engine) -> None:
    with before.begin() as db:
        first = enter(db, "1", email="siti@kampus.test\u200b")
        normally = enter(db, "2", email="SITI@kampus.test", created_at=BORN + timedelta(days=1))
    migrations.upgrade(before)
    emails = column(before, "email")
    assert (emails[normally], emails[first]) == ("siti@kampus.test", "siti@kampus.test\u200b")
    assert named(before) == [(first, {"email": "siti@kampus.test\u200b"})]


def test_a_period_whose_name_another_one_has_keeps_its_own(before: Engine) -> None:
    period = text("INSERT INTO academic_periods (name, starts_on, ends_on) VALUES (:name, :first, :last)")
    with before.begin() as db:
        for name, year in (("Ganjil\u00a02026", 2026), ("Ganjil 2026", 2027), ("Genap\u00a02026", 2028)):
            db.execute(period, {"name": name, "first": f"{year}-01-01", "last": f"{year}-06-30"})
    migrations.upgrade(before)
    assert set(column(before, "name", "academic_periods").values()) == {
        *("Ganjil\u00a02026", "Ganjil 2026", "Genap 2026")
    }


def test_another_spelling_makes_no_second_account_whichever_version_of_the_code_asks(before: Engine) -> None:
    with before.begin() as db:
        enter(db, "f1d 022")
        enter(db, "F1D 022")
    migrations.upgrade(before)
    for spelling in ("F1D022", "f1d022", "F1D0 22\u200b"):
        with pytest.raises(IntegrityError), before.begin() as db:
            enter(db, spelling)


def test_down_again_the_numbers_stay(before: Engine) -> None:
    with before.begin() as db:
        kept = enter(db, "f1d 022")
    migrations.upgrade(before)
    migrations.downgrade(before, "0007")
    assert column(before, "number") == {kept: "F1D022"}
