"""What a certificate would look like: the one that would be issued now, and text while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from common.domain.assistants.states import ContractState
from common.domain.assistants.tables import contracts
from common.domain.certificates.candidates import contract_rows, served
from common.domain.certificates.errors import ContractNotEnded, NeverServed
from common.domain.certificates.facts import drawable, not_drawable, snapshot
from common.domain.certificates.numbers import formatted
from common.domain.certificates.tables import certificate_counters
from common.platform import clock
from common.platform.db import Connection, one

if TYPE_CHECKING:
    from common.domain.certificates.candidates import Certifiable
    from common.domain.certificates.views import LettersViewData

# Nobody is given this code: the QR of a preview leads to "Ini bukan kode sertifikat".
_CODE = "PRATINJAU"


def preview(db: Connection, contract_id: UUID) -> bytes:
    """A PDF with the number that would come next; nothing is issued and no number used (CERT-02).

    Raises NotFound, ContractNotEnded, NeverServed, NotDrawable.
    """
    from common.platform.documents.certificates import render_certificate

    row: Certifiable = one(db, contract_rows().where(contracts.c.id == contract_id))
    if row.state != ContractState.ENDED:
        raise ContractNotEnded()
    if not served(row).began:
        raise NeverServed()
    year = clock.today().year
    last = db.scalar(select(certificate_counters.c.last).where(certificate_counters.c.year == year)) or 0
    number = formatted(last + 1, year)
    facts = drawable(snapshot(row, number, _CODE))
    if problem := not_drawable(facts):
        raise problem
    return render_certificate(facts, preview=True)


def letters(text: str) -> LettersViewData:
    """What of a name or a course no certificate can print: a warning where it is typed, long before NotDrawable.

    Nothing is refused: whoever has such a name needs an account all the same.
    """
    from common.platform.documents.certificates import unprintable

    return {"missing": unprintable(text)}
