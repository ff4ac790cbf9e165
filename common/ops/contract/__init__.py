"""What follows from the declarations: the API's description, the gateway's, and the list of functions."""

from common.ops.contract.functions import load_functions
from common.ops.contract.rules import ContractBroken
from common.ops.contract.write import check_contract, write_contract

__all__ = ["ContractBroken", "check_contract", "load_functions", "write_contract"]
