"""How often a photo is taken for one that it has nothing to do with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from common.domain.attendance.photos import ALIKE_BITS
from common.platform.documents.fingerprints import fingerprint, variants
from tests.platform.documents.laboratories import laboratory
from tests.platform.documents.test_variants import found_alike

PIECES = ALIKE_BITS + 1


def pieces(print_: int) -> Iterator[tuple[int, int]]:
    """Two fingerprints that differ in fewer bits than there are pieces have one of them in common."""
    wide = -(-64 // PIECES)
    for number in range(PIECES):
        yield number, (print_ >> number * wide) & (1 << wide) - 1


def test_of_two_thousand_laboratories_fewer_than_one_in_a_thousand_is_taken_for_an_earlier_one() -> None:
    earlier: dict[tuple[int, int], set[int]] = defaultdict(set)
    alarms = 0
    for seed in range(2000):
        picture = laboratory(seed)
        own, others = fingerprint(picture), variants(picture)
        candidates = {before for one in (own, *others) for piece in pieces(one) for before in earlier[piece]}
        alarms += any(found_alike(before, own, others) for before in candidates)
        for piece in pieces(own):
            earlier[piece].add(own)
    assert alarms < 2
