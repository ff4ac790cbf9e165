"""The life of an attendance as data: every pair of states, in every role."""

from __future__ import annotations

from itertools import product
from uuid import uuid4

import pytest

from common.domain.attendance.states import ATTENDANCE, AttendanceState
from common.platform.auth import SYSTEM, Actor, Role
from common.platform.errors import Forbidden, IllegalMove

S = AttendanceState
LEGAL = {
    (S.AWAITING_PHOTO, S.AWAITING_VERIFICATION): SYSTEM,
    (S.AWAITING_VERIFICATION, S.APPROVED): Role.LECTURER,
    (S.AWAITING_VERIFICATION, S.REJECTED): Role.LECTURER,
    (S.APPROVED, S.REJECTED): Role.LECTURER,
    (S.REJECTED, S.AWAITING_VERIFICATION): Role.ASLAB,
}
ROLES = (Role.STUDENT, Role.LECTURER, Role.ADMIN, Role.ASLAB, SYSTEM)


@pytest.mark.parametrize(("old", "new"), list(product(S, S)))
def test_each_step_is_somebodys_or_nobodys(old: AttendanceState, new: AttendanceState) -> None:
    for role in ROLES:
        actor = Actor(uuid4(), role)
        if (old, new) not in LEGAL:
            with pytest.raises(IllegalMove):
                ATTENDANCE.check(old, new, actor)
        elif LEGAL[old, new] == role:
            ATTENDANCE.check(old, new, actor)
        else:
            with pytest.raises(Forbidden):
                ATTENDANCE.check(old, new, actor)
