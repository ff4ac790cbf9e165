"""`python -m tests.contract.examples`: runs the tests that call an operation whose example is missing or unfit."""

from __future__ import annotations

import re
import sys

import pytest

from common.ops.checkout import CHECKOUT
from common.ops.contract import load_functions, openapi
from common.ops.contract.examples import examples
from tests.client import operations
from tests.contract.examples.fitting import unfit

TREES = ("uat", "flows", "functions")


def main() -> int:
    wanting = unfit(openapi.document(load_functions()), examples())
    names = {name for name, endpoint in operations().items() if endpoint.operation_id in wanting}
    files = (file for tree in TREES for file in (CHECKOUT / "tests" / tree).rglob("test_*.py"))
    # Those of functions call what lists beside them name.
    calling = [
        file for file in files if "functions" in file.parts or names & set(re.findall(r'"(\w+)"', file.read_text()))
    ]
    if not wanting:
        return 0
    plugin = "tests.contract.examples.recorder"
    return int(pytest.main(["-n0", "-q", "-p", plugin, *map(str, sorted(calling))]))


if __name__ == "__main__":
    sys.exit(main())
