"""Everything that differs between places is read here, once, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, get_type_hints

SECRETS = ("signing_keys", "smtp_password", "whatsapp_token", "campus_client_secret", "certificate_key", "badge_keys")


@dataclass(frozen=True)
class Settings:
    """One field an environment variable of the same name in capitals; the default is the documented one.

    Durations are in the unit of their name, sizes in bytes.
    """

    # the campus
    campus_name: str = "Universitas Bangka Belitung"
    campus_time_zone: str = "Asia/Jakarta"
    campus_zone_label: str = ""  # what people call the zone; empty = its abbreviation, as in WIB
    portal_url: str = "http://localhost:8080"
    campus_place: str = ""  # where certificates are dated
    certificate_signer: str = ""  # the name that stands under certificates; without all three none is issued
    certificate_signer_title: str = ""  # the signer's office, which stands above the name
    certificate_number_format: str = "{sequence:04d}/ASLAB/{year}"
    certificate_key: str = ""  # PEM: the private key that signs the files, its certificate and those above it
    badge_keys: str = ""  # a private JSON Web Key set for digital badges; empty = none are given out
    certificate_timestamp_url: str = ""  # a time-stamp server (RFC 3161); empty = signed without one

    # database: a URL, or Cloud SQL by its mounted socket or the connector with IAM
    database_url: str = ""
    cloud_sql_instance: str = ""
    cloud_sql_socket_dir: str = "/cloudsql"
    cloud_sql_private: bool = False  # the instance has no address but that in its own network
    database_name: str = "aslab"
    database_user: str = ""
    database_pool_size: int = 2
    database_wait_seconds: float = 5.0  # for a connection of the pool
    database_statement_seconds: float = 8.0  # for one statement
    function_users: str = ""  # JSON: function to database user, for the migration job; empty = all are the owner

    # buckets
    incoming_bucket: str = "aslab-incoming"
    private_bucket: str = "aslab-private"
    certificate_bucket: str = "aslab-certificates"
    export_bucket: str = "aslab-exports"
    site_bucket: str = "aslab-site"  # public; functions write the pages of open vacancies there
    storage_emulator_host: str = ""
    storage_public_url: str = ""  # base of policies and links; empty = https://storage.googleapis.com
    signing_account: str = ""
    signing_key_file: str = ""
    upload_minutes: int = 15
    link_minutes: int = 5
    export_hours: int = 24  # how long the file of an export is there

    # notification plane
    live_store: str = "firestore"
    google_cloud_project: str = "si-aslab"
    firestore_database: str = "(default)"
    inbox_days: int = 90
    wake_delivery: bool = False

    # tokens: JSON Web Key sets; the first private key signs, every public one verifies
    signing_keys: str = ""
    public_keys: str = ""
    token_issuer: str = "https://si-aslab"
    token_audience: str = "si-aslab"
    access_minutes: int = 10
    session_idle_minutes: int = 60
    session_hours: int = 12
    device_days: int = 180  # how long a browser is known after a sign-in
    cookie_secure: bool = True
    allowed_origin: str = ""
    trusted_proxies: int = 1

    # campus sign-in by OpenID Connect; empty issuer = off. Lists are separated by commas.
    campus_issuer: str = ""
    campus_client_id: str = ""
    campus_client_secret: str = ""  # empty = a public client
    campus_scopes: str = "openid email profile"
    campus_prompt: str = ""  # what the campus has to ask each time: select_account, login, or nothing.
    campus_number_claim: str = ""  # the claim with the NIM/NIP; empty = what stands before the @.
    campus_domains: str = ""  # of verified addresses that are taken; empty = all, or none without a claim.
    campus_student_domains: str = ""  # whose owners get a student's account at first.
    password_off_for: str = ""  # such as mahasiswa,dosen: they sign in by the campus alone.

    # mail and WhatsApp
    smtp_host: str = "localhost"
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: bool = True
    mail_from: str = "SI-Aslab <noreply@localhost>"
    whatsapp_provider: str = ""
    whatsapp_token: str = ""
    whatsapp_phone_id: str = ""
    whatsapp_account_id: str = ""  # Meta's id of the business account, for `make whatsapp-templates` alone
    whatsapp_url: str = ""
    whatsapp_version: str = "v26.0"
    outside_timeout_seconds: float = 10.0
    paced_mails_a_minute: int = 60  # of what goes to many at once; other messages go before
    paced_whatsapps_a_minute: int = 20

    # rules of the domain
    sign_in_tries: int = 5  # for one number from one address, or on one device that the account knows
    sign_in_tries_anywhere: int = 50  # for one number from all addresses: they are cheap, and may be made up
    sign_in_tries_of_an_address: int = 40  # for all numbers: a campus may have one address for many
    sign_in_tries_of_a_wide_network: int = 200  # for all numbers from an IPv6 /48, of one customer or of many
    sign_in_lock_minutes: int = 15
    sign_ins: int = 120  # of one account within so many minutes: right passwords, too, cost the check of each
    password_link_minutes: int = 30
    first_password_link_hours: int = 72
    password_links_an_hour: int = 5
    document_bytes: int = 2 * 1024 * 1024
    document_pages: int = 30
    pamphlet_bytes: int = 2 * 1024 * 1024
    photo_bytes: int = 10 * 1024 * 1024
    import_bytes: int = 10 * 1024 * 1024
    import_rows: int = 20_000
    awaited_uploads_per_hour: int = 20
    late_attendance_days: int = 2
    active_contracts: int = 2
    minimum_attendance_percent: int = 75
    meetings_per_week: int = 1
    honorarium_tax_percent: float = 0.0
    idempotency_hours: int = 24

    log_level: str = "INFO"
    log_file: str = ""  # empty = stdout, from where Cloud Run takes it


def read(environment: Mapping[str, str]) -> Settings:
    """Settings from `environment`; a value of the wrong type raises ValueError that names the variable."""
    types = get_type_hints(Settings)
    given = {
        field.name: environment[field.name.upper()] for field in fields(Settings) if field.name.upper() in environment
    }
    return Settings(**{name: _convert(name, value, types[name]) for name, value in given.items()})


def _convert(name: str, value: str, to: type) -> Any:
    if to is bool:
        return value.strip().lower() in {"1", "true", "yes", "on"}
    try:
        return to(value)
    except ValueError as wrong:
        raise ValueError(f"{name.upper()}={value!r} is not {to.__name__}") from wrong


def environment_for_tools() -> dict[str, str]:
    """Our environment without secrets, for programs that we start: each would get them, a package's scripts too."""
    return {name: value for name, value in os.environ.items() if name.lower() not in SECRETS}


@cache
def settings() -> Settings:
    return read(os.environ)
