"""About applications, to students and lecturers."""

from common.domain.notifications.template import Template
from common.platform.auth import Role
from common.platform.text import Text

_MINE = "/pendaftaran"
_CANDIDATES = "/dosen/lowongan/{vacancy_id}/pendaftar"

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
    "application_accepted": Template(
        subject=Text("Selamat, Anda diterima sebagai aslab {course}", en="You are accepted as assistant for {course}"),
        body=Text(
            "Selamat! {lecturer} menerima Anda sebagai asisten {course}.\n\n"
            "Langkah berikutnya ada pada kami: admin akan mengaktifkan akun aslab Anda, lalu Anda menerima petunjuk "
            "masuk lewat email.",
            en="Congratulations! {lecturer} has accepted you as a lab assistant for {course}.\n\n"
            "The next step is ours: an admin activates your aslab account, and you will get instructions by e-mail.",
        ),
        short=Text(
            "selamat! Anda diterima sebagai asisten {course}. Tunggu email aktivasi akun aslab dari kami.",
            en="congratulations! You are accepted as a lab assistant for {course}. Our activation e-mail follows.",
        ),
        path=_MINE,
        role=Role.STUDENT,
    ),
    "application_accepted_to_confirm": Template(
        subject=Text("Selamat, Anda diterima sebagai aslab {course}", en="You are accepted as assistant for {course}"),
        body=Text(
            "Selamat! {lecturer} menerima Anda sebagai asisten {course}.\n\n"
            "Mohon konfirmasi di portal paling lambat {until_on}. Tanpa konfirmasi, tempat Anda diberikan kepada "
            "pendaftar lain.\n\n"
            "Setelah itu admin akan mengaktifkan akun aslab Anda, lalu Anda menerima petunjuk masuk lewat email.",
            en="Congratulations! {lecturer} has accepted you as a lab assistant for {course}.\n\n"
            "Please confirm in the portal by {until_on}. Otherwise your seat goes to another applicant.\n\n"
            "After that an admin activates your aslab account, and you will get instructions by e-mail.",
        ),
        short=Text(
            "selamat! Anda diterima sebagai asisten {course}. Mohon konfirmasi paling lambat {until_on}.",
            en="congratulations! You are accepted as a lab assistant for {course}. Please confirm by {until_on}.",
        ),
        path=_MINE,
        role=Role.STUDENT,
    ),
    "confirmation_reminder": Template(
        subject=Text("Konfirmasi aslab {course} paling lambat {until_on}", en="Confirm for {course} by {until_on}"),
        body=Text(
            "Anda diterima sebagai asisten {course}, tetapi belum mengonfirmasi.\n\n"
            "Mohon konfirmasi di portal paling lambat {until_on}. Tanpa konfirmasi, tempat Anda diberikan kepada "
            "pendaftar lain.",
            en="You are accepted as a lab assistant for {course}, but you have not confirmed yet.\n\n"
            "Please confirm in the portal by {until_on}. Otherwise your seat goes to another applicant.",
        ),
        short=Text(
            "Anda belum mengonfirmasi penerimaan sebagai asisten {course}. Batasnya {until_on}.",
            en="you have not confirmed yet that you will be a lab assistant for {course}. Please do so by {until_on}.",
        ),
        path=_MINE,
        role=Role.STUDENT,
    ),
    "application_lapsed": Template(
        subject=Text("Tempat aslab {course} Anda dilepas", en="Your seat for {course} was given up"),
        body=Text(
            "Anda diterima sebagai asisten {course}, tetapi tidak mengonfirmasi sampai {until_on}. Tempat Anda dilepas "
            "dan dapat diberikan kepada pendaftar lain.\n\n"
            "Jika ada kendala, silakan hubungi {lecturer}.",
            en="You were accepted as a lab assistant for {course} but did not confirm by {until_on}. Your seat was "
            "given up and may go to another applicant.\n\n"
            "If something kept you from it, please contact {lecturer}.",
        ),
        short=Text(
            "Anda tidak mengonfirmasi penerimaan sebagai asisten {course} sampai {until_on}, sehingga tempatnya "
            "dilepas.",
            en="you did not confirm for {course} by {until_on}, so your seat was given up.",
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
    "seat_free": Template(
        subject=Text("Ada tempat aslab kosong di {course}", en="A seat is free in {course}"),
        body=Text(
            "Ada satu tempat kosong di {course}: {because}.\n\n"
            "Calon berikutnya di daftar tunggu adalah {candidate}. Anda dapat menerimanya lewat portal.",
            en="One seat is free in {course}: {because}.\n\n"
            "Next on the waiting list is {candidate}. You can accept them in the portal.",
        ),
        short=Text(
            "ada tempat aslab kosong di {course}. Calon berikutnya di daftar tunggu: {candidate}.",
            en="a seat is free in {course}. Next on the waiting list: {candidate}.",
        ),
        path=_CANDIDATES,
        role=Role.LECTURER,
    ),
    "seat_free_nobody_waits": Template(
        subject=Text("Ada tempat aslab kosong di {course}", en="A seat is free in {course}"),
        body=Text(
            "Ada satu tempat kosong di {course}: {because}.\n\n"
            "Daftar tunggu kosong. Anda dapat menerima pendaftar lain lewat portal.",
            en="One seat is free in {course}: {because}.\n\n"
            "The waiting list is empty. You can accept another applicant in the portal.",
        ),
        short=Text(
            "ada tempat aslab kosong di {course}. Daftar tunggu kosong.",
            en="a seat is free in {course}. The waiting list is empty.",
        ),
        path=_CANDIDATES,
        role=Role.LECTURER,
    ),
    "seat_filled": Template(
        subject=Text("Tempat aslab {course} terisi dari daftar tunggu", en="A seat in {course} was filled"),
        body=Text(
            "Ada satu tempat kosong di {course}: {because}.\n\n"
            "Sesuai pengaturan lowongan, {candidate} dari daftar tunggu diterima secara otomatis.",
            en="One seat came free in {course}: {because}.\n\n"
            "As the vacancy says, {candidate} was accepted from the waiting list automatically.",
        ),
        short=Text(
            "tempat aslab kosong di {course} terisi otomatis oleh {candidate} dari daftar tunggu.",
            en="a free seat in {course} was filled by {candidate} from the waiting list automatically.",
        ),
        path=_CANDIDATES,
        role=Role.LECTURER,
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
}
