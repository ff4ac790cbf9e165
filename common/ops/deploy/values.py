"""What a campus decides by itself: a file outside of git, in which no placeholder may stand, and mail that arrives."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable

from common.ops.deploy.commands import Commands, Failed
from common.ops.deploy.target import Target
from common.platform.settings import settings

Agree = Callable[[str], None]
_PLACEHOLDER = "kampus.ac.id"
_WANTED = ("campus", "mail", "alert_email")
_SIGNED = ("place", "signer", "signer_title")
_SECONDS = 10
_EXAMPLE = """campus      = { name = "…", place = "…", signer = "…", signer_title = "…" }
mail        = { host = "smtp.…", user = "…", from = "SI-Aslab <…>" }
alert_email = "…"
"""


def require_values(target: Target) -> None:
    """Raises Failed where the campus has not said who signs its certificates, its own mail, or who is notified."""
    if _PLACEHOLDER in target.domain:
        raise Failed(f"DOMAIN={target.domain} is the example's; give your own.")
    text = target.own.read_text() if target.own.is_file() else ""
    missing = [name for name in _WANTED if not re.search(rf"^{name}\s*=", text, re.MULTILINE)]
    missing += [f"campus.{name}" for name in _SIGNED if "campus" not in missing and not _said(text, "campus", name)]
    if missing:
        raise Failed(f"The campus's own values are missing ({', '.join(missing)}). Write {target.own}:\n{_EXAMPLE}")
    if _PLACEHOLDER in text:
        raise Failed(f"{target.own} still has {_PLACEHOLDER}, which is the example's: put your own there.")


def ask_mail_server(target: Target, commands: Commands, agree: Agree, password: str) -> None:
    """Whether it takes us; without mail nobody but the first admin ever gets a link. It is asked from here."""
    fault = commands.perform("ask the mail server", lambda: _refusal(target.own.read_text(), password), "")
    if fault:
        agree(f"The mail server does not take us ({fault}); without it only `make first-admin LINK=1` lets anybody in")


def _said(text: str, block: str, name: str) -> str:
    return _values(text, block).get(name, "").strip()


def _values(text: str, block: str) -> dict[str, str]:
    """What stands in a block of the file, by name."""
    found = re.search(rf"^{block}\s*=\s*\{{(.*?)\}}\s*(?:#[^\n]*)?$", text, re.MULTILINE | re.DOTALL)
    return dict(re.findall(r'(\w+)\s*=\s*"?([^",}\n]+)"?', found[1] if found else ""))


def _refusal(text: str, password: str) -> str:
    """Why not, in a few words; empty where it does."""
    given = _values(text, "mail")
    user = given.get("user", "")
    if user and not password:
        return f"{user} has no password here: SMTP_PASSWORD, or make secret NAME=smtp-password"
    try:
        with smtplib.SMTP(given.get("host", ""), int(given.get("port", "587")), timeout=_SECONDS) as server:
            if settings().smtp_tls:
                server.starttls(context=ssl.create_default_context())
            if user:
                server.login(user, password)
    except (OSError, ValueError, smtplib.SMTPException) as fault:
        return " ".join(str(fault).split())[:200] or type(fault).__name__
    return ""
