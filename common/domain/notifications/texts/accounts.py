"""About accounts and passwords."""

from common.domain.notifications.template import Template
from common.platform.text import Text

ACCOUNTS = {
    "account_created": Template(
        subject=Text("Akun SI-Aslab Anda sudah siap", en="Your SI-Aslab account is ready"),
        body=Text(
            "Akun Anda di SI-Aslab sudah kami buat. Anda masuk dengan NIM/NIP {number}.\n\n"
            "Silakan buat kata sandi Anda melalui tautan berikut:\n{link}\n\n"
            "Tautan ini berlaku {hours} jam dan hanya dapat dipakai satu kali. Jika sudah lewat, minta tautan baru "
            "lewat “Lupa kata sandi” di halaman masuk.",
            en="Your account in SI-Aslab is ready. You sign in with NIM/NIP {number}.\n\n"
            "Please set your password by this link:\n{link}\n\n"
            "The link works once, within {hours} hours. If it has expired, ask for a new one by “Forgot password” "
            "on the sign-in page.",
        ),
        path="/masuk",
        secret=True,
    ),
    "password_reset": Template(
        subject=Text("Ganti kata sandi SI-Aslab", en="Change your SI-Aslab password"),
        body=Text(
            "Kami menerima permintaan untuk mengganti kata sandi Anda. Silakan buat kata sandi baru melalui tautan "
            "berikut:\n{link}\n\n"
            "Tautan ini berlaku {minutes} menit dan hanya dapat dipakai satu kali. Jika Anda tidak memintanya, "
            "abaikan saja email ini: kata sandi Anda tidak berubah.",
            en="We were asked to change your password. Please set a new one by this link:\n{link}\n\n"
            "The link works once, within {minutes} minutes. If you did not ask for it, simply ignore this e-mail: "
            "your password stays as it is.",
        ),
        path="/masuk",
        secret=True,
    ),
    "email_changed": Template(
        subject=Text("Alamat email akun SI-Aslab Anda diganti", en="The e-mail address of your account was changed"),
        body=Text(
            "Pada {at} alamat email akun SI-Aslab Anda diganti. Tautan kata sandi dan pemberitahuan selanjutnya kami "
            "kirim ke alamat yang baru, tidak lagi ke alamat ini.\n\n"
            "Jika bukan Anda yang menggantinya, segera hubungi admin.",
            en="On {at} the e-mail address of your SI-Aslab account was changed. From now on password links and "
            "messages go to the new address, and no longer to this one.\n\n"
            "If it was not you, please tell an admin at once.",
        ),
        short=Text(
            "alamat email akun SI-Aslab Anda diganti pada {at}. Jika bukan Anda, segera hubungi admin.",
            en="the e-mail address of your SI-Aslab account was changed on {at}. If it was not you, tell an admin at "
            "once.",
        ),
        path="/profil",
    ),
    "email_taken_up": Template(
        subject=Text("Alamat email ini milik akun SI-Aslab Anda", en="This is the e-mail address of your account"),
        body=Text(
            "Sejak {at} alamat ini adalah alamat email akun SI-Aslab Anda. Tautan kata sandi dan pemberitahuan "
            "selanjutnya kami kirim ke sini.\n\n"
            "Jika Anda tidak mengenal akun ini, segera hubungi admin.",
            en="Since {at} this is the e-mail address of your SI-Aslab account. Password links and messages come here "
            "from now on.\n\n"
            "If you do not know of this account, please tell an admin at once.",
        ),
        path="/profil",
    ),
    "link_sent_elsewhere": Template(
        subject=Text("Tautan kata sandi akun SI-Aslab Anda diminta", en="A password link was asked for"),
        body=Text(
            "Pada {at} tautan untuk mengganti kata sandi akun SI-Aslab Anda diminta. Tautan itu kami kirim ke alamat "
            "email yang baru, karena admin telah mengganti alamat ini.\n\n"
            "Jika bukan Anda yang memintanya, segera hubungi admin.",
            en="On {at} a link to change the password of your SI-Aslab account was asked for. It went to the new "
            "e-mail address, because an admin has replaced this one.\n\n"
            "If it was not you, please tell an admin at once.",
        ),
        path="/lupa-kata-sandi",
    ),
    "password_changed": Template(
        subject=Text("Kata sandi SI-Aslab Anda diganti", en="Your SI-Aslab password was changed"),
        body=Text(
            "Pada {at} kata sandi akun SI-Aslab Anda diganti lewat halaman profil, dan semua perangkat lain "
            "dikeluarkan.\n\n"
            "Jika bukan Anda yang menggantinya, segera buat kata sandi baru di {link} dan beri tahu admin.",
            en="On {at} the password of your SI-Aslab account was changed on the profile page, and every other device "
            "was signed out.\n\n"
            "If it was not you, set a new one at once at {link} and tell an admin.",
        ),
        short=Text(
            "kata sandi akun SI-Aslab Anda diganti pada {at}. Jika bukan Anda, segera buat kata sandi baru.",
            en="your SI-Aslab password was changed on {at}. If it was not you, set a new one at once.",
        ),
        path="/lupa-kata-sandi",
    ),
    "session_stolen": Template(
        subject=Text("Sesi SI-Aslab Anda diakhiri demi keamanan", en="Your SI-Aslab session was ended for safety"),
        body=Text(
            "Pada {at} sesi Anda di SI-Aslab dipakai dari dua tempat sekaligus, seperti bila salinannya ada di tangan "
            "orang lain. Karena itu sesi tersebut kami akhiri.\n\n"
            "Masuklah kembali. Jika Anda curiga, segera buat kata sandi baru di {link} dan beri tahu admin.",
            en="On {at} your session in SI-Aslab was used from two places at once, as happens when somebody else has "
            "a copy of it. Therefore we ended it.\n\n"
            "Please sign in again. If you have a doubt, set a new password at once at {link} and tell an admin.",
        ),
        short=Text(
            "sesi SI-Aslab Anda dipakai dari dua tempat pada {at} dan kami akhiri. Jika Anda curiga, segera buat kata "
            "sandi baru.",
            en="your SI-Aslab session was used from two places on {at}, so we ended it. If you have a doubt, set a "
            "new password at once.",
        ),
        path="/lupa-kata-sandi",
    ),
}
