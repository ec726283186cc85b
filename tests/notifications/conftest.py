"""What the tests of outgoing mail share: writing what is owed, and looking at it."""

import pytest

from notifications.models import Email
from notifications.outbox.publish import publish_pending


def sent_kinds(ticket) -> list[str]:
    """The kinds of the ticket's mails, in the order in which they leave."""
    return list(Email.objects.filter(ticket=ticket).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def publish(db, now):
    """Publish everything that happened; answers the rows that this wrote."""

    def publish(at=None) -> list[Email]:
        last = Email.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        publish_pending(at or now)
        return list(Email.objects.filter(pk__gt=last).order_by("pk"))

    return publish
