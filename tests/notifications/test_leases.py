"""One lease for every row that one worker at a time works on: received messages and mails to be sent alike."""

from datetime import timedelta

import pytest

from notifications.models import Email, SpooledMessage
from notifications.models.lease import Leased
from notifications.outbox.publish import publish_pending
from tests.factories import make_ticket
from tests.notifications.inbound.raw import keep, raw_mail

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["received", "to send"])
def row(request, requester, now) -> Leased:
    if request.param == "received":
        return keep(raw_mail(), now)
    make_ticket(requester=requester, now=now)
    publish_pending(now)
    return Email.objects.get()


def rows(row: Leased, now):
    return type(row).objects.filter(pk=row.pk).not_leased(now)


def test_a_lease_is_given_once_and_counts_as_an_attempt(row, now):
    (taken,) = rows(row, now).take(now, now + MINUTE)

    assert (taken.pk, taken.leased_until, taken.attempts) == (row.pk, now + MINUTE, 1)
    assert rows(row, now).take(now, now + MINUTE) == []


def test_the_holder_of_the_last_lease_may_change_the_row(row, now):
    (taken,) = rows(row, now).take(now, now + MINUTE)

    assert taken.held().update(leased_until=None) == 1


def test_who_held_a_lease_that_ran_out_changes_nothing_once_another_worker_has_it(row, now):
    (late,) = rows(row, now).take(now, now + MINUTE)
    (taken,) = rows(row, now + MINUTE).take(now + MINUTE, now + 2 * MINUTE)

    assert late.held().update(leased_until=None) == 0
    assert taken.held().update(leased_until=None) == 1


def test_values_are_written_with_the_lease(now):
    row = keep(raw_mail(), now)

    (taken,) = SpooledMessage.objects.filter(pk=row.pk).take(now, now + MINUTE, reason="En manos de un trabajador.")

    taken.refresh_from_db()
    assert taken.reason == "En manos de un trabajador."
