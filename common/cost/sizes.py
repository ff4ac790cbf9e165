"""The four campuses that the suite is built for, in people and papers a semester."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Size:
    """Counts of one semester, and the environment of Terraform that is its least."""

    name: str
    environment: str
    students: int
    lecturers: int
    vacancies: int
    applications: int
    assistants: int
    attendances: int

    @property
    def admins(self) -> float:
        """Assumed: one, and one more for each 10,000 students."""
        return 1 + self.students / 10_000

    def times(self, factor: float) -> Size:
        counts = (self.students, self.lecturers, self.vacancies, self.applications, self.assistants, self.attendances)
        return Size(f"{self.name} x {factor:g}", self.environment, *(round(count * factor) for count in counts))


SIZES: Final = (
    Size("pilot lab", "dev", 600, 30, 25, 200, 60, 1_350),
    Size("campus", "prod", 10_000, 450, 120, 1_200, 300, 6_750),
    Size("very large campus", "prod", 60_000, 2_500, 900, 11_000, 3_500, 78_750),
    Size("stress", "prod", 500_000, 15_000, 10_000, 200_000, 50_000, 1_100_000),
)
NOBODY: Final = Size("nobody", "dev", 0, 0, 0, 0, 0, 0)
