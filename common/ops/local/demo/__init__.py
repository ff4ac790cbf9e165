"""The demo campus that `make run` loads on its first start: a small one with every state in it."""

from common.ops.local.demo.load import load_demo
from common.ops.local.demo.logins import LOGINS, Login

__all__ = ["LOGINS", "Login", "load_demo"]
