"""Accounts and what hangs on them. An aslab has no account of its own kind here: the role comes from a contract."""

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Identity,
    Index,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)

from common.platform.auth import Role
from common.platform.db import metadata
from common.platform.db.columns import SECRET, key, moment, one_of, reference, search_index, words
from common.platform.db.personal import CREDENTIAL, IMPERSONAL, SUBJECT, Keep, personal


class PersonRole(StrEnum):
    """The role of an account; given by an admin, never chosen."""

    STUDENT = Role.STUDENT
    LECTURER = Role.LECTURER
    ADMIN = Role.ADMIN


class PeopleOrder(StrEnum):
    """What comes first in the list of users: the newest account, or by name."""

    NEWEST = "terbaru"
    NAME = "nama"


class Language(StrEnum):
    INDONESIAN = "id"
    ENGLISH = "en"


# The day since which the portal's privacy notice (`web/src/features/privacy`) says what it says: another text is
# another version, and everybody is asked again (LAP-13).
NOTICE_VERSION = "2026-12-01"

ACCOUNT_KEPT = Keep("while the account is active; of a student without a contract a year after it was shut", days=365)
MONTH = Keep("a month after it is over", days=30)
TRIES_KEPT = Keep("a day", days=1)  # a flood of them is large, and they count for half an hour

_WHO = personal("to know who applies, decides and is notified", ACCOUNT_KEPT, "oneself, whom one deals with, admins")
_REACHED = personal("to notify the person", ACCOUNT_KEPT, "oneself, admins")
_AGREED = personal("to show what was agreed to, and when", ACCOUNT_KEPT, "oneself")
_SIGNED_IN = personal("to show where one is signed in", MONTH, "oneself")
_TOKEN = CREDENTIAL | personal("to keep a session, or to set a password by a link", MONTH, "nobody")
_REPLACED = personal("to warn the owner of the former address", MONTH, "nobody")
_GUESSED = personal("to limit the guessing of passwords", TRIES_KEPT, "nobody")


people = Table(
    "people",
    metadata,
    key(),
    words("number", comment="NIM of a student, NIP or staff number of others", info=_WHO),
    Column(
        "number_double",
        SmallInteger,
        nullable=False,
        server_default="0",
        comment="place among older accounts of the same number in other spellings; 0 for the one that holds it",
    ),
    words("name", info=_WHO),
    words("role"),
    words("program", nullable=True, info=_WHO),
    words("email", nullable=True, info=_REACHED),
    words("whatsapp", nullable=True, comment="E.164", info=_REACHED),
    words("password_hash", nullable=True, info=SECRET | personal("to sign in", ACCOUNT_KEPT, "nobody")),
    Column("has_password", Boolean, nullable=False, server_default="false", comment="kept by a trigger"),
    Column("active", Boolean, nullable=False, server_default="true"),
    words("language", server_default=Language.INDONESIAN),
    Column("whatsapp_wanted", Boolean, nullable=False, server_default="true"),
    words("notice_version", nullable=True, comment="of the privacy notice that the person agreed to", info=_AGREED),
    moment("notice_at", nullable=True),
    moment("created_at"),
    moment("updated_at"),
    UniqueConstraint("number", name="people_number_key"),
    one_of("role", PersonRole),
    one_of("language", Language),
)
# `normal_number` is SQL of a migration and says what `platform/fields/normal.number` says.
Index("people_normal_number_key", func.normal_number(people.c.number), people.c.number_double, unique=True)
Index("people_email_key", func.lower(people.c.email), unique=True)
Index("people_created_at_id_idx", people.c.created_at, people.c.id)
Index("people_name_id_idx", func.lower(people.c.name), people.c.id)
Index("people_role_idx", people.c.role)
Index("people_role_created_at_id_idx", people.c.role, people.c.created_at, people.c.id)
Index("people_inactive_idx", people.c.created_at, people.c.id, postgresql_where=~people.c.active)
search_index("people", people.c.name, people.c.number, people.c.email, func.normal_number(people.c.number))

sessions = Table(
    "sessions",
    metadata,
    key(),
    reference("person_id", "people", index=True, info=SUBJECT),
    words("role", info=IMPERSONAL),
    moment("created_at"),
    moment("used_at"),
    moment("expires_at"),
    moment("ended_at", nullable=True),
    words("end_reason", nullable=True, info=IMPERSONAL),
    Column("device_id", Uuid, nullable=True, comment="the browser's own, the same at each of its sign-ins"),
    words("device", nullable=True, comment="browser and system, as the browser said", info=_SIGNED_IN),
    Index("sessions_person_id_created_at_idx", "person_id", "created_at"),
    Index("sessions_expires_at_idx", "expires_at"),
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("digest", Text, primary_key=True, info=_TOKEN),
    reference("session_id", "sessions", index=True),
    words("parent", nullable=True, comment="digest of the token that it was given for", info=_TOKEN),
    moment("issued_at"),
    moment("used_at", nullable=True),
    moment("retired_at", nullable=True),
)

former_addresses = Table(
    "former_addresses",
    metadata,
    key(),
    reference("person_id", "people", index=True, info=SUBJECT),
    words("email", comment="the account's until an admin replaced it", info=_REPLACED),
    moment("replaced_at"),
    Index("former_addresses_replaced_at_idx", "replaced_at"),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    words("number", info=_GUESSED),
    words("ip", comment="an IPv4 address, or the /64 of an IPv6 one", info=_GUESSED),
    moment("at"),
    Column("device", Uuid, nullable=True, comment="that the account knows; such tries count for it alone"),
    words(
        "wide_network",
        nullable=True,
        comment="the /48 of an IPv6 address, the most that one customer is commonly given",
        info=_GUESSED,
    ),
    Index("sign_in_attempts_number_ip_at_idx", "number", "ip", "at"),
    Index("sign_in_attempts_ip_at_idx", "ip", "at"),
    Index("sign_in_attempts_wide_network_at_idx", "wide_network", "at"),
    Index("sign_in_attempts_at_idx", "at"),
)

password_links = Table(
    "password_links",
    metadata,
    Column("digest", Text, primary_key=True, info=_TOKEN),
    reference("person_id", "people", index=True, info=SUBJECT),
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", nullable=True),
    Index("password_links_expires_at_idx", "expires_at"),
)
