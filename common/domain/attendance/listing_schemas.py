"""Filters of the list of attendances that is a sheet alone."""

from common.domain.attendance.schemas import VerificationQuery
from common.domain.recruitment.period_schemas import period_filter


class AttendanceQuery(VerificationQuery):
    period_id = period_filter()
