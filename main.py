"""What the one image starts: the step that FUNCTION_TARGET names or, as a program, the job of the migrations."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any


def __getattr__(step: str) -> Any:
    """The functions framework asks for its target as for a name of this module; no other step is imported."""
    if not step.isidentifier() or find_spec(f"functions.{step}") is None:
        raise AttributeError(f"there is no step {step}")
    return import_module(f"functions.{step}.main").entry


if __name__ == "__main__":
    from common.ops.migrations.job import main

    main(sys.argv[1:])
