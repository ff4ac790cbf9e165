"""The life of a contract."""

from enum import StrEnum

from common.platform.auth import SYSTEM, Role
from common.platform.states import StateTable, by


class ContractState(StrEnum):
    ACTIVE = "aktif"
    SUSPENDED = "ditangguhkan"
    ENDED = "selesai"


_S = ContractState

CONTRACT = StateTable(
    {
        (_S.ACTIVE, _S.SUSPENDED): by(Role.ADMIN),
        (_S.SUSPENDED, _S.ACTIVE): by(Role.ADMIN),
        (_S.ACTIVE, _S.ENDED): by(Role.LECTURER, SYSTEM),
        (_S.SUSPENDED, _S.ENDED): by(Role.LECTURER, SYSTEM),
    }
)
