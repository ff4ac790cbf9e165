"""Module 2: accounts, as an admin looks after them."""

from __future__ import annotations

from tests.client import Portal
from tests.flows.test_passwords import link_in


def test_usr_11_both_addresses_hear_of_the_change_and_of_a_link_that_is_asked_for(portal: Portal) -> None:
    """Admin mengganti email dosen: alamat lama dan baru diberi tahu, juga bila lalu diminta tautan kata sandi."""
    lecturer, outbox = portal.new("dosen", email="rina@kampus.test"), portal.campus.outbox
    admin = portal.as_(portal.new("admin"))
    admin.call("edit_user", json={"email": "baru@kampus.test"}, user_id=lecturer.id)
    former = outbox.wait_for_mail(to="rina@kampus.test")
    assert former.subject == "Alamat email akun SI-Aslab Anda diganti"
    assert "Jika bukan Anda yang menggantinya, segera hubungi admin." in former.text
    assert outbox.wait_for_mail(to="baru@kampus.test").subject == "Alamat email ini milik akun SI-Aslab Anda"

    outbox.clear()
    portal.call("request_password_link", json={"email": "baru@kampus.test"})
    former = outbox.wait_for_mail(to="rina@kampus.test")
    assert former.subject == "Tautan kata sandi akun SI-Aslab Anda diminta"
    assert "Jika bukan Anda yang memintanya, segera hubungi admin." in former.text
    assert "/kata-sandi#" not in former.text, "the link is for the new address alone"
    assert link_in(outbox.wait_for_mail(to="baru@kampus.test").text)
