"""Module 9: the end of a contract."""

from tests.client import Portal
from tests.uat import cast


def test_end_02_access_is_gone_at_the_next_request(portal: Portal) -> None:
    """Dosen mengakhiri kontrak: status "Selesai", akses aslab dicabut, peran mahasiswa tetap."""
    student, lecturer = portal.new("mahasiswa"), portal.new("dosen")
    contract = cast.contract(student, lecturer)
    aslab = portal.as_(student, "aslab")
    aslab.call("list_own_contracts")

    ended = portal.as_(lecturer).call("end_contract", contract_id=contract.id, json={"reason": "Semester berakhir"})
    assert ended["state"] == "selesai"
    refused = aslab.call("list_own_contracts", expect=403)
    assert refused.code == "aslab_access_ended"
    assert "Akses Aslab Anda telah berakhir" in refused.title
    assert portal.as_(student).call("current_session")["role"] == "mahasiswa"
    assert portal.campus.outbox.wait_for_mail(to=student.email)
