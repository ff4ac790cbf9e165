"""Packaging: one archive a function, with its own code and nothing else, the same bytes on every machine.

An archive holds no `.pyc`: Google's buildpack compiles the tree, for the very Python that runs it.
"""

from common.ops.build.archive import Archive
from common.ops.build.functions import build

__all__ = ["Archive", "build"]
