"""Sends the one-time link for a password, and sets the password by it."""

from common.auth import PUBLIC
from common.http import Call, endpoint, serve
from common.people import passwords
from common.people.errors import LinkNotValid
from common.people.schemas import NewPassword, Notice, PasswordLinkRequest
from common.text import Text

_SENT = Text(
    "Jika akun terdaftar, tautan telah dikirim ke email Anda",
    en="If the account exists, a link was sent to your e-mail",
)


@endpoint("POST", "/v1/password-links", roles=PUBLIC, body=PasswordLinkRequest, returns=Notice, status=202)
def request_password_link(call: Call) -> dict[str, str]:
    """Ask for a link to set a new password; the answer is the same whether the address is known or not."""
    passwords.send_reset_link(call.db, call.body["email"])
    return {"message": _SENT.to(call.language)}


@endpoint("PUT", "/v1/password", roles=PUBLIC, body=NewPassword, status=204, errors=(LinkNotValid,))
def set_password(call: Call) -> None:
    """Set a password by a link that is neither used nor expired; every other session of the person ends."""
    passwords.set_password(call.db, call.actor, **call.body)


entry = serve(__name__, live=True, memory=512)
