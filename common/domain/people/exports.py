"""The accounts as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.domain.people.queries import user_page
from common.domain.people.schemas import UserQuery
from common.platform.auth import Actor, Role
from common.platform.db import Connection
from common.platform.sheets.exports import Column, Export, Kind
from common.platform.text import Text

if TYPE_CHECKING:
    from common.domain.people.forms import UserQueryForm
    from common.domain.people.views import UserPageData

ROLES = {
    "mahasiswa": Text("Mahasiswa", en="Student"),
    "dosen": Text("Dosen", en="Lecturer"),
    "admin": Text("Admin", en="Admin"),
    "aslab": Text("Aslab", en="Lab assistant"),
    "publik": Text("Publik", en="Public"),
    "sistem": Text("Sistem", en="System"),
}
NAME = Column("name", Text("Nama", en="Name"), width=32)


def _users(db: Connection, actor: Actor, language: str, wanted: UserQueryForm) -> UserPageData:
    return user_page(db, **wanted)


USERS = Export(
    "users",
    Text("Pengguna", en="Users"),
    frozenset({Role.ADMIN}),
    UserQuery,
    (
        Column("number", Text("NIM/NIP", en="NIM/NIP"), width=22),
        NAME,
        Column("role", Text("Peran", en="Role"), words=ROLES),
        Column("program", Text("Program studi", en="Programme"), width=28),
        Column("email", Text("Email", en="E-mail"), width=32),
        Column("whatsapp", Text("WhatsApp", en="WhatsApp")),
        Column("active", Text("Aktif", en="Active"), width=8),
        Column("created_at", Text("Ditambahkan", en="Added"), Kind.MOMENT),
    ),
    _users,
)
