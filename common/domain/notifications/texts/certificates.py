"""About certificates, to those who were aslab."""

from common.domain.notifications.template import Template
from common.platform.auth import Role
from common.platform.text import Text

CERTIFICATES = {
    "certificate_sent": Template(
        subject=Text("Sertifikat asisten {course} Anda", en="Your certificate as assistant for {course}"),
        body=Text(
            "Terima kasih atas kerja Anda sebagai asisten {course}. Sertifikat Anda, nomor {number}, terlampir pada "
            "email ini dan dapat diunduh lagi kapan saja di portal.\n\n"
            "Siapa pun dapat memeriksa keasliannya di {check_url}",
            en="Thank you for your work as a lab assistant for {course}. Your certificate, number {number}, is "
            "attached to this e-mail and can be downloaded again in the portal at any time.\n\n"
            "Anybody can check that it is genuine at {check_url}",
        ),
        short=Text(
            "sertifikat Anda sebagai asisten {course} (nomor {number}) sudah terbit dan kami kirim lewat email.",
            en="your certificate as a lab assistant for {course} (number {number}) is issued and sent by e-mail.",
        ),
        path="/sertifikat-saya",
        role=Role.STUDENT,
        file_name="Sertifikat {number}.pdf",
        inbox=Text(
            "Terima kasih atas kerja Anda sebagai asisten {course}. Sertifikat Anda, nomor {number}, sudah terbit dan "
            "dapat diunduh di sini. Salinannya kami kirim ke email Anda.\n\n"
            "Siapa pun dapat memeriksa keasliannya di {check_url}",
            en="Thank you for your work as a lab assistant for {course}. Your certificate, number {number}, is issued "
            "and can be downloaded here. A copy went to your e-mail.\n\n"
            "Anybody can check that it is genuine at {check_url}",
        ),
    ),
    "certificate_revoked": Template(
        subject=Text("Sertifikat nomor {number} dicabut", en="Certificate number {number} was revoked"),
        body=Text(
            "Sertifikat Anda nomor {number} telah dicabut dan tidak berlaku lagi.\n\nAlasan: {reason}\n\n"
            "Jika sertifikat pengganti diterbitkan, Anda menerimanya lewat email dengan nomor baru.",
            en="Your certificate number {number} has been revoked and is no longer valid.\n\nReason: {reason}\n\n"
            "If another one is issued in its place, it will come by e-mail with a new number.",
        ),
        short=Text(
            "sertifikat Anda nomor {number} telah dicabut. Alasan: {reason}",
            en="your certificate number {number} has been revoked. Reason: {reason}",
        ),
        path="/sertifikat-saya",
        role=Role.STUDENT,
    ),
}
