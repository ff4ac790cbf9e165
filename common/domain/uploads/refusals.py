"""Why a file that came was not kept: codes in the database, sentences for people."""

from __future__ import annotations

from typing import Final

from common.domain.uploads.purposes import RULES
from common.domain.uploads.tables import Purpose
from common.platform.text import Text

TOO_LARGE: Final = "too_large"
TOO_MANY_PIXELS: Final = "picture_too_large"
DAMAGED_PICTURE: Final = "picture_damaged"
USED_BEFORE: Final = "photo_used_before"
NEVER_ARRIVED: Final = "never_arrived"

_WHOLE = {
    USED_BEFORE: Text("Foto sudah pernah digunakan", en="This photo has been used before", code=USED_BEFORE),
    NEVER_ARRIVED: Text(
        "Berkas tidak sampai di server, kirim ulang",
        en="The file never arrived, please send it again",
        code=NEVER_ARRIVED,
    ),
    # A JPG may have so many; the other kinds take more room to open, and 12 megapixels are little enough for all.
    TOO_MANY_PIXELS: Text(
        "Gambar ini memiliki terlalu banyak piksel. Kirim JPG paling banyak 60 megapiksel, atau ambil ulang dengan "
        "resolusi 12 megapiksel.",
        en="This picture has too many pixels. Send a JPG of at most 60 megapixels, or take it again at 12 megapixels.",
        code=TOO_MANY_PIXELS,
    ),
    DAMAGED_PICTURE: Text(
        "Gambar harus utuh, dan yang ini rusak atau terpotong. Ambil ulang atau pilih gambar lain.",
        en="The picture must be whole, and this one is damaged or cut off. Take it again or choose another one.",
        code=DAMAGED_PICTURE,
    ),
}
# Of no purpose in particular; with one, its rule is named.
_TOO_LARGE = Text("Berkas terlalu besar", en="The file is too large", code=TOO_LARGE)
# Said after the rule that the file breaks; the codes are those of `documents.pdfs.PdfReason` and `sheets.Fault`.
_DETAILS = {
    "encrypted": Text("berkas ini dikunci dengan kata sandi", en="this one is locked by a password"),
    "active_content": Text(
        "berkas ini berisi skrip, formulir aktif, lampiran, atau tautan yang bukan alamat web; cetak ulang ke PDF",
        en="this one holds scripts, active forms, attachments or links that are no web address; print it to PDF anew",
    ),
    "too_many_pages": Text("halaman berkas ini terlalu banyak", en="this one has too many pages"),
    "locked_or_old": Text(
        "berkas ini dikunci dengan kata sandi atau berformat Excel lama; simpan sebagai .xlsx tanpa kata sandi",
        en="this one is locked by a password or in the old format of Excel; save it as .xlsx without a password",
    ),
    "unpacked_too_large": Text(
        "isi berkas ini terlalu besar; salin barisnya ke lembar baru",
        en="what this one holds is too large; copy its rows to a new sheet",
    ),
    "damaged": Text("berkas ini rusak", en="this one is damaged"),
}


CODES: Final = sorted({TOO_LARGE, *_WHOLE, *_DETAILS, *(rule.wrong_kind.code for rule in RULES.values())})


def sentences() -> dict[str, Text]:
    """Each code with a sentence that is right for any purpose, its limits still to be filled in."""
    kinds = {rule.wrong_kind.code: rule.wrong_kind for rule in RULES.values()}
    details = {code: Text(_beginning(text), _beginning(text.en), code) for code, text in _DETAILS.items()}
    return {TOO_LARGE: _TOO_LARGE} | kinds | details | _WHOLE


def _beginning(part: str) -> str:
    return part[0].upper() + part[1:]


def refusal_text(purpose: str, code: str) -> Text:
    """The sentence for the owner of a refused file; it names the rule that the file breaks."""
    if whole := _WHOLE.get(code):
        return whole
    rule = RULES[Purpose(purpose)]
    sentence = rule.says(rule.wrong_size if code == TOO_LARGE else rule.wrong_kind)
    detail = _DETAILS.get(code)
    return Text(
        f"{sentence}: {detail}" if detail else str(sentence),
        en=f"{sentence.en}: {detail.en}" if detail else sentence.en,
        code=code,
    )
