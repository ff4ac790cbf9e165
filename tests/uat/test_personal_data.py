"""Module 12: personal data, as UU 27/2022 asks for it."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

from sqlalchemy import select

from common.domain.audit.tables import audit_log
from common.domain.recruitment.tables import application_documents
from common.platform.db import transaction
from tests import factories as make
from tests.client import Portal
from tests.samples import pdf


def test_lap_12_own_data_are_one_file_with_all_that_names_the_person_and_the_documents(portal: Portal) -> None:
    """Unduh data saya: satu berkas, termasuk dokumen; tercatat di log audit; tanpa data orang lain."""
    me, other = portal.new("mahasiswa"), portal.new("mahasiswa")
    view = portal.as_(me)
    document = pdf("Transkrip saya")
    upload_id = view.upload("dokumen", document, "application/pdf")
    with transaction() as db:
        post = make.vacancy(db, make.lecturer(db))
        mine, another = make.application(db, post, me), make.application(db, post, other)
        make.insert(db, application_documents, application_id=mine.id, kind="transkrip", upload_id=upload_id)

    answer = view.call("take_own_data")
    assert answer.headers["Content-Type"] == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"]
    with ZipFile(BytesIO(answer.response.content)) as archive:
        assert sorted(archive.namelist()) == ["data.json", f"files/{upload_id}.pdf"]
        assert archive.read(f"files/{upload_id}.pdf").startswith(b"%PDF")
        text = archive.read("data.json").decode()
    data = json.loads(text)["data"]
    assert [row["number"] for row in data["people"]] == [me.number]
    assert [row["id"] for row in data["applications"]] == [str(mine.id)]
    assert [row["kind"] for row in data["application_documents"]] == ["transkrip"]
    assert data["sessions"]
    assert "password_hash" not in text
    for stranger in (other.number, other.email, str(another.id)):
        assert stranger not in text
    with transaction() as db:
        taken = select(audit_log.c.subject_id).where(audit_log.c.action == "person.data_taken")
        assert db.scalars(taken.where(audit_log.c.actor_id == me.id)).all() == [str(me.id)]
