"""«Mis solicitudes»: the one-time link goes to whom it belongs, and to nobody else."""

import re

from notifications.models import Email
from tests.factories import make_requester
from tickets.models import LinkRequest


def test_a_known_address_gets_a_link_that_opens_once(requester, now, publish):
    asked = LinkRequest.objects.ask("ANA@agencia.test", now)

    [mail] = publish()

    token = re.search(r"http://testserver/mis-solicitudes/([^/\s]+)/", mail.text)[1]
    assert (mail.kind, mail.to, mail.subject) == ("enlace", "ana@agencia.test", "Tu enlace a tus solicitudes")
    assert mail.key == f"enlace:{asked.pk}"
    assert f"/mis-solicitudes/{token}/" in mail.html
    assert LinkRequest.objects.open(token, now) == asked


def test_an_unknown_address_gets_nothing(now, db, publish):
    asked = LinkRequest.objects.ask("nadie@otra.test", now)

    assert publish() == []
    asked.refresh_from_db()
    assert asked.announced_at == now
    assert asked.token_hash == ""


def test_to_an_address_that_nobody_has_proven_it_repeats_no_name(now, publish):
    stranger = make_requester("victima@otra.test", "Juan http://malo.test", now=now, proven=False)
    LinkRequest.objects.ask(stranger.email, now)

    [mail] = publish()

    assert "Juan" not in mail.subject + mail.text + mail.html


def test_a_request_is_answered_once(requester, now, publish):
    LinkRequest.objects.ask(requester.email, now)

    publish()
    publish()

    assert Email.objects.filter(kind="enlace").count() == 1
