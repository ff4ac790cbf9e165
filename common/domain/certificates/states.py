"""What became of the certificate of an ended contract."""

from enum import StrEnum


class CertificateState(StrEnum):
    NOT_ISSUED = "belum_terbit"
    # Issued; being drawn or on its way.
    ISSUED = "terbit"
    SENT = "terkirim"
    # Not delivered, or given up before: it could not be drawn. Either way it can be sent again.
    NOT_SENT = "gagal_terkirim"
    REVOKED = "dicabut"
