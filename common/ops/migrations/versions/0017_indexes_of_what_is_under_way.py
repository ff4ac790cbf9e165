"""What is read, claimed or cleared away is found by an index, however much lies behind.

Trigrams find a part of a name. The other indexes are those of what is under way, and of what expires.
"""

from alembic import op

from common.ops.migrations.concurrently import make_indexes

revision = "0017"
down_revision = "0016"

INDEXES = {
    "people_search_idx": """people USING gin (search_form(name) gin_trgm_ops, search_form(number) gin_trgm_ops,
        search_form(email) gin_trgm_ops, search_form(normal_number(number)) gin_trgm_ops)""",
    "people_role_created_at_id_idx": "people (role, created_at, id)",
    "people_inactive_idx": "people (created_at, id) WHERE NOT active",
    "sessions_expires_at_idx": "sessions (expires_at)",
    "password_links_expires_at_idx": "password_links (expires_at)",
    "former_addresses_replaced_at_idx": "former_addresses (replaced_at)",
    "sign_in_attempts_at_idx": "sign_in_attempts (at)",
    "vacancies_search_idx": "vacancies USING gin (search_form(course) gin_trgm_ops)",
    "applications_ready_idx": "applications (decided_at, id) WHERE state = 'diterima' AND activated_at IS NULL",
    "applications_submitted_at_idx": "applications (submitted_at)",
    "contracts_running_activated_at_id_idx": "contracts (activated_at, id) WHERE state <> 'selesai'",
    "uploads_to_examine_idx": "uploads (requested_at) WHERE found_used_at IS NULL",
    "attendance_corrections_photo_id_idx": "attendance_corrections (photo_id)",
    "certificates_search_idx": "certificates USING gin (search_form(number) gin_trgm_ops)",
    "certificates_revoked_idx": "certificates (contract_id) WHERE revoked_at IS NOT NULL",
    "certificates_unsent_idx": "certificates (contract_id) WHERE sendings = 0",
    "tasks_failed_idx": "tasks (kind, subject_id) WHERE state = 'gagal'",
    "tasks_created_at_idx": "tasks (created_at)",
    "messages_search_idx": """messages USING gin (search_form(recipient) gin_trgm_ops,
        search_form(data ->> 'name') gin_trgm_ops)""",
    "messages_channel_created_at_id_idx": "messages (channel, created_at, id)",
    "messages_repeatable_idx": "messages (channel, expires_at) WHERE state = 'gagal' AND withdrawn_at IS NULL",
    "messages_queued_idx": "messages (created_at, id) WHERE state = 'antre'",
    "messages_resent_idx": "messages (queued_at) WHERE resend_id IS NOT NULL",
    "messages_undelivered_idx": "messages (kind, event) WHERE state <> 'terkirim'",
}


def upgrade() -> None:
    make_indexes(INDEXES)


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
