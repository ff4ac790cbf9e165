"""Each operator on a line of its own."""

from __future__ import annotations

import ast
from enum import StrEnum
from textwrap import indent

import pytest

from tests.laws.source import Module
from tests.mutants.edits import Edit, contrast, edits


class ShelfState(StrEnum):
    EMPTY = "empty"
    FULL = "full"


class Role(StrEnum):
    CLERK = "clerk"
    OWNER = "owner"


NAMES = {"ShelfState": ShelfState, "Role": Role}


def found(text: str) -> list[Edit]:
    return edits(Module("shop/till.py", text), NAMES)


def after(edit: Edit) -> str:
    """The function with the mutant in it."""
    with edit.place.changed_to(edit.node):
        return ast.unparse(edit.place.owner.node)


def changed(line: str, operator: str, head: str = "def f(a, b):") -> list[str]:
    """What the operator makes of a function of one line."""
    wrongs = [after(edit) for edit in found(f"{head}\n{indent(line, '    ')}") if edit.operator == operator]
    return [" ".join(wrong.removeprefix(head).split()) for wrong in wrongs]


@pytest.mark.parametrize(
    ("operator", "line", "wrongs"),
    [
        ("boundary", "a < b", ["a <= b"]),
        ("boundary", "a >= b", ["a > b"]),
        ("boundary", "a.at < clock.now()", []),
        ("boundary", "0 < a <= b", ["0 <= a <= b", "0 < a < b"]),
        ("cmp-reverse", "a < b", ["a > b"]),
        ("cmp-eq", "a == b", ["a != b"]),
        ("cmp-none", "a is None", ["a is not None"]),
        ("cmp-none", "c.a.is_(None)", ["c.a.is_not(None)"]),
        ("cmp-in", "a not in b", ["a in b"]),
        ("cmp-in", "c.a.in_(b)", ["c.a.not_in(b)"]),
        ("negate-if", "if a: b = 1", ["if not a: b = 1"]),
        ("negate-if", "if a < b: b = 1", []),
        ("negate", "return not a", ["return a"]),
        ("negate", "return ~a", ["return a"]),
        ("and-or", "return a or b", ["return a and b"]),
        ("and-or", "return (a == 1) & b", ["return (a == 1) | b"]),
        ("drop-condition", "return a and b and c", ["return b and c", "return a and c", "return a and b"]),
        ("drop-condition", "return a or b", ["return b", "return a"]),
        ("drop-condition", "return [x for x in a if x]", ["return [x for x in a]"]),
        ("guard", "if a: raise b", ["pass"]),
        ("guard", "if a: return", ["pass"]),
        ("guard", "if a: return 1\nelse: b = 1", []),
        ("const-int", "return 7", ["return 8"]),
        ("const-bool", "a(locked=True)", ["a(locked=False)"]),
        ("const-int", "return True", []),
        ("timedelta", "return timedelta(days=a)", ["return timedelta(days=a) * 2"]),
        ("arith", "return a + b", ["return a - b"]),
        ("arith", "return a * b", ["return a + b"]),
        ("arith", "return a + '!'", []),
        ("ternary", "return a if b else c", ["return a", "return c"]),
        ("value-none", "return {'a': a, 'b': None}", ["return {'a': None, 'b': None}"]),
        ("drop-where", "q.where(a == 1)", ["q"]),
        ("drop-where", "q.where(a, b)", ["q.where(b)", "q.where(a)"]),
        ("drop-where", "return a & b", ["return a", "return b"]),
        ("lock", "return q.with_for_update(read=True).one()", ["return q.one()"]),
        ("const-bool", "return q.with_for_update(read=True)", []),
        ("lock", "db.execute(q.with_for_update())", ["pass", "db.execute(q)"]),
        ("order", "return q.order_by(a.desc())", ["return q", "return q.order_by(a)"]),
        ("on-conflict", "db.run(q.on_conflict_do_nothing())", ["db.run(q)"]),
        ("write-dropped", "q.values(a=a, b=b)", ["q.values(b=b)", "q.values(a=a)"]),
        ("audit-removed", "audit.record(db, a)", ["pass"]),
        ("audit-detail", "audit.record(db, new=a)", ["audit.record(db, new=None)"]),
        ("check-removed", "_require_room(a)", ["pass"]),
        ("check-removed", "TABLE.check(a, b)", ["pass"]),
        ("notify-removed", "notify_lecturer(a)", ["pass"]),
        ("wake-removed", "on_commit(db, a)", ["pass"]),
        ("call-removed", "close(a)", ["pass"]),
        ("call-removed", "log.warning(a)", []),
        ("state-swap", "return ShelfState.FULL", ["return ShelfState.EMPTY"]),
        ("role", "return Role.CLERK", ["return Role.OWNER"]),
        (
            "state-swap",
            "return {ShelfState.FULL, x}",
            ["return {x}", "return {ShelfState.FULL}", "return {ShelfState.EMPTY, x}"],
        ),
    ],
)
def test_an_operator_changes_one_thing(operator: str, line: str, wrongs: list[str]) -> None:
    assert changed(line, operator) == wrongs


@pytest.mark.parametrize(
    ("returns", "wrongs"),
    [
        ("bool", ["return True", "return False"]),
        ("UUID | None", ["return None"]),
        ("list[str]", ["return []"]),
        ("UUID", []),
    ],
)
def test_what_is_returned_becomes_a_constant_of_its_type(returns: str, wrongs: list[str]) -> None:
    assert changed("return g()", "return-const", f"def f() -> {returns}:") == wrongs


def test_a_state_table_loses_a_move_or_opens_it_to_everybody() -> None:
    table = "T = StateTable({(S.A, S.B): by(Role.CLERK), (S.B, S.C): by(Role.OWNER)})"
    wrongs = {(edit.operator, after(edit)) for edit in found(table)}
    assert ("move-dropped", "T = StateTable({(S.A, S.B): by(Role.CLERK)})") in wrongs
    assert ("role", "T = StateTable({(S.A, S.B): by(Role.CLERK), (S.B, S.C): by(Role.OWNER) | by(*Role)})") in wrongs


def test_what_import_has_made_is_left_alone() -> None:
    step = "@endpoint(status=201)\ndef f(a: int = 1) -> Any: ..."
    assert found(f"{step}\nT = Table('t', m, Column(nullable=False))\nclass S:\n    a = 1") == []


def test_a_tree_is_as_it_was_after_each_mutant() -> None:
    text = "def f(a, b):\n    if a < b and (not a):\n        raise E()\n    return {'x': q.where(a).order_by(b.desc())}"
    made = found(text)
    wrongs = [after(edit) for edit in made]
    assert text not in wrongs
    assert ast.unparse(made[0].place.owner.node) == text


def test_a_mutant_says_where_it_is_and_shows_what_differs() -> None:
    edit = next(
        edit for edit in found("def f(a):\n    x = 1\n    return (1,\n        a < 2)") if edit.operator == "boundary"
    )
    mutant = edit.mutant
    assert (mutant.file, mutant.owner, mutant.statement, mutant.line) == ("shop/till.py", "f", 3, 4)
    assert (mutant.before, mutant.after) == ("return (1, a < 2)", "return (1, a <= 2)")


def test_of_a_long_statement_the_part_that_differs_is_shown() -> None:
    one, other = (f"{'start ' * 9}{sign}{' end' * 9}" for sign in "<>")
    assert contrast(one, other) == tuple(f"…start start start start {sign}{' end' * 6}…" for sign in "<>")
