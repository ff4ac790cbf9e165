"""`aslab_accounts` is the paper's `akun_aslab`: the student's data as they were at activation, without a password."""

from sqlalchemy import CheckConstraint, Column, Date, Index, SmallInteger, Table, UniqueConstraint, text

from common.domain.assistants.states import ContractState
from common.platform.db import metadata
from common.platform.db.columns import key, moment, one_of, reference, words
from common.platform.db.personal import SUBJECT, Keep, personal

SERVICE_KEPT = Keep("as long as the certificate can be checked")

_SERVED = personal("to prove the service of an assistant", SERVICE_KEPT, "oneself, the course's lecturers, admins")
_EVALUATED = personal("to evaluate the work of an assistant", SERVICE_KEPT, "oneself, the course's lecturers, admins")
_REACHED = personal("to notify the assistant", SERVICE_KEPT, "oneself, the course's lecturers, admins")

aslab_accounts = Table(
    "aslab_accounts",
    metadata,
    key(),
    reference("person_id", "people", info=SUBJECT),
    words("nim", info=_SERVED),
    words("name", info=_SERVED),
    words("program", nullable=True, info=_SERVED),
    words("email", info=_REACHED),
    words("whatsapp", nullable=True, info=_REACHED),
    reference("activated_by", "people"),
    moment("activated_at"),
    UniqueConstraint("person_id", name="one_aslab_account_per_person"),
)

contracts = Table(
    "contracts",
    metadata,
    key(),
    reference("aslab_id", "aslab_accounts", index=True),
    reference("application_id", "applications"),
    reference("vacancy_id", "vacancies", index=True),
    reference("student_id", "people", index=True, info=SUBJECT),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    words("state"),
    reference("activated_by", "people"),
    moment("activated_at"),
    moment("ended_at", nullable=True),
    reference("ended_by", "people", nullable=True),
    words("end_reason", nullable=True, info=_SERVED),
    moment("photos_erased_at", nullable=True),
    one_of("state", ContractState),
    CheckConstraint("ends_on > starts_on", name="order"),
    UniqueConstraint("application_id", name="one_contract_per_application"),
    Index("contracts_activated_at_id_idx", "activated_at", "id"),
    Index("contracts_ended_at_id_idx", "ended_at", "id", postgresql_where=text("state = 'selesai'")),
    Index(
        "contracts_with_photos_idx",
        "ended_at",
        postgresql_where=text("state = 'selesai' AND photos_erased_at IS NULL"),
    ),
    Index("contracts_running_activated_at_id_idx", "activated_at", "id", postgresql_where=text("state <> 'selesai'")),
    Index("contracts_running_ends_on_idx", "ends_on", postgresql_where=text("state <> 'selesai'")),
)

# What the whole campus evaluates by, each from 1 to 5.
CRITERIA = ("punctuality", "mastery", "teamwork", "communication")
LOWEST, HIGHEST = 1, 5

evaluations = Table(
    "evaluations",
    metadata,
    key(),
    reference("contract_id", "contracts"),
    *(Column(name, SmallInteger, nullable=False, info=_EVALUATED) for name in CRITERIA),
    words("note", nullable=True, info=_EVALUATED),
    reference("written_by", "people", index=True),
    moment("written_at"),
    *(CheckConstraint(f"{name} BETWEEN {LOWEST} AND {HIGHEST}", name=name) for name in CRITERIA),
    UniqueConstraint("contract_id", name="one_evaluation_per_contract"),
)

evaluation_comments = Table(
    "evaluation_comments",
    metadata,
    # The aslab comments once.
    reference("evaluation_id", "evaluations", primary_key=True),
    words("text", info=_EVALUATED),
    moment("written_at"),
)
