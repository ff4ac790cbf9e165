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

SCENARIOS = ("uat", "flows")
# It calls every operation; what lies beside it names them.
EVERYTHING = "tests/functions"


def main() -> int:
    wanting = unfit(openapi.document(load_functions()), examples())
    names = {name for name, endpoint in operations().items() if endpoint.operation_id in wanting}
    files = [file for tree in SCENARIOS for file in (CHECKOUT / "tests" / tree).rglob("test_*.py")]
    named = {file: names & set(re.findall(r'"(\w+)"', file.read_text(encoding="utf-8"))) for file in files}
    calling = [str(file) for file, found in named.items() if found]
    if names - set().union(*named.values()):
        calling.append(EVERYTHING)
    if not wanting:
        return 0
    return int(pytest.main(["-n0", "-q", "-p", "tests.contract.examples.recorder", *sorted(calling)]))


if __name__ == "__main__":
    sys.exit(main())
