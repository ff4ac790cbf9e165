"""What is typed, pasted or dictated comes to one form, whatever its letters that nobody sees."""

from __future__ import annotations

from decimal import Decimal

import pytest

from common.platform import fields
from common.platform.fields import normal
from tests.platform.test_fields import LABEL, loaded

UNSEEN = ("\u200b", "\u200c", "\u200d", "\u202a", "\u202e", "\u2060", "\ufeff", "\u00ad", "\u200f", "\u2066")
WIDE = ("\u00a0", "\u2009", "\u202f", "\u3000", "\u3164")
PARTED = ("\u000b", "\u000c", "\u0085", "\u2028", "\u2029")


@pytest.mark.parametrize("unseen", UNSEEN)
def test_letters_that_nobody_sees_are_dropped(unseen: str) -> None:
    assert loaded(fields.LabelledString(LABEL), f"{unseen}Si{unseen}ti") == "Siti"
    assert loaded(fields.Email(LABEL), f"{unseen}budi@contoh.id{unseen}") == "budi@contoh.id"
    assert loaded(fields.NumberField(LABEL), f"3022{unseen}311{unseen}") == "3022311"
    assert loaded(fields.WhatsApp(LABEL), f"{unseen}0812{unseen}34567890") == "+6281234567890"
    assert loaded(fields.Choice(LABEL, ("merah",)), f"merah{unseen}") == "merah"
    assert loaded(fields.Ipk(LABEL), f"{unseen}3,45") == Decimal("3.45")


def test_joiners_stay_where_a_script_or_an_emoji_needs_them() -> None:
    for needed in ("می\u200cخواهم", "क\u094d\u200dष", "\U0001f468\u200d\U0001f469\u200d\U0001f467"):
        assert loaded(fields.LabelledString(LABEL), needed) == needed


@pytest.mark.parametrize("wide", WIDE)
def test_blanks_of_other_widths_are_plain_ones(wide: str) -> None:
    assert loaded(fields.LabelledString(LABEL), f"Siti{wide} Nur{wide}") == "Siti Nur"
    assert loaded(fields.LabelledString(LABEL, lines=True), f"Siti{wide}Nur\nAini") == "Siti Nur\nAini"
    assert loaded(fields.NumberField(LABEL), f"1985{wide}0923") == "19850923"
    assert loaded(fields.LabelledString(LABEL), wide) == "Isian wajib diisi"


@pytest.mark.parametrize("parted", PARTED)
def test_the_line_ends_of_a_slide_are_line_ends_or_blanks(parted: str) -> None:
    text = f"Syarat:{parted}IPK minimal 3,25{parted}Lulus"
    assert loaded(fields.LabelledString(LABEL, lines=True), text) == "Syarat:\nIPK minimal 3,25\nLulus"
    assert loaded(fields.LabelledString(LABEL), text) == "Syarat: IPK minimal 3,25 Lulus"


def test_a_tab_within_a_line_is_a_blank() -> None:
    assert loaded(fields.LabelledString(LABEL), "Siti\tNur") == "Siti Nur"


def test_a_letter_and_its_accent_are_one() -> None:
    assert loaded(fields.LabelledString(LABEL, longest=4), "Jose\u0301") == "Jos\u00e9"
    assert loaded(fields.LabelledString(LABEL), "Jose\u200b\u0301") == "Jos\u00e9"
    assert loaded(fields.LabelledPassword(LABEL), " cafe\u0301\u200b ") == " caf\u00e9\u200b "


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("19770203 200001 1 001", "197702032000011001"),
        (" f1d 022\u2011101 ", "F1D022-101"),
        ("\uff13\uff10\uff12\uff12", "3022"),
        ("e\u200b\u03011", "\u00c91"),
        (f"{'1 ' * 30}", "1" * 30),
    ],
)
def test_every_spelling_of_a_number_is_one_number(typed: str, number: str) -> None:
    assert loaded(fields.NumberField(LABEL), typed) == number
    assert normal.number(number) == number


def test_a_number_is_something_to_read_and_not_too_long() -> None:
    assert loaded(fields.NumberField(LABEL), " \u200b\u00a0") == "Isian wajib diisi"
    assert loaded(fields.NumberField(LABEL), "30\x0022") == "Isian tidak valid"
    assert loaded(fields.NumberField(LABEL), "1" * 31) == "Isian paling banyak 30 huruf"


@pytest.mark.parametrize("typed", ["\u0663", "\u0663,\u0664", "\uff13,45"])
def test_an_ipk_in_other_digits_hears_which_ones_to_use(typed: str) -> None:
    assert loaded(fields.Ipk(LABEL), typed) == "IPK ditulis dengan angka 0-9, misalnya 3,45"


def test_an_extension_has_no_whatsapp() -> None:
    for typed in ("0812-3456-7890 ext 5", "081234567890 x5", "0812 3456 7890 ext. 21"):
        assert loaded(fields.WhatsApp(LABEL), typed) == "Nomor WhatsApp tidak valid"
