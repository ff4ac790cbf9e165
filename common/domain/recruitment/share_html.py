"""The page of a shared vacancy as HTML: what a stranger wrote is escaped, and nothing in it runs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from common.domain.recruitment.states import WEEKDAYS, Weekday
from common.platform.calendar_text import moment_text
from common.platform.settings import settings
from common.platform.text import INDONESIAN

if TYPE_CHECKING:
    from common.domain.recruitment.share_pages import SharedVacancy


def share_html(vacancy: SharedVacancy, page: str, picture: str | None) -> str:
    """`page` and `picture` are paths at the site's address."""
    origin, title = _origin(), f"Lowongan asisten laboratorium {vacancy.course}"
    address, closes = f"{origin}/{page}", moment_text(vacancy.closes_at, INDONESIAN)
    # A chat keeps a picture by its address: another pamphlet has another one.
    shown = f"{origin}/{picture}?v={vacancy.pamphlet_id}" if picture else None
    return _template().render(
        origin=origin,
        campus=settings().campus_name,
        vacancy=vacancy,
        title=title,
        summary=f"Pendaftaran sampai {closes}. Kuota {vacancy.quota}. Dosen: {vacancy.lecturer}.",
        closes=closes,
        days=_days(vacancy),
        minimum_ipk=(vacancy.minimum_ipk or "").replace(".", ","),
        address=address,
        portal=f"{settings().portal_url}/lowongan/{vacancy.id}",
        picture=shown,
        posting=_posting(vacancy, title, address, shown),
    )


def _posting(vacancy: SharedVacancy, title: str, address: str, picture: str | None) -> dict[str, object]:
    """The same for search engines (schema.org/JobPosting)."""
    campus = settings().campus_name
    department = {"department": {"@type": "Organization", "name": vacancy.program}} if vacancy.program else {}
    place = {"@type": "PostalAddress", "addressCountry": "ID", "addressLocality": settings().campus_place or campus}
    return {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": title,
        "description": f"{vacancy.description}\n\n{vacancy.requirements}",
        "identifier": {"@type": "PropertyValue", "name": campus, "value": str(vacancy.id)},
        "datePosted": vacancy.opens_at.isoformat(),
        "validThrough": vacancy.closes_at.isoformat(),
        "employmentType": "PART_TIME",
        "totalJobOpenings": vacancy.quota,
        "hiringOrganization": {"@type": "CollegeOrUniversity", "name": campus, **department},
        "jobLocation": {"@type": "Place", "address": place},
        **({"workHours": _days(vacancy)} if vacancy.days else {}),
        "directApply": True,
        "url": address,
        **({"image": picture} if picture else {}),
    }


def _days(vacancy: SharedVacancy) -> str:
    return ", ".join(WEEKDAYS[Weekday(day)] for day in vacancy.days)


def _origin() -> str:
    """Where the site's files are; without a domain the portal's own addresses are behind a hash of one file."""
    portal = urlsplit(settings().portal_url)
    return f"{portal.scheme}://{portal.netloc}"


@cache
def _template() -> Template:
    """Every value is escaped, also in attributes; a name that is not given is a fault."""
    folder = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=folder, autoescape=True, undefined=StrictUndefined).get_template("share.html")
