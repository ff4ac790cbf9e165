"""Names of content types that several rooms write."""

from typing import Final

PDF: Final = "application/pdf"
