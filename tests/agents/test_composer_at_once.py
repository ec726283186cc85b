"""A double click in the composer, in threads, against the real database: one message, its file once, no error page."""

import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_ticket, make_user
from tickets.models import Attachment, Draft

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def three_times(browsers: list[Client], ticket) -> list[int]:
    """The same form, posted by each browser at once."""
    seen, barrier, answers = ticket.messages.get().pk, threading.Barrier(len(browsers)), []

    def post(browser: Client) -> None:
        file = SimpleUploadedFile("póliza.txt", b"1234")
        data = {"text": "Va la póliza", "verb": "reply", "seen": seen, "state": ticket.state, "attachments": file}
        try:
            barrier.wait(timeout=20)
            answers.append(browser.post(reverse("agents:send", args=[ticket.pk]), data).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a post hangs"
    return answers


@pytest.mark.parametrize("undo", [0, 15])
def test_three_clicks_at_once_with_a_file_are_one_message_with_it(settings, undo):
    settings.UNDO_SEND = timedelta(seconds=undo)
    now, agent = timezone.now(), make_user("laura")
    browsers = [Client(raise_request_exception=False) for _ in range(3)]
    for browser in browsers:
        browser.force_login(agent)
    for _ in range(ROUNDS):
        ticket = make_ticket(now=now)

        answers = three_times(browsers, ticket)
        Draft.objects.send_due(timezone.now() + timedelta(minutes=1))

        assert answers == [302, 302, 302]
        assert [file.name for file in ticket.messages.get(kind="agente").attachments.all()] == ["póliza.txt"]
        assert not Draft.objects.exists()
        assert not Attachment.objects.filter(ticket=None).exists()
