"""Module 5: the interview in the applicant's calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import ics
import time_machine
import vobject

from common.platform import clock
from tests.client import Portal
from tests.uat.refusals import settle
from tests.uat.test_ways_back import Selection

BUDI = "budi@mahasiswa.test"


class Calendar:
    """What a calendar holds that follows the mails of one applicant: the highest number of each event counts."""

    def __init__(self, here: Selection) -> None:
        self.here, self.events = here, {}  # type: ignore[var-annotated]

    def follow(self) -> list[tuple[str, str]]:
        """Method and subject of each mail with an event since the last look, as both readers find it."""
        settle(self.here.portal)
        outbox = self.here.portal.campus.outbox
        seen = [(self._take(mail), mail.subject) for mail in outbox.mails if mail.calendar]
        outbox.clear()
        return seen

    def _take(self, mail: Any) -> str:
        first, [second] = vobject.readOne(mail.calendar), ics.Calendar(mail.calendar).events
        method, event, number = first.method.value, first.vevent, int(first.vevent.sequence.value)
        assert mail.recipients == (BUDI,)
        assert second.uid == event.uid.value
        assert second.begin.datetime == event.dtstart.value
        assert event.dtstart.value.tzinfo.utcoffset(None) == timedelta(0)
        held = self.events.get(event.uid.value, (-1, None))
        assert number > held[0], "a calendar would not follow it"
        shown = None if method == "CANCEL" else (event.dtstart.value, event.location.value, event.summary.value)
        self.events[event.uid.value] = (number, shown)
        return str(method)

    def shown(self) -> Any:
        """The only event there ever was; None when it was taken away."""
        [(_, shown)] = self.events.values()
        return shown


def invite(here: Selection, at: datetime, place: str = "Lab 2") -> None:
    here.decide("invite_candidate", "Budi", json={"at": at.isoformat(), "place": place})


def test_sel_17_an_interview_is_added_moved_and_removed_by_one_uid(portal: Portal) -> None:
    """Ditetapkan, diubah, dibatalkan: email membawa acara kalender dengan satu UID dan SEQUENCE yang naik."""
    here = Selection(portal, "Budi")
    calendar = Calendar(here)
    # Nine in the morning in Pangkalpinang.
    first = datetime.combine(clock.today() + timedelta(days=2), datetime.min.time(), UTC) + timedelta(hours=2)
    summary, asked = "Wawancara aslab Basis Data", ("REQUEST", "Undangan wawancara aslab Basis Data")
    invite(here, first)
    assert calendar.follow() == [asked]
    assert calendar.shown() == (first, "Lab 2", summary)
    invite(here, first + timedelta(hours=1), "Lab 3")
    assert calendar.follow() == [asked]
    assert calendar.shown() == (first + timedelta(hours=1), "Lab 3", summary)
    here.decide("put_on_waiting_list", "Budi")
    assert [method for method, _ in calendar.follow()] == ["CANCEL"]
    assert calendar.shown() is None

    day = {"decision": "wawancara", "at": first.isoformat(), "place": "Lab 2", "minutes": 20}
    day |= {"application_ids": [here.ids["Budi"]]}
    here.lecturer.call("decide_candidates", vacancy_id=here.vacancy["id"], json=day)
    assert calendar.follow() == [asked]
    assert calendar.shown() == (first, "Lab 2", summary)
    here.views["Budi"].call("withdraw_application", application_id=here.ids["Budi"])
    assert calendar.follow() == [("CANCEL", "Wawancara aslab Basis Data dibatalkan")]
    assert calendar.shown() is None


def test_sel_17_a_decision_before_the_interview_cancels_it(portal: Portal) -> None:
    """Ditolak atau diterima sebelum wawancara: email keputusannya menghapus acaranya. Sesudah wawancara tidak."""
    soon = clock.now() + timedelta(hours=3)
    for operation, sent in (("reject_candidate", {"reason": "Kuota terbatas."}), ("accept_candidate", None)):
        here = Selection(portal, "Budi")
        calendar = Calendar(here)
        invite(here, soon)
        calendar.follow()
        here.decide(operation, "Budi", json=sent)
        assert [method for method, _ in calendar.follow()] == ["CANCEL"], operation
        assert calendar.shown() is None
    here = Selection(portal, "Budi")
    invite(here, soon)
    Calendar(here).follow()
    with time_machine.travel(soon + timedelta(minutes=1), tick=True):
        here = again(here)
        here.decide("accept_candidate", "Budi")
        assert Calendar(here).follow() == []


def again(here: Selection) -> Selection:
    """The lecturer signs in once more: hours have passed."""
    here.lecturer = here.portal.as_(here.teacher)
    return here
