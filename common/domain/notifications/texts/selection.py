"""About applications, to students and lecturers."""

from common.domain.notifications.template import Template
from common.platform.auth import Role
from common.platform.text import Text

_MINE = "/pendaftaran"

SELECTION = {
    "application_received": Template(
        subject=Text("Pendaftaran aslab {course} sudah masuk", en="We received your application for {course}"),
        body=Text(
            "Pendaftaran Anda sebagai asisten {course} ({lecturer}) masuk pada {at}.\n\n"
            "Kami akan mengabari Anda di setiap langkah seleksi. Selama belum diputuskan, pendaftaran masih dapat "
            "Anda batalkan.",
            en="Your application as a lab assistant for {course} ({lecturer}) reached us on {at}.\n\n"
            "We will tell you about each step of the selection. Until it is decided you can still withdraw it.",
        ),
        short=Text(
            "pendaftaran Anda sebagai asisten {course} sudah masuk pada {at}.",
            en="we received your application as a lab assistant for {course} on {at}.",
        ),
        path=_MINE,
        role=Role.STUDENT,
    ),
    "application_interview": Template(
        subject=Text("Undangan wawancara aslab {course}", en="Interview for lab assistant of {course}"),
        body=Text(
            "Anda diundang wawancara untuk posisi asisten {course} bersama {lecturer}.\n\n"
            "Waktu: {at}\nTempat: {place}\n\n"
            "Mohon hadir beberapa menit lebih awal. Jika berhalangan, segera hubungi dosen pengampu.",
            en="You are invited to an interview for lab assistant of {course} with {lecturer}.\n\n"
            "When: {at}\nWhere: {place}\n\n"
            "Please be there a few minutes early. If you cannot come, tell the lecturer as soon as you can.",
        ),
        short=Text(
            "Anda diundang wawancara asisten {course} pada {at}, tempat: {place}.",
            en="you are invited to an interview for lab assistant of {course} on {at}, place: {place}.",
        ),
        path=_MINE,
        role=Role.STUDENT,
    ),
    "interview_cancelled": Template(
        subject=Text("Wawancara aslab {course} dibatalkan", en="Interview for lab assistant of {course} cancelled"),
        body=Text(
            "Anda membatalkan pendaftaran sebagai asisten {course}. Dengan itu wawancara pada {at} juga batal, dan "
            "acaranya dihapus dari kalender Anda.",
            en="You have withdrawn your application as a lab assistant for {course}. The interview on {at} is "
            "cancelled with it, and taken off your calendar.",
        ),
        path=_MINE,
        role=Role.STUDENT,
    ),
    "application_accepted": Template(
        subject=Text("Selamat, Anda diterima sebagai aslab {course}", en="You are accepted as assistant for {course}"),
        body=Text(
            "Selamat! {lecturer} menerima Anda sebagai asisten {course}.\n\n"
            "Langkah berikutnya ada pada kami: admin akan mengaktifkan akun aslab Anda, lalu Anda menerima petunjuk "
            "masuk lewat email.",
            en="Congratulations! {lecturer} has accepted you as a lab assistant for {course}.\n\n"
            "The next step is ours: an admin activates your lab assistant account, and you will get instructions by "
            "e-mail.",
        ),
        short=Text(
            "selamat! Anda diterima sebagai asisten {course}. Tunggu email aktivasi akun aslab dari kami.",
            en="congratulations! You are accepted as a lab assistant for {course}. Our activation e-mail follows.",
        ),
        path=_MINE,
        role=Role.STUDENT,
    ),
    "application_rejected": Template(
        subject=Text("Hasil seleksi aslab {course}", en="Result of the selection for {course}"),
        body=Text(
            "Terima kasih sudah mendaftar sebagai asisten {course}. Kali ini pendaftaran Anda belum dapat diterima.\n\n"
            "Alasan dari dosen: {reason}\n\n"
            "Jangan berkecil hati; lowongan lain mungkin cocok untuk Anda.",
            en="Thank you for applying as a lab assistant for {course}. This time you were not selected.\n\n"
            "The lecturer's reason: {reason}\n\n"
            "Please do not lose heart; another vacancy may suit you.",
        ),
        short=Text(
            "terima kasih sudah mendaftar. Pendaftaran Anda sebagai asisten {course} belum dapat diterima. "
            "Alasan: {reason}",
            en="thank you for applying. You were not selected as a lab assistant for {course}. Reason: {reason}",
        ),
        path=_MINE,
        role=Role.STUDENT,
    ),
    "application_waiting_list": Template(
        subject=Text("Anda di daftar tunggu aslab {course}", en="You are on the waiting list for {course}"),
        body=Text(
            "Anda masuk daftar tunggu asisten {course}. Jika ada tempat yang kosong, dosen dapat memilih Anda dan "
            "kami segera mengabari.",
            en="You are on the waiting list for lab assistant of {course}. When a seat comes free the lecturer may "
            "choose you, and we will tell you at once.",
        ),
        short=Text(
            "Anda masuk daftar tunggu asisten {course}. Kami kabari jika ada tempat.",
            en="you are on the waiting list for lab assistant of {course}. We will tell you when a seat comes free.",
        ),
        path=_MINE,
        role=Role.STUDENT,
    ),
    "application_correction": Template(
        subject=Text("Koreksi hasil seleksi aslab {course}", en="Correction: selection for {course}"),
        body=Text(
            "Kami sebelumnya mengabarkan bahwa Anda diterima sebagai asisten {course}. Keputusan itu telah dikoreksi: "
            "pendaftaran Anda menjadi ditolak.\n\n"
            "Alasan dari dosen: {reason}\n\n"
            "Kami mohon maaf atas perubahan ini. Jika ada pertanyaan, silakan hubungi dosen pengampu.",
            en="We told you earlier that you were accepted as a lab assistant for {course}. That decision has been "
            "corrected: your application is now rejected.\n\n"
            "The lecturer's reason: {reason}\n\n"
            "We are sorry for this change. If you have questions, please ask the lecturer.",
        ),
        short=Text(
            "mohon maaf, hasil seleksi asisten {course} dikoreksi: pendaftaran Anda ditolak. Alasan: {reason}",
            en="we are sorry, the result for lab assistant of {course} was corrected: rejected. Reason: {reason}",
        ),
        path=_MINE,
        role=Role.STUDENT,
    ),
    "application_reopened": Template(
        subject=Text("Koreksi hasil seleksi aslab {course}", en="Correction: selection for {course}"),
        body=Text(
            "Kami sebelumnya mengabarkan bahwa pendaftaran Anda sebagai asisten {course} ditolak. Keputusan itu telah "
            "dikoreksi: pendaftaran Anda kembali menunggu keputusan {lecturer}.\n\n"
            "Anda tidak perlu mendaftar lagi. Kami mohon maaf atas perubahan ini.",
            en="We told you earlier that your application as a lab assistant for {course} was rejected. That decision "
            "has been corrected: your application waits for a decision of {lecturer} again.\n\n"
            "You need not apply again. We are sorry for this change.",
        ),
        short=Text(
            "mohon maaf, hasil seleksi asisten {course} dikoreksi: pendaftaran Anda kembali menunggu keputusan.",
            en="we are sorry, the result for lab assistant of {course} was corrected: it waits for a decision again.",
        ),
        path=_MINE,
        role=Role.STUDENT,
    ),
    "new_applications_summary": Template(
        subject=Text("{count} pendaftar baru per {day}", en="New applications as of {day}: {count}"),
        body=Text(
            "Ada {count} pendaftar baru untuk lowongan Anda sejak ringkasan sebelumnya:\n\n{courses}\n\n"
            "Berkas dan status setiap pendaftar dapat Anda lihat di portal.",
            en="New applications for your vacancies since the last summary: {count}\n\n{courses}\n\n"
            "The documents and state of each are in the portal.",
        ),
        short=Text(
            "ada {count} pendaftar baru untuk lowongan Anda.",
            en="new applications for your vacancies since the last summary: {count}.",
        ),
        path="/dosen/lowongan",
        role=Role.LECTURER,
    ),
    "invited_to_apply": Template(
        subject=Text("Undangan mendaftar sebagai aslab {course}", en="Invitation to apply for {course}"),
        body=Text(
            "{lecturer} mengundang Anda, aslab semester lalu, untuk mendaftar lagi sebagai asisten {course}.\n\n"
            "Pendaftaran dibuka {opens_at} sampai {closes_at}. Anda mendaftar seperti biasa lewat portal dan ikut "
            "seleksi bersama pendaftar lain.",
            en="{lecturer} invites you, a lab assistant of last semester, to apply again as a lab assistant for "
            "{course}.\n\n"
            "Applications are open from {opens_at} to {closes_at}. You apply in the portal as usual and are selected "
            "together with the other applicants.",
        ),
        short=Text(
            "{lecturer} mengundang Anda mendaftar lagi sebagai asisten {course}. Batas pendaftaran {closes_at}.",
            en="{lecturer} invites you to apply again as a lab assistant for {course}. Please apply by {closes_at}.",
        ),
        path="/lowongan/{vacancy_id}",
    ),
}
