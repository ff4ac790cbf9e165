"""The templates of a WhatsApp business account, as Meta's Graph API lists, takes and changes them.

https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/message_templates
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

ACCOUNT_ID = "200000000000001"
_LIST = re.compile(rf"/v\d+\.\d+/{ACCOUNT_ID}/message_templates")
_ONE = re.compile(r"/v\d+\.\d+/(?P<id>3\d{14})")
_PARTS = ("name", "language", "category", "components")
_PAGE = 25


@dataclass
class Templates:
    """By name and language. `required` refuses messages whose template is not there; else each one is taken."""

    known: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    required: bool = False
    status: str = "APPROVED"

    def lacks(self, message: Mapping[str, Any]) -> bool:
        template = message.get("template", {})
        return self.required and (template.get("name"), template.get("language", {}).get("code")) not in self.known

    def answer(self, request: Request) -> dict[str, Any] | None:
        """None for what is not about templates."""
        if _LIST.fullmatch(request.path):
            return self._add(request.get_json()) if request.method == "POST" else self._page(request)
        if request.method == "POST" and (found := _ONE.fullmatch(request.path)):
            [one] = [one for one in self.known.values() if one["id"] == found["id"]]
            one.update(request.get_json(), status=self.status)
            return {"success": True}
        return None

    def _add(self, given: Mapping[str, Any]) -> dict[str, Any]:
        one = {part: given[part] for part in _PARTS}
        one |= {"id": str(300000000000000 + len(self.known)), "status": self.status}
        self.known[given["name"], given["language"]] = one
        return {name: one[name] for name in ("id", "status", "category")}

    def _page(self, request: Request) -> dict[str, Any]:
        begin, everything = int(request.args.get("after", 0)), [*self.known.values()]
        end = begin + min(int(request.args.get("limit", _PAGE)), _PAGE)
        cursors = {"cursors": {"after": str(end)}}
        return {
            "data": everything[begin:end],
            "paging": cursors | ({"next": request.url} if end < len(everything) else {}),
        }
