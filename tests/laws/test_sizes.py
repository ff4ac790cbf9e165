"""Law 2: a function fits half a screen, a module four, a test file a little more."""

from __future__ import annotations

from statistics import median

from tests.laws.source import Definition, Module, modules, product, steps

FUNCTION, MEDIAN, MODULE, STEP, TESTS = 40, 8, 250, 120, 300


def written() -> tuple[Module, ...]:
    """What people write; a revision of the schema is as long as its tables, and types are as long as the contract."""
    versions = "common/ops/migrations/versions/"
    return tuple(module for module in product() if not (module.generated or module.within(versions)))


def lengths() -> list[tuple[int, str]]:
    """Lines of each function with its docstring and without its decorators, and where it is."""
    found = ((module, function) for module in written() for function in module.functions())
    return [(_lines(function), f"{module.at(function)} {function.name}") for module, function in found]


def _lines(function: Definition) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _longer_than(lines: int, among: tuple[Module, ...]) -> list[str]:
    return [f"{module.name} has {module.lines} lines" for module in among if module.lines > lines]


def test_no_function_is_longer_than_half_a_screen() -> None:
    assert [f"{where} has {lines} lines" for lines, where in lengths() if lines > FUNCTION] == []


def test_half_of_the_functions_are_very_short() -> None:
    found = [lines for lines, _ in lengths()]
    assert len(found) > 100
    assert median(found) <= MEDIAN, f"the median of {len(found)} functions is {median(found)} lines"


def test_no_module_is_longer_than_four_screens() -> None:
    assert _longer_than(MODULE, written()) == []


def test_a_step_stays_a_list_of_its_endpoints() -> None:
    assert _longer_than(STEP, steps()) == []


def test_no_test_file_is_longer_than_five_screens() -> None:
    assert _longer_than(TESTS, modules("tests")) == []
