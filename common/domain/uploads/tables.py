"""One row an upload, from the permission to the verdict."""

from enum import StrEnum

from sqlalchemy import BigInteger, Column, DateTime, Index, Integer, Table, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY

from common.platform.db import metadata
from common.platform.db.columns import key, moment, one_of, reference, words
from common.platform.db.personal import IMPERSONAL, SUBJECT, Keep, personal


class Purpose(StrEnum):
    DOCUMENT = "dokumen"
    PHOTO = "foto"
    PAMPHLET = "pamflet"
    IMPORT = "impor"


class UploadState(StrEnum):
    AWAITED = "menunggu"
    ACCEPTED = "diterima"
    REFUSED = "ditolak"


UPLOAD_KEPT = Keep(
    "as long as something names the file, the photo of an attendance until the time to object is over; else two days",
    days=2,
)

_FILE = personal("to find the file that was handed in", UPLOAD_KEPT, "nobody")
_SEEN = personal("to find a file that was used before", UPLOAD_KEPT, "nobody")

uploads = Table(
    "uploads",
    metadata,
    key(),
    reference("owner_id", "people", index=True, info=SUBJECT),
    words("purpose"),
    words("content_type", comment="as announced; the stored type is judged", info=IMPERSONAL),
    words("state"),
    words("object", comment="name in the incoming bucket", info=_FILE),
    Column("generation", BigInteger, comment="of the object there that is, or was, judged"),
    words("refusal", nullable=True, comment="code of the reason", info=IMPERSONAL),
    words("stored_object", nullable=True, comment="name in the private bucket", info=_FILE),
    words("thumbnail_object", nullable=True, info=_FILE),
    words("stored_type", nullable=True, info=IMPERSONAL),
    Column("bytes", Integer),
    words("sha256", nullable=True, comment="of the bytes as sent", info=_SEEN),
    Column("fingerprint", BigInteger, comment="perceptual hash of a photo", info=_SEEN),
    Column(
        "fingerprint_variants",
        ARRAY(BigInteger),
        comment="of the photo mirrored, cropped and turned a little",
        info=_SEEN,
    ),
    moment("requested_at"),
    moment("judged_at", nullable=True),
    # From then on nobody may use it: its objects are being deleted, and the row goes last.
    moment("leaving_at", nullable=True),
    Column(
        "found_used_at",
        DateTime(timezone=True),
        comment="found in use by the nightly clearing; null again as soon as something lets go of it",
    ),
    UniqueConstraint("object", name="uploads_object_key"),
    one_of("purpose", Purpose),
    one_of("state", UploadState),
    Index("uploads_state_requested_at_idx", "state", "requested_at"),
    Index("uploads_to_examine_idx", "requested_at", postgresql_where=text("found_used_at IS NULL")),
)
