"""Which passwords may be chosen: long enough, and not among the first that somebody would try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.platform.auth.passwords import hash_password, password_fits
from common.platform.errors import Invalid
from common.platform.settings import settings
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.people.rows import WholePersonRow

_SHORTEST = 10
_TOO_SHORT = Text(
    f"Kata sandi paling sedikit {_SHORTEST} huruf",
    en=f"The password needs at least {_SHORTEST} characters",
    code="password_too_short",
)
_TOO_EASY = Text("Kata sandi terlalu mudah ditebak", en="The password is too easy to guess", code="password_too_easy")
# zxcvbn's own measure, 0-4: 3 withstands 10^8 guesses, which a slow hash makes expensive.
_LEAST_SCORE = 3
# zxcvbn's lists are of English words. With a digit or a year behind it, each of these would be taken for hard.
_LOCAL_WORDS = (
    *("sandi", "katasandi", "rahasia", "mahasiswa", "mahasiswi", "dosen", "asisten", "asistenlab", "aslab", "lab"),
    *("laboratorium", "praktikum", "kampus", "kuliah", "universitas", "fakultas", "informatika", "teknik", "indonesia"),
    *("bangka", "belitung", "pangkalpinang", "bandung", "bismillah", "semangat", "lulus", "cinta", "sayang", "merdeka"),
)
_LONGEST_READ = 72  # characters; its work grows with the square of them


def require_long_enough(password: str) -> None:
    """Raises Invalid at `password`."""
    if len(password) < _SHORTEST:
        raise Invalid(fields={"password": [_TOO_SHORT]})


def hash_of_new(password: str, owner: WholePersonRow) -> str | Invalid:
    """What is kept of a new password; it takes long, and is made while no connection is held.

    What is common, repeated, the owner's number, name or campus, or the password before is refused (AUTH-20).
    """
    if _is_easy_to_guess(password, owner.number, owner.name) or password_fits(owner.password_hash, password):
        return Invalid(fields={"password": [_TOO_EASY]})
    return hash_password(password)


def _is_easy_to_guess(password: str, number: str, name: str) -> bool:
    from zxcvbn import zxcvbn

    campus = settings().campus_name
    known = [number, name, campus, *name.split(), *campus.split(), name.replace(" ", ""), campus.replace(" ", "")]
    score: int = zxcvbn(password[:_LONGEST_READ], user_inputs=[*known, *_LOCAL_WORDS])["score"]
    return score < _LEAST_SCORE
