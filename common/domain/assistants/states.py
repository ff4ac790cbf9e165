"""The life of a contract."""

from enum import StrEnum

from common.platform.auth import SYSTEM, Role
from common.platform.states import StateTable, by


class ContractState(StrEnum):
    ACTIVE = "aktif"
    SUSPENDED = "ditangguhkan"
    ENDED = "selesai"


_C = ContractState

CONTRACT = StateTable(
    {
        (_C.ACTIVE, _C.SUSPENDED): by(Role.ADMIN),
        (_C.SUSPENDED, _C.ACTIVE): by(Role.ADMIN),
        (_C.ACTIVE, _C.ENDED): by(Role.LECTURER, SYSTEM),
        (_C.SUSPENDED, _C.ENDED): by(Role.LECTURER, SYSTEM),
    }
)
