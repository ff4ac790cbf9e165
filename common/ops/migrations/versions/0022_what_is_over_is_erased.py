"""A line of the log may lose what it says of a person, in a transaction that has announced it; nothing else of it."""

from alembic import op

from common.ops.migrations.concurrently import make_indexes

revision = "0022"
down_revision = "0021"

INDEXES = {"audit_log_with_address_idx": "audit_log (at) WHERE ip <> ''"}
_ERASING = """
CREATE OR REPLACE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('aslab.erasing', true) = 'on'
        AND (NEW.id, NEW.at, NEW.actor_id, NEW.actor_role, NEW.action, NEW.subject_type, NEW.request_id)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.at, OLD.actor_id, OLD.actor_role, OLD.action, OLD.subject_type, OLD.request_id)
        AND NEW.ip IN (OLD.ip, '')
        AND (NEW.subject_id = OLD.subject_id OR (OLD.subject_type = 'address' AND NEW.subject_id = ''))
        AND (NEW.old IS NULL OR NEW.old = OLD.old)
        AND (NEW.new IS NULL OR NEW.new = OLD.new)
        AND (NEW.reason IS NULL OR NEW.reason = OLD.reason)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only';
END $$
"""
_NEVER = """
CREATE OR REPLACE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
"""


def upgrade() -> None:
    op.execute(_ERASING)
    make_indexes(INDEXES)


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
    op.execute(_NEVER)
