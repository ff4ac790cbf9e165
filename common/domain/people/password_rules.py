"""Which passwords may be chosen: long enough, and not among the first that somebody would try."""

from __future__ import annotations

from common.platform.auth.passwords import password_fits
from common.platform.errors import Invalid
from common.platform.settings import settings
from common.platform.text import Text

_SHORTEST = 10
_TOO_SHORT = Text(
    f"Kata sandi paling sedikit {_SHORTEST} huruf",
    en=f"The password needs at least {_SHORTEST} characters",
    code="password_too_short",
)
_TOO_EASY = Text("Kata sandi terlalu mudah ditebak", en="The password is too easy to guess", code="password_too_easy")
# zxcvbn's own measure, 0-4: 3 withstands 10^8 guesses, which a slow hash makes expensive.
_LEAST_SCORE = 3
_LONGEST_READ = 72  # characters; its work grows with the square of them


def require_long_enough(password: str) -> None:
    """Raises Invalid at `password`."""
    if len(password) < _SHORTEST:
        raise Invalid(fields={"password": [_TOO_SHORT]})


def require_hard_to_guess(password: str, number: str, name: str, hash_before: str | None) -> None:
    """Refuse what is common, repeated, the owner's number, name or campus, or the password before (AUTH-20).

    Raises Invalid at `password`.
    """
    from zxcvbn import zxcvbn

    campus = settings().campus_name
    known = [number, name, campus, *name.split(), *campus.split(), name.replace(" ", ""), campus.replace(" ", "")]
    score: int = zxcvbn(password[:_LONGEST_READ], user_inputs=known)["score"]
    if score < _LEAST_SCORE or password_fits(hash_before, password):
        raise Invalid(fields={"password": [_TOO_EASY]})
