"""What the tests of outgoing mail share: writing what is owed, and looking at it."""

import pytest

from notifications.models import Email
from notifications.outbox.publish import publish_pending
from tests.notifications.smtp import Script, Server


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


@pytest.fixture
def script():
    return Script()


@pytest.fixture
def server(script, settings):
    running = Server(script)
    running.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 2
    yield running
    running.stop()
