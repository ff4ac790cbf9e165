"""A certificate is its facts; the PDF is drawn from them and can be drawn again, byte for byte."""

from sqlalchemy import Column, Index, Integer, SmallInteger, Table, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB

from common.platform.db import metadata
from common.platform.db.columns import key, moment, reference, search_index, words
from common.platform.db.personal import IMPERSONAL, Keep, personal

CERTIFICATE_KEPT = Keep("for good: anybody may check a certificate")

_PRINTED = personal(
    "to print and check the certificate",
    CERTIFICATE_KEPT,
    "oneself, the course's lecturers, admins, who has the code",
)
_WHY = personal("to explain a decision on the certificate", CERTIFICATE_KEPT, "oneself, admins")

certificate_counters = Table(
    "certificate_counters",
    metadata,
    Column("year", SmallInteger, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

certificates = Table(
    "certificates",
    metadata,
    key(),
    reference("contract_id", "contracts"),
    Column("year", SmallInteger, nullable=False),
    Column("sequence", Integer, nullable=False),
    words("number", info=_PRINTED),
    words("code", comment="what the QR carries; random, so that nobody finds others by counting", info=_PRINTED),
    Column("facts", JSONB, nullable=False, info={"document": "common.domain.certificates.facts.Facts"} | _PRINTED),
    words("overruled", nullable=True, comment="written reason for issuing below the minimum attendance", info=_WHY),
    reference("issued_by", "people"),
    moment("issued_at"),
    words("object", nullable=True, comment="name in the certificate bucket once it is drawn", info=IMPERSONAL),
    words("sha256", nullable=True, info=IMPERSONAL),
    moment("stored_at", nullable=True),
    Column("sendings", SmallInteger, nullable=False, server_default="0", comment="times it was put into the post"),
    moment("revoked_at", nullable=True),
    reference("revoked_by", "people", nullable=True),
    words("revoke_reason", nullable=True, info=_WHY),
    reference("replaces", "certificates", nullable=True, unique=True),
    UniqueConstraint("year", "sequence", name="certificates_year_sequence_key"),
    UniqueConstraint("number", name="certificates_number_key"),
    UniqueConstraint("code", name="certificates_code_key"),
    Index(
        "one_valid_certificate_per_contract", "contract_id", unique=True, postgresql_where=text("revoked_at IS NULL")
    ),
    Index("certificates_contract_id_sequence_idx", "contract_id", "year", "sequence"),
    Index("certificates_to_draw_idx", "issued_at", postgresql_where=text("stored_at IS NULL AND revoked_at IS NULL")),
    Index("certificates_revoked_idx", "contract_id", postgresql_where=text("revoked_at IS NOT NULL")),
    Index("certificates_sha256_idx", "sha256"),
    Index("certificates_unsent_idx", "contract_id", postgresql_where=text("sendings = 0")),
)
search_index("certificates", certificates.c.number)
