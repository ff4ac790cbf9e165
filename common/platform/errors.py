"""Refusals: each class has its status, its code and its sentence once, and is raised where it is noticed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self, TypedDict

from common.platform.text import Text

FieldErrors = Mapping[str, Sequence[Text]]


class Problem(Exception):
    """An answer other than the one asked for, sent as `application/problem+json` (RFC 9457).

    Raised, it undoes the transaction; *returned* by a handler, it is answered and what was written stays.
    `values` fill the placeholders of the title. `retry_after` is in seconds.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    title: ClassVar[Text] = Text(
        "Terjadi kesalahan pada sistem. Coba lagi nanti.", en="Something went wrong. Try again later."
    )
    retry_after: int | None = None
    audited: ClassVar[bool] = False

    def __init__(self, *, fields: FieldErrors | None = None, retry_after: int | None = None, **values: Any) -> None:
        self.fields: FieldErrors = fields or {}
        self.values = values
        self.retry_after = retry_after if retry_after is not None else type(self).retry_after
        super().__init__(self.code)

    def text(self) -> Text:
        return self.title.format(**self.values)

    @classmethod
    def at(cls, field: str, **values: Any) -> Self:
        """The refusal, shown at one field as well."""
        problem = cls(**values)
        problem.fields = {field: [Text(problem.text(), problem.text().en, cls.code)]}
        return problem


class WhyNot(TypedDict):
    """How an answer about several says of one why nothing was done; null where it was."""

    code: str | None
    message: str | None


def why_not(problem: Problem | None, language: str) -> WhyNot:
    if problem is None:
        return {"code": None, "message": None}
    return {"code": problem.code, "message": problem.text().to(language)}


class Invalid(Problem):
    """Wrong input, named at the field that is wrong."""

    status = 422
    code = "invalid_input"
    title = Text("Periksa kembali isian Anda", en="Please check what you entered")


class Malformed(Problem):
    status = 400
    code = "malformed_request"
    title = Text("Permintaan tidak dapat dibaca", en="The request cannot be read")


class Unauthenticated(Problem):
    status = 401
    code = "unauthenticated"
    title = Text("Silakan masuk terlebih dahulu", en="Please sign in first")


class SessionEnded(Problem):
    status = 401
    code = "session_ended"
    title = Text("Sesi Anda berakhir, silakan masuk kembali", en="Your session has ended, please sign in again")


class Forbidden(Problem):
    status = 403
    code = "forbidden"
    title = Text("Anda tidak memiliki akses ke halaman ini", en="You have no access to this page")
    audited = True


class RoleChanged(Problem):
    status = 403
    code = "role_changed"
    title = Text("Peran Anda telah berubah", en="Your role has changed")


class AslabAccessEnded(Problem):
    """None of the aslab's contracts is running any more; asked of the database at each request."""

    status = 403
    code = "aslab_access_ended"
    title = Text(
        "Kontrak Anda sudah berakhir. Akses Aslab Anda telah berakhir.",
        en="Your contract has ended. Your access as a lab assistant has ended.",
    )


class AslabSuspended(Problem):
    """None of the aslab's contracts is running, and one of them is suspended (ACT-08)."""

    status = 403
    code = "aslab_suspended"
    title = Text(
        "Kontrak Anda sedang ditangguhkan. Hubungi admin.", en="Your contract has been suspended. Ask an admin."
    )


class WrongOrigin(Problem):
    """A cookie came along with a request from a page that is not the portal's."""

    status = 403
    code = "wrong_origin"
    title = Text("Permintaan berasal dari alamat lain", en="The request comes from another address")


class NotFound(Problem):
    status = 404
    code = "not_found"
    title = Text("Data tidak ditemukan", en="Not found")


class MethodNotAllowed(Problem):
    status = 405
    code = "method_not_allowed"
    title = Text("Metode tidak didukung", en="Method not allowed")


class Conflict(Problem):
    status = 409
    code = "conflict"
    title = Text("Data bertentangan dengan keadaan sekarang", en="This conflicts with the present state")


class IllegalMove(Conflict):
    """A state table does not know the step that was asked for."""

    code = "illegal_move"
    title = Text("Status tidak dapat diubah dari {old} menjadi {new}", en="The state cannot change from {old} to {new}")


class RequestInProgress(Conflict):
    code = "request_in_progress"
    title = Text("Permintaan yang sama sedang diproses", en="The same request is still being worked on")
    retry_after = 1


class IdempotencyKeyReused(Problem):
    status = 422
    code = "idempotency_key_reused"
    title = Text(
        "Kunci permintaan sudah dipakai untuk isian lain", en="This Idempotency-Key was used with another request"
    )


class TooLarge(Problem):
    status = 413
    code = "too_large"
    title = Text("Permintaan terlalu besar", en="The request is too large")


class Busy(Problem):
    """No database connection came free in time."""

    status = 503
    code = "busy"
    title = Text("Sistem sedang sibuk. Coba lagi sebentar.", en="The system is busy. Try again shortly.")
    retry_after = 2


class Unavailable(Problem):
    """A part outside (database, bucket, Firestore) does not answer."""

    status = 503
    code = "unavailable"
    title = Text("Layanan sedang tidak tersedia. Coba lagi nanti.", en="The service is unavailable. Try again later.")
    retry_after = 5
