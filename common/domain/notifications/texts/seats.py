"""About seats that are given, confirmed or come free, and about who is in charge of a vacancy."""

from common.domain.notifications.template import Template
from common.platform.auth import Role
from common.platform.text import Text

_MINE = "/pendaftaran"
_VACANCIES = "/dosen/lowongan"
_CANDIDATES = "/dosen/lowongan/{vacancy_id}/pendaftar"

SEATS = {
    "application_accepted_to_confirm": Template(
        subject=Text("Selamat, Anda diterima sebagai aslab {course}", en="You are accepted as assistant for {course}"),
        body=Text(
            "Selamat! {lecturer} menerima Anda sebagai asisten {course}.\n\n"
            "Mohon konfirmasi di portal paling lambat {until_on}. Tanpa konfirmasi, tempat Anda diberikan kepada "
            "pendaftar lain.\n\n"
            "Setelah itu admin akan mengaktifkan akun aslab Anda, lalu Anda menerima petunjuk masuk lewat email.",
            en="Congratulations! {lecturer} has accepted you as a lab assistant for {course}.\n\n"
            "Please confirm in the portal by {until_on}. Otherwise your seat goes to another applicant.\n\n"
            "After that an admin activates your lab assistant account, and you will get instructions by e-mail.",
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
    "vacancies_handed_over": Template(
        subject=Text("Lowongan Anda diserahkan kepada {lecturer}", en="Your vacancies were handed over to {lecturer}"),
        body=Text(
            "Admin menyerahkan lowongan berikut, beserta pendaftar dan aslabnya, dari Anda kepada {lecturer}:\n\n"
            "{courses}\n\nMulai sekarang {lecturer} yang menyeleksi dan memverifikasi.",
            en="An admin has handed these vacancies, with their applicants and lab assistants, from you to {lecturer}:"
            "\n\n{courses}\n\nFrom now on {lecturer} selects and verifies.",
        ),
        short=Text(
            "lowongan Anda diserahkan oleh admin kepada {lecturer}.",
            en="your vacancies were handed over to {lecturer} by an admin.",
        ),
        path=_VACANCIES,
        role=Role.LECTURER,
    ),
    "vacancies_taken_over": Template(
        subject=Text("Anda menerima lowongan dari {lecturer}", en="You take over vacancies from {lecturer}"),
        body=Text(
            "Admin menyerahkan lowongan berikut, beserta pendaftar dan aslabnya, dari {lecturer} kepada Anda:\n\n"
            "{courses}\n\nMulai sekarang Anda yang menyeleksi dan memverifikasi.",
            en="An admin has handed these vacancies, with their applicants and lab assistants, from {lecturer} to you:"
            "\n\n{courses}\n\nFrom now on you select and verify.",
        ),
        short=Text(
            "Anda menerima lowongan dari {lecturer} lewat admin.",
            en="an admin handed vacancies of {lecturer} over to you.",
        ),
        path=_VACANCIES,
        role=Role.LECTURER,
    ),
    "vacancies_rolled_over": Template(
        subject=Text("Draf lowongan Anda untuk {period}", en="Drafts of your vacancies for {period}"),
        body=Text(
            "Admin menyalin lowongan Anda berikut sebagai draf untuk {period}:\n\n{courses}\n\n"
            "Isi tanggalnya, periksa isinya, lalu terbitkan. Draf yang tidak diperlukan dapat dihapus.",
            en="An admin has copied these vacancies of yours as drafts for {period}:\n\n{courses}\n\n"
            "Fill in the dates, check what they say, and publish them. Drafts that you do not need can be deleted.",
        ),
        short=Text(
            "admin menyalin lowongan Anda sebagai draf untuk {period}. Isi tanggalnya lalu terbitkan.",
            en="an admin has copied your vacancies as drafts for {period}. Fill in the dates and publish them.",
        ),
        path=_VACANCIES,
        role=Role.LECTURER,
    ),
}
