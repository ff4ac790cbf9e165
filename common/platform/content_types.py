"""Names of content types that several rooms write."""

from typing import Final

PDF: Final = "application/pdf"
CSV: Final = "text/csv"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DID: Final = "application/did+json"
VC_JWT: Final = "application/vc+jwt"
