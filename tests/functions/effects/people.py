"""Scenes of accounts, passwords, sessions and uploads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import jwt
from sqlalchemy import ColumnElement, select

from common.domain.imports.states import LineKind
from common.domain.imports.tables import people_import_lines, people_imports
from common.domain.notifications.states import Channel
from common.domain.people.tables import password_links, people
from common.domain.uploads.tables import Purpose
from common.platform import clock
from common.platform.auth import Role
from common.platform.auth.secrets import digest, new_secret
from common.platform.content_types import CSV
from common.platform.db import transaction
from common.platform.settings import settings
from common.platform.storage import storage
from tests import factories as make
from tests.client import PASSWORD, Portal
from tests.functions.effects.scene import Cast, Scene, form, named, queued

_NEW_PASSWORD = "kata-sandi-yang-baru"


def add_user(cast: Cast) -> Scene:
    sent = form("add_user", email="baru@kampus.test", role=Role.STUDENT)
    return Scene(cast.views["admin"], json=sent, names={"baru@kampus.test": "new"})


def edit_user(cast: Cast) -> Scene:
    owner = cast.portal.new(Role.STUDENT, name="Lama")
    return Scene(cast.views["admin"], {"user_id": owner.id}, {"name": "Baru"}, named(owner=owner))


def edit_user__new_address(cast: Cast) -> Scene:
    owner = cast.portal.new(Role.LECTURER)
    names = named(owner=owner) | {owner.email: "the former address", "alih@kampus.test": "the new address"}
    return Scene(cast.views["admin"], {"user_id": owner.id}, {"email": "alih@kampus.test"}, names)


def edit_user__address_of_who_has_no_password_yet(cast: Cast) -> Scene:
    with transaction() as db:
        owner = make.student(db)
    names = named(owner=owner) | {owner.email: "the former address", "pindah@kampus.test": "the new address"}
    return Scene(cast.views["admin"], {"user_id": owner.id}, {"email": "pindah@kampus.test"}, names)


def deactivate_user(cast: Cast) -> Scene:
    owner = cast.portal.new(Role.STUDENT)
    return Scene(cast.views["admin"], {"user_id": owner.id}, None, named(owner=owner))


def delete_user(cast: Cast) -> Scene:
    with transaction() as db:
        owner = make.student(db)
    return Scene(cast.views["admin"], {"user_id": owner.id}, None, named(owner=owner))


def activate_user(cast: Cast) -> Scene:
    owner = cast.portal.new(Role.STUDENT, active=False)
    return Scene(cast.views["admin"], {"user_id": owner.id}, None, named(owner=owner))


def edit_profile(cast: Cast) -> Scene:
    owner, view = _signed_in(cast)
    return Scene(view, json={"language": "en"}, names=named(mahasiswa=owner))


def edit_profile__new_address(cast: Cast) -> Scene:
    owner, view = _signed_in(cast)
    names = named(mahasiswa=owner) | {owner.email: "the former address", "ganti@kampus.test": "the new address"}
    return Scene(view, json={"email": "ganti@kampus.test", "current_password": PASSWORD}, names=names)


def edit_profile__no_whatsapp_any_more(cast: Cast) -> Scene:
    owner, view = _signed_in(cast)
    with transaction() as db:
        later = clock.now() + timedelta(hours=1)
        queued(db, owner, channel=Channel.WHATSAPP, recipient=owner.whatsapp, next_at=later)
    return Scene(view, json={"whatsapp_wanted": False}, names=named(mahasiswa=owner))


def edit_profile__wrong_password(cast: Cast) -> Scene:
    owner, view = _signed_in(cast)
    sent = {"email": "salah@kampus.test", "current_password": "bukan ini"}
    return Scene(view, json=sent, names=named(mahasiswa=owner), expect=422)


def change_password(cast: Cast) -> Scene:
    owner, view = _signed_in(cast)
    sent = {"current_password": PASSWORD, "password": _NEW_PASSWORD}
    return Scene(view, json=sent, names=named(mahasiswa=owner))


def set_password(cast: Cast) -> Scene:
    owner, token = cast.portal.new(Role.STUDENT), new_secret()
    times = {"created_at": clock.now(), "expires_at": clock.now() + timedelta(hours=1)}
    with transaction() as db:
        make.insert(db, password_links, digest=digest(token), person_id=owner.id, **times)
    return Scene(cast.portal, json={"token": token, "password": _NEW_PASSWORD}, names=named(owner=owner))


def request_password_link(cast: Cast) -> Scene:
    owner = cast.portal.new(Role.STUDENT)
    return Scene(cast.portal, json={"email": owner.email}, names=named(owner=owner))


def request_password_link__after_an_admin_replaced_the_address(cast: Cast) -> Scene:
    owner = cast.portal.new(Role.LECTURER)
    cast.views["admin"].call("edit_user", json={"email": "geser@kampus.test"}, user_id=owner.id)
    names = named(owner=owner) | {owner.email: "the former address", "geser@kampus.test": "the new address"}
    return Scene(cast.portal, json={"email": "geser@kampus.test"}, names=names)


def request_password_link__for_nobody(cast: Cast) -> Scene:
    return Scene(cast.portal, json={"email": "bukan-siapa-siapa@kampus.test"})


def sign_in(cast: Cast) -> Scene:
    owner = cast.portal.new(Role.STUDENT)
    return Scene(cast.portal, json={"number": owner.number, "password": PASSWORD}, names=named(mahasiswa=owner))


def sign_in__wrong_password(cast: Cast) -> Scene:
    owner = cast.portal.new(Role.STUDENT)
    sent = {"number": owner.number, "password": "bukan ini"}
    return Scene(cast.portal, json=sent, names=named(owner=owner), expect=401)


def sign_in__unknown_number(cast: Cast) -> Scene:
    names = {"tidak terdaftar": "nobody"}
    return Scene(cast.portal, json={"number": "0", "password": "bukan ini"}, names=names, expect=401)


def start_campus_sign_in(cast: Cast) -> Scene:
    return Scene(cast.portal, json={}, expect=404)


def finish_campus_sign_in(cast: Cast) -> Scene:
    return Scene(cast.portal, json={"errand": "x", "code": "y"}, expect=404)


def choose_role(cast: Cast) -> Scene:
    return Scene(cast.portal.as_(cast.aslab), json={"role": Role.ASLAB})


def refresh_session(cast: Cast) -> Scene:
    _, view = _signed_in(cast)
    return Scene(view)


def refresh_session__with_a_copied_cookie(cast: Cast) -> Scene:
    owner, thief = _signed_in(cast)
    its_own, session = Portal(cast.portal.campus), _session_of(thief)
    its_own.hold(thief.call("refresh_session"))
    its_own.hold(its_own.call("refresh_session"))
    return Scene(thief, names=named(owner=owner) | {session: "theirs"}, expect=401)


def sign_out(cast: Cast) -> Scene:
    owner, view = _signed_in(cast)
    return Scene(view, names=named(mahasiswa=owner) | {_session_of(view): "own"})


def end_own_session(cast: Cast) -> Scene:
    owner, view = _signed_in(cast)
    left_open = _session_of(cast.portal.as_(owner))
    return Scene(view, {"session_id": left_open}, names=named(mahasiswa=owner) | {left_open: "left open"})


def end_own_session__that_is_over(cast: Cast) -> Scene:
    owner, view = _signed_in(cast)
    over = cast.portal.as_(owner)
    over.call("sign_out")
    return Scene(view, {"session_id": _session_of(over)}, names=named(mahasiswa=owner))


def end_other_sessions(cast: Cast) -> Scene:
    owner, view = _signed_in(cast)
    cast.portal.as_(owner)
    return Scene(view, names=named(mahasiswa=owner))


def request_upload(cast: Cast) -> Scene:
    sent = {"purpose": "dokumen", "content_type": "application/pdf", "size": 1000}
    return Scene(cast.views["mahasiswa"], json=sent)


def _session_of(view: Portal) -> str:
    return str(jwt.decode(view.token, options={"verify_signature": False})["sid"])


def _signed_in(cast: Cast) -> tuple[Any, Portal]:
    owner = cast.portal.new(Role.STUDENT)
    return owner, cast.portal.as_(owner)


def start_import(cast: Cast) -> Scene:
    """Its file lies there."""
    with transaction() as db:
        file = make.upload(db, cast.admin, Purpose.IMPORT)
    storage().write(settings().private_bucket, file.stored_object, b"NIM;Nama\n123;Budi\n", CSV)
    sent = {"upload_id": str(file.id), "file_name": "mahasiswa.csv", "role": Role.STUDENT}
    return Scene(cast.views["admin"], json=sent)


def match_columns(cast: Cast) -> Scene:
    with transaction() as db:
        made = make.people_import(db, cast.admin)
    return Scene(cast.views["admin"], {"import_id": made.id}, {"head_row": 1, "number": 0}, named(impor=made))


def confirm_import(cast: Cast) -> Scene:
    """It is saved at once."""
    with transaction() as db:
        made = make.people_import(db, cast.admin, added=1)
        make.import_lines(db, made, [LineKind.NEW, LineKind.REFUSED])
        number = db.scalar(select(people_import_lines.c.cells["number"].astext).where(_its_row(made, 2)))

    def after() -> list[str]:
        with transaction() as db:
            held = db.execute(select(people.c.name, people.c.role).where(people.c.number == number)).one()
            state = db.scalar(select(people_imports.c.state).where(people_imports.c.id == made.id))
        return [f"account: {held.name}, {held.role}", f"import: {state}"]

    names = named(impor=made) | {f"{number}@impor.test": "the new address"}
    return Scene(cast.views["admin"], {"import_id": made.id}, {"invite": True}, names, after=after)


def _its_row(made: Any, row: int) -> ColumnElement[bool]:
    return (people_import_lines.c.import_id == made.id) & (people_import_lines.c.row == row)
