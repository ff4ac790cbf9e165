"""About accounts and passwords."""

from common.notifications.wording import Wording
from common.text import Text

ACCOUNTS = {
    "account_created": Wording(
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
        short=Text("", en=""),
        path="/masuk",
        secret=True,
    ),
    "password_reset": Wording(
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
        short=Text("", en=""),
        path="/masuk",
        secret=True,
    ),
}
