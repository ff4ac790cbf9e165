"""Drivers' exceptions become the one vocabulary by a table."""

from __future__ import annotations

import pytest

from common.platform.outside import Alarm, Meanings, Outage, Retry, means, translated
from common.platform.text import Text

REFUSED = Text("ditolak ({code})", en="refused ({code})")
TABLE: Meanings = {
    OSError: means(Outage, Text("jauh", en="far")),
    PermissionError: means(Alarm, REFUSED),
    KeyError: lambda fault: Retry(Text(f"kunci {fault.args[0]}", en=f"key {fault.args[0]}")),
}


def test_the_nearest_class_of_the_table_says_what_is_raised() -> None:
    with pytest.raises(Outage) as far, translated(TABLE):
        raise ConnectionResetError
    assert (far.value.reason, far.value.reason.en) == ("jauh", "far")
    with pytest.raises(Alarm) as refused, translated(TABLE):
        raise PermissionError
    assert (refused.value.reason, refused.value.reason.en) == ("ditolak (PermissionError)", "refused (PermissionError)")
    assert isinstance(refused.value.__cause__, PermissionError)


def test_a_row_may_read_what_the_exception_says() -> None:
    with pytest.raises(Retry, match="kunci x"), translated(TABLE):
        raise KeyError("x")


def test_what_the_table_does_not_know_passes() -> None:
    with pytest.raises(ValueError, match="ours"), translated(TABLE):
        raise ValueError("ours")
    with translated(TABLE):
        pass
