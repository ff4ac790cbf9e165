"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


APPEND_ONLY = """
CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE ON audit_log
FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
"""


def upgrade() -> None:
    op.create_table(
        "academic_periods",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"), using="gist", name="academic_periods_do_not_overlap"
        ),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("academic_periods_order_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("academic_periods_pkey")),
        sa.UniqueConstraint("name", name="academic_periods_name_key"),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_role", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("old", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("new", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("audit_log_pkey")),
    )
    op.create_index(
        "audit_log_action_at_idx",
        "audit_log",
        ["action", "at"],
        unique=False,
        postgresql_ops={"action": "text_pattern_ops"},
    )
    op.create_index("audit_log_actor_id_at_idx", "audit_log", ["actor_id", "at"], unique=False)
    op.create_index("audit_log_at_id_idx", "audit_log", ["at", "id"], unique=False)
    op.create_index("audit_log_subject_idx", "audit_log", ["subject_type", "subject_id"], unique=False)
    op.create_table(
        "certificate_counters",
        sa.Column("year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("certificate_counters_pkey")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("idempotency_keys_pkey")),
    )
    op.create_index(op.f("idempotency_keys_at_idx"), "idempotency_keys", ["at"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False, comment="NIM of a student, NIP or staff number of others"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("whatsapp", sa.Text(), nullable=True, comment="E.164"),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("language", sa.Text(), server_default="id", nullable=False),
        sa.Column("whatsapp_wanted", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('id', 'en')", name=op.f("people_language_check")),
        sa.CheckConstraint("role IN ('mahasiswa', 'dosen', 'admin')", name=op.f("people_role_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("people_pkey")),
        sa.UniqueConstraint("number", name="people_number_key"),
    )
    op.create_index("people_created_at_id_idx", "people", ["created_at", "id"], unique=False)
    op.create_index("people_email_key", "people", [sa.literal_column("lower(email)")], unique=True)
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("sign_in_attempts_pkey")),
    )
    op.create_index("sign_in_attempts_number_ip_at_idx", "sign_in_attempts", ["number", "ip", "at"], unique=False)
    op.create_table(
        "aslab_accounts",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("nim", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("whatsapp", sa.Text(), nullable=True),
        sa.Column("activated_by", sa.Uuid(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["activated_by"], ["people.id"], name=op.f("aslab_accounts_activated_by_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("aslab_accounts_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("aslab_accounts_pkey")),
        sa.UniqueConstraint("person_id", name="one_aslab_account_per_person"),
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("event", sa.Text(), nullable=False, comment="what happened, e.g. application.accepted:<step id>"),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False, comment="address, number in E.164 or person id"),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False, comment="which text"),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("attachment", sa.Text(), nullable=True, comment="object in the certificate bucket"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_en", sa.Text(), nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.CheckConstraint("channel IN ('email', 'whatsapp', 'kotak_masuk')", name=op.f("messages_channel_check")),
        sa.CheckConstraint("state IN ('antre', 'terkirim', 'gagal')", name=op.f("messages_state_check")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("messages_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("messages_pkey")),
        sa.UniqueConstraint("event", "channel", "recipient", name="one_message_per_event_and_channel"),
    )
    op.create_index("messages_created_at_id_idx", "messages", ["created_at", "id"], unique=False)
    op.create_index(
        "messages_due_idx", "messages", ["next_at"], unique=False, postgresql_where=sa.text("state = 'antre'")
    )
    op.create_index(
        "messages_failed_idx",
        "messages",
        ["created_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'gagal'"),
    )
    op.create_index(op.f("messages_person_id_idx"), "messages", ["person_id"], unique=False)
    op.create_table(
        "password_links",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("password_links_person_id_fkey")),
        sa.PrimaryKeyConstraint("digest", name=op.f("password_links_pkey")),
    )
    op.create_index(op.f("password_links_person_id_idx"), "password_links", ["person_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("sessions_person_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("sessions_pkey")),
    )
    op.create_index(op.f("sessions_person_id_idx"), "sessions", ["person_id"], unique=False)
    op.create_table(
        "uploads",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False, comment="as announced; the stored type is judged"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False, comment="name in the incoming bucket"),
        sa.Column("generation", sa.BigInteger(), nullable=True, comment="of the object there that is, or was, judged"),
        sa.Column("refusal", sa.Text(), nullable=True, comment="code of the reason"),
        sa.Column("stored_object", sa.Text(), nullable=True, comment="name in the private bucket"),
        sa.Column("thumbnail_object", sa.Text(), nullable=True),
        sa.Column("stored_type", sa.Text(), nullable=True),
        sa.Column("bytes", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True, comment="of the bytes as sent"),
        sa.Column("fingerprint", sa.BigInteger(), nullable=True, comment="perceptual hash of a photo"),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leaving_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('dokumen', 'foto', 'pamflet')", name=op.f("uploads_purpose_check")),
        sa.CheckConstraint("state IN ('menunggu', 'diterima', 'ditolak')", name=op.f("uploads_state_check")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("uploads_owner_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("uploads_pkey")),
        sa.UniqueConstraint("object", name="uploads_object_key"),
    )
    op.create_index(op.f("uploads_owner_id_idx"), "uploads", ["owner_id"], unique=False)
    op.create_index("uploads_state_requested_at_idx", "uploads", ["state", "requested_at"], unique=False)
    op.create_table(
        "refresh_tokens",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("refresh_tokens_session_id_fkey")),
        sa.PrimaryKeyConstraint("digest", name=op.f("refresh_tokens_pkey")),
    )
    op.create_index(op.f("refresh_tokens_session_id_idx"), "refresh_tokens", ["session_id"], unique=False)
    op.create_table(
        "vacancies",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("lecturer_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=True),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("quota", sa.SmallInteger(), nullable=False),
        sa.Column("accepted", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("minimum_ipk", sa.Numeric(precision=3, scale=2), nullable=True),
        sa.Column("minimum_semester", sa.SmallInteger(), nullable=True),
        sa.Column(
            "documents", postgresql.ARRAY(sa.Text()), nullable=False, comment="kinds that must come with an application"
        ),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("pamphlet_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draf', 'terbit', 'ditutup')", name=op.f("vacancies_state_check")),
        sa.CheckConstraint("accepted BETWEEN 0 AND quota", name=op.f("vacancies_seats_check")),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("vacancies_order_check")),
        sa.CheckConstraint("quota BETWEEN 1 AND 100", name=op.f("vacancies_quota_check")),
        sa.ForeignKeyConstraint(["lecturer_id"], ["people.id"], name=op.f("vacancies_lecturer_id_fkey")),
        sa.ForeignKeyConstraint(["pamphlet_id"], ["uploads.id"], name=op.f("vacancies_pamphlet_id_fkey")),
        sa.ForeignKeyConstraint(["period_id"], ["academic_periods.id"], name=op.f("vacancies_period_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("vacancies_pkey")),
        sa.UniqueConstraint("pamphlet_id", name=op.f("vacancies_pamphlet_id_key")),
    )
    op.create_index("vacancies_created_at_id_idx", "vacancies", ["created_at", "id"], unique=False)
    op.create_index(op.f("vacancies_lecturer_id_idx"), "vacancies", ["lecturer_id"], unique=False)
    op.create_index(
        "vacancies_open_idx",
        "vacancies",
        ["closes_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'terbit'"),
    )
    op.create_table(
        "applications",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("whatsapp", sa.Text(), nullable=False, comment="E.164"),
        sa.Column("semester", sa.SmallInteger(), nullable=False),
        sa.Column("ipk", sa.Numeric(precision=3, scale=2), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("interview_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interview_place", sa.Text(), nullable=True),
        sa.Column(
            "score", sa.Numeric(precision=5, scale=2), nullable=True, comment="weighted mean of the score sheet, 0-100"
        ),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('menunggu', 'wawancara', 'daftar_tunggu', 'diterima', 'ditolak', 'dibatalkan')",
            name=op.f("applications_state_check"),
        ),
        sa.CheckConstraint("ipk BETWEEN 0 AND 4", name=op.f("applications_ipk_check")),
        sa.CheckConstraint("semester BETWEEN 1 AND 14", name=op.f("applications_semester_check")),
        sa.ForeignKeyConstraint(["student_id"], ["people.id"], name=op.f("applications_student_id_fkey")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("applications_vacancy_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("applications_pkey")),
    )
    op.create_index(op.f("applications_student_id_idx"), "applications", ["student_id"], unique=False)
    op.create_index(
        "applications_vacancy_id_submitted_at_id_idx",
        "applications",
        ["vacancy_id", "submitted_at", "id"],
        unique=False,
    )
    op.create_index(
        "one_application_per_vacancy",
        "applications",
        ["vacancy_id", "student_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'dibatalkan'"),
    )
    op.create_table(
        "co_lecturers",
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("lecturer_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["lecturer_id"], ["people.id"], name=op.f("co_lecturers_lecturer_id_fkey")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("co_lecturers_vacancy_id_fkey")),
        sa.PrimaryKeyConstraint("vacancy_id", "lecturer_id", name=op.f("co_lecturers_pkey")),
    )
    op.create_index(op.f("co_lecturers_lecturer_id_idx"), "co_lecturers", ["lecturer_id"], unique=False)
    op.create_table(
        "criteria",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "weight", sa.SmallInteger(), nullable=False, comment="percent; the weights of a vacancy add up to 100"
        ),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("criteria_weight_check")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("criteria_vacancy_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("criteria_pkey")),
        sa.UniqueConstraint("vacancy_id", "position", name="criteria_vacancy_id_position_key"),
    )
    op.create_table(
        "application_documents",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('cv', 'transkrip', 'surat_lamaran')", name=op.f("application_documents_kind_check")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("application_documents_application_id_fkey")
        ),
        sa.ForeignKeyConstraint(["upload_id"], ["uploads.id"], name=op.f("application_documents_upload_id_fkey")),
        sa.PrimaryKeyConstraint("application_id", "kind", name=op.f("application_documents_pkey")),
    )
    op.create_index(op.f("application_documents_upload_id_idx"), "application_documents", ["upload_id"], unique=False)
    op.create_table(
        "application_steps",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="the state that this step led to"),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("application_steps_actor_id_fkey")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("application_steps_application_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("application_steps_pkey")),
    )
    op.create_index(op.f("application_steps_application_id_idx"), "application_steps", ["application_id"], unique=False)
    op.create_table(
        "contracts",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("aslab_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("vacancy_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("activated_by", sa.Uuid(), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('aktif', 'ditangguhkan', 'selesai')", name=op.f("contracts_state_check")),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("contracts_order_check")),
        sa.ForeignKeyConstraint(["activated_by"], ["people.id"], name=op.f("contracts_activated_by_fkey")),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("contracts_application_id_fkey")),
        sa.ForeignKeyConstraint(["aslab_id"], ["aslab_accounts.id"], name=op.f("contracts_aslab_id_fkey")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("contracts_ended_by_fkey")),
        sa.ForeignKeyConstraint(["student_id"], ["people.id"], name=op.f("contracts_student_id_fkey")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("contracts_vacancy_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("contracts_pkey")),
        sa.UniqueConstraint("application_id", name="one_contract_per_application"),
    )
    op.create_index("contracts_activated_at_id_idx", "contracts", ["activated_at", "id"], unique=False)
    op.create_index(op.f("contracts_aslab_id_idx"), "contracts", ["aslab_id"], unique=False)
    op.create_index(
        "contracts_ended_at_id_idx",
        "contracts",
        ["ended_at", "id"],
        unique=False,
        postgresql_where=sa.text("state = 'selesai'"),
    )
    op.create_index(
        "contracts_running_ends_on_idx",
        "contracts",
        ["ends_on"],
        unique=False,
        postgresql_where=sa.text("state <> 'selesai'"),
    )
    op.create_index(op.f("contracts_student_id_idx"), "contracts", ["student_id"], unique=False)
    op.create_index(op.f("contracts_vacancy_id_idx"), "contracts", ["vacancy_id"], unique=False)
    op.create_table(
        "scores",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.SmallInteger(), nullable=False),
        sa.Column("scored_by", sa.Uuid(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 100", name=op.f("scores_points_check")),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("scores_application_id_fkey")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criteria.id"], name=op.f("scores_criterion_id_fkey")),
        sa.ForeignKeyConstraint(["scored_by"], ["people.id"], name=op.f("scores_scored_by_fkey")),
        sa.PrimaryKeyConstraint("application_id", "criterion_id", name=op.f("scores_pkey")),
    )
    op.create_table(
        "attendances",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column(
            "photo_sha256", sa.Text(), nullable=True, comment="of the bytes as sent; null until the photo was judged"
        ),
        sa.Column(
            "photo_fingerprint",
            sa.BigInteger(),
            nullable=True,
            comment="as the upload's; here it is compared with others",
        ),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late_entry", sa.Boolean(), nullable=False, comment="entered for an earlier day (susulan)"),
        sa.Column("late_reason", sa.Text(), nullable=True),
        sa.Column("delayed", sa.Boolean(), nullable=False, comment="taken offline, arrived later"),
        sa.Column("similar_to", sa.Uuid(), nullable=True),
        sa.Column("verified_by", sa.Uuid(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("corrections", sa.SmallInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("state = 'menunggu_foto' OR photo_sha256 IS NOT NULL", name=op.f("attendances_proof_check")),
        sa.CheckConstraint(
            "state IN ('menunggu_foto', 'menunggu_verifikasi', 'disetujui', 'ditolak')",
            name=op.f("attendances_state_check"),
        ),
        sa.CheckConstraint("corrections BETWEEN 0 AND 1", name=op.f("attendances_corrections_check")),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name=op.f("attendances_contract_id_fkey")),
        sa.ForeignKeyConstraint(["photo_id"], ["uploads.id"], name=op.f("attendances_photo_id_fkey")),
        sa.ForeignKeyConstraint(["similar_to"], ["attendances.id"], name=op.f("attendances_similar_to_fkey")),
        sa.ForeignKeyConstraint(["verified_by"], ["people.id"], name=op.f("attendances_verified_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("attendances_pkey")),
        sa.UniqueConstraint("contract_id", "day", name="one_attendance_per_day"),
        sa.UniqueConstraint("photo_id", name="one_attendance_per_upload"),
        sa.UniqueConstraint("photo_sha256", name="one_use_per_photo"),
    )
    op.create_index(
        "attendances_similar_to_idx",
        "attendances",
        ["similar_to"],
        unique=False,
        postgresql_where=sa.text("similar_to IS NOT NULL"),
    )
    op.create_index(
        "attendances_to_verify_idx",
        "attendances",
        ["contract_id", "day"],
        unique=False,
        postgresql_where=sa.text("state = 'menunggu_verifikasi'"),
    )
    op.create_table(
        "certificates",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column(
            "code",
            sa.Text(),
            nullable=False,
            comment="what the QR carries; random, so that nobody finds others by counting",
        ),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "overruled", sa.Text(), nullable=True, comment="written reason for issuing below the minimum attendance"
        ),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("object", sa.Text(), nullable=True, comment="name in the certificate bucket once it is drawn"),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "sendings", sa.SmallInteger(), server_default="0", nullable=False, comment="times it was put into the post"
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=True),
        sa.Column("replaces", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["contract_id"], ["contracts.id"], name=op.f("certificates_contract_id_fkey")),
        sa.ForeignKeyConstraint(["issued_by"], ["people.id"], name=op.f("certificates_issued_by_fkey")),
        sa.ForeignKeyConstraint(["replaces"], ["certificates.id"], name=op.f("certificates_replaces_fkey")),
        sa.ForeignKeyConstraint(["revoked_by"], ["people.id"], name=op.f("certificates_revoked_by_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("certificates_pkey")),
        sa.UniqueConstraint("code", name="certificates_code_key"),
        sa.UniqueConstraint("number", name="certificates_number_key"),
        sa.UniqueConstraint("replaces", name=op.f("certificates_replaces_key")),
        sa.UniqueConstraint("year", "sequence", name="certificates_year_sequence_key"),
    )
    op.create_index(
        "certificates_contract_id_sequence_idx", "certificates", ["contract_id", "year", "sequence"], unique=False
    )
    op.create_index(
        "certificates_to_draw_idx",
        "certificates",
        ["issued_at"],
        unique=False,
        postgresql_where=sa.text("stored_at IS NULL AND revoked_at IS NULL"),
    )
    op.create_index(
        "one_valid_certificate_per_contract",
        "certificates",
        ["contract_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "attendance_corrections",
        sa.Column("attendance_id", sa.Uuid(), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False, comment="as it was when it was rejected; so are the others"),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("photo_sha256", sa.Text(), nullable=True, comment="null when the correction keeps the photo"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.Uuid(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendances.id"], name=op.f("attendance_corrections_attendance_id_fkey")
        ),
        sa.ForeignKeyConstraint(["photo_id"], ["uploads.id"], name=op.f("attendance_corrections_photo_id_fkey")),
        sa.ForeignKeyConstraint(["verified_by"], ["people.id"], name=op.f("attendance_corrections_verified_by_fkey")),
        sa.PrimaryKeyConstraint("attendance_id", name=op.f("attendance_corrections_pkey")),
        sa.UniqueConstraint("photo_sha256", name="attendance_corrections_photo_sha256_key"),
    )
    op.execute(APPEND_ONLY)


def downgrade() -> None:
    op.drop_table("attendance_corrections")
    op.drop_index(
        "one_valid_certificate_per_contract", table_name="certificates", postgresql_where=sa.text("revoked_at IS NULL")
    )
    op.drop_index(
        "certificates_to_draw_idx",
        table_name="certificates",
        postgresql_where=sa.text("stored_at IS NULL AND revoked_at IS NULL"),
    )
    op.drop_index("certificates_contract_id_sequence_idx", table_name="certificates")
    op.drop_table("certificates")
    op.drop_index(
        "attendances_to_verify_idx", table_name="attendances", postgresql_where=sa.text("state = 'menunggu_verifikasi'")
    )
    op.drop_index(
        "attendances_similar_to_idx", table_name="attendances", postgresql_where=sa.text("similar_to IS NOT NULL")
    )
    op.drop_table("attendances")
    op.drop_table("scores")
    op.drop_index(op.f("contracts_vacancy_id_idx"), table_name="contracts")
    op.drop_index(op.f("contracts_student_id_idx"), table_name="contracts")
    op.drop_index(
        "contracts_running_ends_on_idx", table_name="contracts", postgresql_where=sa.text("state <> 'selesai'")
    )
    op.drop_index("contracts_ended_at_id_idx", table_name="contracts", postgresql_where=sa.text("state = 'selesai'"))
    op.drop_index(op.f("contracts_aslab_id_idx"), table_name="contracts")
    op.drop_index("contracts_activated_at_id_idx", table_name="contracts")
    op.drop_table("contracts")
    op.drop_index(op.f("application_steps_application_id_idx"), table_name="application_steps")
    op.drop_table("application_steps")
    op.drop_index(op.f("application_documents_upload_id_idx"), table_name="application_documents")
    op.drop_table("application_documents")
    op.drop_table("criteria")
    op.drop_index(op.f("co_lecturers_lecturer_id_idx"), table_name="co_lecturers")
    op.drop_table("co_lecturers")
    op.drop_index(
        "one_application_per_vacancy", table_name="applications", postgresql_where=sa.text("state <> 'dibatalkan'")
    )
    op.drop_index("applications_vacancy_id_submitted_at_id_idx", table_name="applications")
    op.drop_index(op.f("applications_student_id_idx"), table_name="applications")
    op.drop_table("applications")
    op.drop_index("vacancies_open_idx", table_name="vacancies", postgresql_where=sa.text("state = 'terbit'"))
    op.drop_index(op.f("vacancies_lecturer_id_idx"), table_name="vacancies")
    op.drop_index("vacancies_created_at_id_idx", table_name="vacancies")
    op.drop_table("vacancies")
    op.drop_index(op.f("refresh_tokens_session_id_idx"), table_name="refresh_tokens")
    op.drop_table("refresh_tokens")
    op.drop_index("uploads_state_requested_at_idx", table_name="uploads")
    op.drop_index(op.f("uploads_owner_id_idx"), table_name="uploads")
    op.drop_table("uploads")
    op.drop_index(op.f("sessions_person_id_idx"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_index(op.f("password_links_person_id_idx"), table_name="password_links")
    op.drop_table("password_links")
    op.drop_index(op.f("messages_person_id_idx"), table_name="messages")
    op.drop_index("messages_failed_idx", table_name="messages", postgresql_where=sa.text("state = 'gagal'"))
    op.drop_index("messages_due_idx", table_name="messages", postgresql_where=sa.text("state = 'antre'"))
    op.drop_index("messages_created_at_id_idx", table_name="messages")
    op.drop_table("messages")
    op.drop_table("aslab_accounts")
    op.drop_index("sign_in_attempts_number_ip_at_idx", table_name="sign_in_attempts")
    op.drop_table("sign_in_attempts")
    op.drop_index("people_email_key", table_name="people")
    op.drop_index("people_created_at_id_idx", table_name="people")
    op.drop_table("people")
    op.drop_index(op.f("idempotency_keys_at_idx"), table_name="idempotency_keys")
    op.drop_table("idempotency_keys")
    op.drop_table("certificate_counters")
    op.drop_index("audit_log_subject_idx", table_name="audit_log")
    op.drop_index("audit_log_at_id_idx", table_name="audit_log")
    op.drop_index("audit_log_actor_id_at_idx", table_name="audit_log")
    op.drop_index("audit_log_action_at_idx", table_name="audit_log", postgresql_ops={"action": "text_pattern_ops"})
    op.drop_table("audit_log")
    op.drop_table("academic_periods")
    op.execute("DROP FUNCTION IF EXISTS audit_log_is_append_only CASCADE")
