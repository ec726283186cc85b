"""«Ya la estamos atendiendo» waits a little, so that a real answer may replace it."""

from datetime import timedelta

import pytest

from notifications.models import Email
from notifications.models.email import EmailState
from tests.factories import make_ticket
from tickets.states import CloseReason


def test_the_notice_of_taking_waits_ten_minutes(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, now=now)
    publish()

    ticket.take(by=agent, now=now)

    [mail] = publish()
    assert mail.not_before == now + timedelta(minutes=10)
    assert "Laura ya está atendiendo tu solicitud." in mail.text


def test_it_never_waits_past_the_promise(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, now=now)
    publish()
    almost = now + timedelta(hours=23, minutes=57)

    ticket.take(by=agent, now=almost)

    [mail] = publish(almost)
    assert mail.not_before == now + timedelta(hours=24)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda t, a, n: t.reply("Lo vemos.", by=a, now=n), "Salió la respuesta en su lugar."),
        (lambda t, a, n: t.ask("¿Cuál?", by=a, now=n), "Salió la petición de información en su lugar."),
        (lambda t, a, n: t.log_contact("Hablamos.", by=a, now=n), "Salió el resumen de la llamada en su lugar."),
        (lambda t, a, n: t.resolve("Ya.", by=a, now=n), "Salió la solución en su lugar."),
        (lambda t, a, n: t.close("Listo.", by=a, now=n), "La solicitud se cerró antes."),
        (lambda t, a, n: t.close(by=a, now=n, reason=CloseReason.SPAM), "La solicitud se cerró antes."),
        (lambda t, a, n: t.withdraw(by=t.requester, now=n), "El solicitante la retiró antes."),
    ],
)
def test_what_comes_in_between_replaces_it(act, reason, requester, agent, now, publish):
    ticket = make_ticket(requester=requester, now=now)
    ticket.take(by=agent, now=now)
    publish()

    act(ticket, agent, now + timedelta(minutes=5))

    publish(now + timedelta(minutes=5))
    notice = Email.objects.get(ticket=ticket, kind="atendiendo")
    assert (notice.state, notice.reason) == (EmailState.SUPPRESSED, reason)


def test_a_call_that_sends_no_mail_replaces_nothing(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, now=now)
    ticket.take(by=agent, now=now)
    publish()

    ticket.log_contact("Para nosotros", by=agent, now=now, notify=False)

    publish()
    assert Email.objects.get(ticket=ticket, kind="atendiendo").state == EmailState.PENDING


def test_taken_and_answered_at_once_only_the_answer_leaves(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, now=now)
    ticket.take(by=agent, now=now)
    ticket.reply("Ya lo vi: es el tarifario.", by=agent, now=now)

    publish()

    leaving = Email.objects.due(now + timedelta(days=1)).values_list("kind", flat=True)
    assert list(leaving) == ["acuse", "respuesta"]
