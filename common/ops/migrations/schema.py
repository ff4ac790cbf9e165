"""Every table of the product in one catalogue, for migrations and tests."""

from common.platform.db import metadata

__all__ = ["metadata"]
