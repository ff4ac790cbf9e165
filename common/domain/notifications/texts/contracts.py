"""About contracts, to aslab and lecturers."""

from common.domain.notifications.template import Template
from common.platform.auth import Role
from common.platform.text import Text

CONTRACTS = {
    "aslab_activated": Template(
        subject=Text("Akun aslab {course} Anda sudah aktif", en="You are now a lab assistant for {course}"),
        body=Text(
            "Selamat bergabung! Kontrak Anda sebagai asisten {course} berlaku dari {starts_on} sampai {ends_on}.\n\n"
            "Cara masuk:\n\n"
            "- Buka {link}\n"
            "- Masuk dengan NIM dan kata sandi Anda yang biasa\n"
            "- Pilih peran Aslab\n\n"
            "Di sana Anda mencatat kehadiran dengan foto setiap kali bertugas.",
            en="Welcome! Your contract as a lab assistant for {course} runs from {starts_on} to {ends_on}.\n\n"
            "How to sign in:\n\n"
            "- Open {link}\n"
            "- Sign in with your NIM and your usual password\n"
            "- Choose the role Lab assistant\n\n"
            "There you record your attendance with a photo each time you are on duty.",
        ),
        short=Text(
            "akun aslab Anda untuk {course} aktif dari {starts_on} sampai {ends_on}. Masuk dengan NIM dan kata sandi "
            "biasa, lalu pilih peran Aslab.",
            en="your lab assistant account for {course} is active from {starts_on} to {ends_on}. Sign in with your NIM "
            "and usual password, then choose the role Lab assistant.",
        ),
        path="/aslab",
        role=Role.ASLAB,
    ),
    "contract_suspended": Template(
        subject=Text("Kontrak aslab {course} ditangguhkan", en="Your contract for {course} is suspended"),
        body=Text(
            "Kontrak Anda sebagai asisten {course} ditangguhkan untuk sementara. Selama itu Anda tidak dapat mencatat "
            "kehadiran; catatan yang sudah ada tetap tersimpan.\n\nAlasan: {reason}",
            en="Your contract as a lab assistant for {course} is suspended for the time being. Until it resumes you "
            "cannot record attendance; what you recorded is kept.\n\nReason: {reason}",
        ),
        short=Text(
            "kontrak Anda sebagai asisten {course} ditangguhkan sementara. Alasan: {reason}",
            en="your contract as a lab assistant for {course} is suspended for now. Reason: {reason}",
        ),
        path="/mahasiswa",
        role=Role.STUDENT,
    ),
    "contract_resumed": Template(
        subject=Text("Kontrak aslab {course} aktif kembali", en="Your contract for {course} is active again"),
        body=Text(
            "Kontrak Anda sebagai asisten {course} aktif kembali. Anda dapat mencatat kehadiran seperti biasa.",
            en="Your contract as a lab assistant for {course} is active again. You can record attendance as usual.",
        ),
        short=Text(
            "kontrak Anda sebagai asisten {course} aktif kembali.",
            en="your contract as a lab assistant for {course} is active again.",
        ),
        path="/absensi",
        role=Role.ASLAB,
    ),
    "contract_ended": Template(
        subject=Text("Kontrak aslab {course} telah berakhir", en="Your contract for {course} has ended"),
        body=Text(
            "Kontrak Anda sebagai asisten {course} telah berakhir.\n\nKeterangan: {reason}\n\n"
            "Terima kasih atas kerja Anda. Setelah kehadiran diperiksa, sertifikat akan kami kirim lewat email.",
            en="Your contract as a lab assistant for {course} has ended.\n\nNote: {reason}\n\n"
            "Thank you for your work. Once attendance is checked, your certificate will come by e-mail.",
        ),
        short=Text(
            "kontrak Anda sebagai asisten {course} telah berakhir. Terima kasih atas kerja Anda.",
            en="your contract as a lab assistant for {course} has ended. Thank you for your work.",
        ),
        path="/sertifikat-saya",
        role=Role.STUDENT,
    ),
    "contract_completed": Template(
        subject=Text("Kontrak aslab {course} telah selesai", en="Your contract for {course} is completed"),
        body=Text(
            "Kontrak Anda sebagai asisten {course} telah selesai. Terima kasih atas kerja Anda.\n\n"
            "Setelah kehadiran diperiksa, sertifikat akan kami kirim lewat email.",
            en="Your contract as a lab assistant for {course} is completed. Thank you for your work.\n\n"
            "Once attendance is checked, your certificate will come by e-mail.",
        ),
        short=Text(
            "kontrak Anda sebagai asisten {course} telah selesai. Terima kasih atas kerja Anda.",
            en="your contract as a lab assistant for {course} is completed. Thank you for your work.",
        ),
        path="/sertifikat-saya",
        role=Role.STUDENT,
    ),
    "contract_ending_soon": Template(
        subject=Text(
            "Kontrak aslab {course} Anda berakhir {ends_on}", en="Your contract for {course} ends on {ends_on}"
        ),
        body=Text(
            "Kontrak Anda sebagai asisten {course} berakhir pada {ends_on}, {days} hari lagi.\n\n"
            "Mohon pastikan semua kehadiran sudah Anda catat sebelum tanggal itu.",
            en="Your contract as a lab assistant for {course} ends on {ends_on} (days left: {days}).\n\n"
            "Please see that all your attendance is recorded by then.",
        ),
        short=Text(
            "kontrak Anda sebagai asisten {course} berakhir pada {ends_on} ({days} hari lagi).",
            en="your contract as a lab assistant for {course} ends on {ends_on} (days left: {days}).",
        ),
        path="/absensi",
        role=Role.ASLAB,
    ),
    "aslab_contract_ending_soon": Template(
        subject=Text("Kontrak aslab {course} berakhir {ends_on}", en="Contract for {course} ends on {ends_on}"),
        body=Text(
            "Kontrak {aslab} sebagai asisten {course} berakhir pada {ends_on}, {days} hari lagi.\n\n"
            "Mohon verifikasi kehadiran yang masih menunggu sebelum tanggal itu.",
            en="The contract of {aslab} as a lab assistant for {course} ends on {ends_on} (days left: {days}).\n\n"
            "Please verify the attendance that is still waiting by then.",
        ),
        short=Text(
            "kontrak {aslab} sebagai asisten {course} berakhir pada {ends_on} ({days} hari lagi).",
            en="the contract of {aslab} as a lab assistant for {course} ends on {ends_on} (days left: {days}).",
        ),
        path="/dosen/verifikasi",
        role=Role.LECTURER,
    ),
    "aslab_evaluated": Template(
        subject=Text("Penilaian Anda sebagai aslab {course}", en="Your evaluation as a lab assistant for {course}"),
        body=Text(
            "Dosen mata kuliah {course} telah menilai kerja Anda sebagai asisten. Anda dapat membaca penilaian itu di "
            "portal dan menanggapinya satu kali.",
            en="A lecturer of {course} has evaluated your work as a lab assistant. You can read the evaluation in the "
            "portal and comment on it once.",
        ),
        short=Text(
            "kerja Anda sebagai asisten {course} telah dinilai. Penilaiannya dapat dibaca di portal.",
            en="your work as a lab assistant for {course} has been evaluated. You can read it in the portal.",
        ),
        path="/sertifikat-saya",
        role=Role.STUDENT,
    ),
    "evaluation_commented": Template(
        subject=Text("{aslab} menanggapi penilaian {course}", en="{aslab} commented on the evaluation for {course}"),
        body=Text(
            "{aslab} menanggapi penilaian kerjanya sebagai asisten {course}. Penilaian itu kini tidak dapat diubah "
            "lagi.",
            en="{aslab} has commented on the evaluation of their work as a lab assistant for {course}. The evaluation "
            "can no longer be changed.",
        ),
        short=Text(
            "{aslab} menanggapi penilaian kerjanya sebagai asisten {course}.",
            en="{aslab} has commented on the evaluation of their work for {course}.",
        ),
        path="/dosen/aslab",
        role=Role.LECTURER,
    ),
}
