"""How a module and a step are put together."""

from __future__ import annotations

import ast
import re

import pytest

from tests.laws.source import Module, product, steps

SENTENCE = re.compile(r"[A-Z][^\n]*[^.\s]\.")


def test_every_module_says_what_it_is() -> None:
    silent = [module.name for module in product() if module.tree.body and not ast.get_docstring(module.tree)]
    assert silent == [], "begin with one line on what this module is for"


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.name.split("/")[1])
def test_a_step_is_told_in_one_sentence(step: Module) -> None:
    told = ast.get_docstring(step.tree) or ""
    assert SENTENCE.fullmatch(told), f"{step.name}: {told!r} becomes the step's description: one sentence, one line"
    assert ". " not in told, f"{step.name}: one sentence, not two"


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.name.split("/")[1])
def test_a_step_ends_in_its_entry(step: Module) -> None:
    last = ast.unparse(step.tree.body[-1])
    assert last.startswith("entry = serve(__name__"), f"{step.name} ends in {last!r}"


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.name.split("/")[1])
def test_every_operation_of_a_step_is_described(step: Module) -> None:
    silent = [
        function.name for function in step.functions() if function.decorator_list and not ast.get_docstring(function)
    ]
    assert silent == [], "the docstring of a handler becomes its text in the API's description"


def test_a_step_holds_no_class() -> None:
    breaches = [
        f"{step.at(node)} {type(node).__name__}"
        for step in steps()
        for node in ast.walk(step.tree)
        if isinstance(node, ast.ClassDef)
    ]
    assert breaches == [], "what a step decides belongs to a noun under common/"


def test_there_is_no_module_for_whatever_fits_nowhere() -> None:
    nameless = {"utils", "util", "helpers", "misc"}
    found = [module.name for module in product() if module.name.rpartition("/")[2].removesuffix(".py") in nameless]
    assert found == [], "name it after what it knows"


def test_nothing_is_caught_to_be_logged_and_raised_again() -> None:
    breaches = [
        module.at(node)
        for module in product()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and _logs_and_raises(node)
    ]
    assert breaches == [], "law 4: raise what happened; it is logged once, where it is answered"


def _logs_and_raises(handler: ast.ExceptHandler) -> bool:
    logs = any(isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log.") for node in ast.walk(handler))
    return logs and any(isinstance(node, ast.Raise) for node in ast.walk(handler))
