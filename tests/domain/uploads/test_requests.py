"""Asking for permission: the right role, a fitting file, and not too many at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection

from common.domain.uploads.actions import request_upload
from common.domain.uploads.errors import NotYourFile, PurposeNotYours, TooManyUploads
from common.domain.uploads.queries import own_upload
from common.domain.uploads.schemas import UploadRequest
from common.domain.uploads.tables import Purpose, UploadState, uploads
from common.platform import clock
from common.platform.auth import Role
from common.platform.db import transaction
from common.platform.errors import Invalid, NotFound
from common.platform.settings import settings
from tests import factories as make
from tests.bystanders import own
from tests.races import at_once

MB = 2**20
GOOD = {
    Role.STUDENT: {"purpose": "dokumen", "content_type": "application/pdf", "size": 2 * MB},
    Role.LECTURER: {"purpose": "pamflet", "content_type": "image/png", "size": 2 * MB},
    Role.ASLAB: {"purpose": "foto", "content_type": "image/webp", "size": 10 * MB},
}


@pytest.mark.parametrize("role", GOOD)
def test_each_role_may_send_its_own_kind(db: Connection, role: Role) -> None:
    actor = make.as_actor(make.person(db), role)
    given = request_upload(db, actor, GOOD[role])()
    row = db.execute(own(uploads).where(uploads.c.id == given["id"])).one()
    assert (row.owner_id, row.state, row.purpose) == (actor.id, UploadState.AWAITED, GOOD[role]["purpose"])
    assert (given["fields"]["key"], row.content_type) == (row.object, GOOD[role]["content_type"])
    assert given["url"].endswith(f"/{settings().incoming_bucket}/")
    assert given["expires_at"] == row.requested_at + timedelta(minutes=settings().upload_minutes)


def test_no_role_may_send_the_kind_of_another(db: Connection) -> None:
    person = make.person(db)
    for role in (Role.STUDENT, Role.LECTURER, Role.ASLAB, Role.ADMIN):
        for owner in {*GOOD} - {role}:
            with pytest.raises(PurposeNotYours):
                request_upload(db, make.as_actor(person, role), GOOD[owner])
    assert db.execute(own(uploads)).all() == []


def test_neither_id_nor_name_tells_anything(db: Connection) -> None:
    actor = make.as_actor(make.person(db), Role.STUDENT)
    given = request_upload(db, actor, GOOD[Role.STUDENT])()
    assert str(given["id"]) != given["fields"]["key"]
    assert str(actor.id) not in given["fields"]["key"]


@pytest.mark.parametrize(
    ("role", "changed", "told"),
    [
        (Role.STUDENT, {"size": 2 * MB + 1}, {"size": "Berkas harus PDF maksimal 2 MB"}),
        (Role.STUDENT, {"size": 0}, {"size": "Berkas harus PDF maksimal 2 MB"}),
        (Role.LECTURER, {"size": 6 * MB}, {"size": "Pamflet harus JPG, PNG, atau PDF maksimal 2 MB"}),
        (Role.ASLAB, {"size": 10 * MB + 1}, {"size": "Foto maksimal 10 MB"}),
        (Role.ASLAB, {"size": 0}, {"size": "Foto harus JPG, PNG, atau WebP"}),
    ],
)
def test_what_does_not_fit_is_told_at_its_field(
    db: Connection, role: Role, changed: dict[str, Any], told: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        request_upload(db, make.as_actor(make.person(db), role), GOOD[role] | changed)
    assert {name: str(texts[0]) for name, texts in refused.value.fields.items()} == told
    assert db.execute(own(uploads)).all() == []


@pytest.mark.parametrize("role", GOOD)
@pytest.mark.parametrize(
    "declared",
    [
        *(
            "application/x-pdf",
            "application/octet-stream",
            "x-unknown/pdf",
            "application/pdf",
            "image/jpeg",
            "image/heif",
        ),
        *("image/svg+xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "foto", "", None),
    ],
)
def test_what_the_browser_calls_a_file_neither_refuses_it_nor_binds_it(
    db: Connection, role: Role, declared: str | None
) -> None:
    form = UploadRequest().load(GOOD[role] | {"content_type": declared})
    given = request_upload(db, make.as_actor(make.person(db), role), form)()
    row = db.execute(own(uploads).where(uploads.c.id == given["id"])).one()
    assert row.content_type == (declared or "application/octet-stream")
    assert given["fields"]["content-type"] == "application/octet-stream"


def test_the_type_may_be_left_out(db: Connection) -> None:
    form = UploadRequest().load({"purpose": "dokumen", "size": 1000})
    assert request_upload(db, make.as_actor(make.person(db)), form)()["url"]


def test_the_limits_in_the_sentences_are_the_limits_in_force(db: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCUMENT_BYTES", str(5 * MB))
    settings.cache_clear()
    try:
        with pytest.raises(Invalid) as refused:
            request_upload(db, make.as_actor(make.person(db)), GOOD[Role.STUDENT] | {"size": 6 * MB})
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert refused.value.fields["size"] == ["Berkas harus PDF maksimal 5 MB"]


def test_twenty_files_in_an_hour_may_be_announced_and_not_sent(db: Connection) -> None:
    actor = make.as_actor(make.person(db))
    start = clock.now()
    with time_machine.travel(start, tick=False):
        for _ in range(20):
            request_upload(db, actor, GOOD[Role.STUDENT])
    with time_machine.travel(start + timedelta(minutes=50), tick=False), pytest.raises(TooManyUploads) as refused:
        request_upload(db, actor, GOOD[Role.STUDENT])
    assert (refused.value.status, refused.value.retry_after) == (429, 600)
    assert "10 menit" in refused.value.text()
    with time_machine.travel(start + timedelta(minutes=61), tick=False):
        assert request_upload(db, actor, GOOD[Role.STUDENT])


def test_files_that_came_and_files_of_others_do_not_count(db: Connection) -> None:
    me = make.person(db)
    for _ in range(25):
        make.upload(db, me)
        make.upload(db, make.person(db), state=UploadState.AWAITED)
    assert request_upload(db, make.as_actor(me), GOOD[Role.STUDENT])


def test_the_limit_holds_for_many_at_once(committed: None) -> None:
    with transaction() as db:
        me = make.person(db)
        for _ in range(15):
            make.upload(db, me, state=UploadState.AWAITED)
    actor = make.as_actor(me)
    outcome = at_once([lambda db: request_upload(db, actor, GOOD[Role.STUDENT])] * 12)
    assert outcome == {"done": 5, "too_many_uploads": 7}


def test_the_owner_sees_how_far_a_file_is(db: Connection) -> None:
    me = make.person(db)
    waiting = make.upload(db, me, state=UploadState.AWAITED)
    kept = make.upload(db, me)
    bad = make.upload(db, me, state=UploadState.REFUSED, refusal="encrypted")
    seen = [own_upload(db, make.as_actor(me), row.id, "id") for row in (waiting, kept, bad)]
    assert [(one["id"], one["purpose"]) for one in seen] == [(row.id, "dokumen") for row in (waiting, kept, bad)]
    assert [one["state"] for one in seen] == ["menunggu", "diterima", "ditolak"]
    assert [one["refusal"] for one in seen[:2]] == [None, None]
    assert seen[2]["refusal"] == {
        "code": "encrypted",
        "message": "Berkas harus PDF maksimal 2 MB: berkas ini dikunci dengan kata sandi",
    }
    english = own_upload(db, make.as_actor(me), bad.id, "en")["refusal"]["message"]
    assert english == "The file must be a PDF of at most 2 MB: this one is locked by a password"


def test_nobody_else_sees_it(db: Connection) -> None:
    mine = make.upload(db, make.person(db), Purpose.PHOTO)
    stranger = make.as_actor(make.person(db))
    with pytest.raises(NotYourFile):
        own_upload(db, stranger, mine.id, "id")
    with pytest.raises(NotFound):
        own_upload(db, stranger, stranger.person_id, "id")
