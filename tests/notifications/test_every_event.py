"""Each event → exactly the mails it owes: kind, recipient, subject, key."""

from datetime import timedelta

import pytest
from django.template import TemplateDoesNotExist, loader

from notifications import rules
from notifications.kinds import MailKind
from notifications.models import Email
from notifications.models.email import EmailState
from tests.factories import make_requester, make_ticket, receive_reply
from tests.notifications.conftest import sent_kinds
from tickets.event_kinds import EventKind
from tickets.models import Participant
from tickets.splitting import split_message
from tickets.states import Action, CloseReason, State

SUBJECT = "No está cotizando con ATLAS"

# What is done to a ticket in a state → the kind of its one mail and the subject's beginning; None: no mail at all.
ACTS = {
    "take": (State.ABIERTA, lambda t, a, n: t.take(by=a, now=n), "atendiendo", "Re: "),
    "reply": (State.ABIERTA, lambda t, a, n: t.reply("Lo vemos.", by=a, now=n), "respuesta", "Re: "),
    "ask": (State.ABIERTA, lambda t, a, n: t.ask("¿Cuál?", by=a, now=n), "mas_informacion", "Nos falta un dato: "),
    "call": (State.EN_ESPERA, lambda t, a, n: t.log_contact("Quedamos.", by=a, now=n), "llamada", "Re: "),
    "silent call": (State.EN_ESPERA, lambda t, a, n: t.log_contact("X", by=a, now=n, notify=False), None, ""),
    "resolve": (State.ABIERTA, lambda t, a, n: t.resolve("Ya.", by=a, now=n), "solucion", "¿Quedó resuelto? "),
    "close": (State.ABIERTA, lambda t, a, n: t.close("Listo.", by=a, now=n), "cerrada", "Listo: "),
    "close as spam": (State.ABIERTA, lambda t, a, n: t.close(by=a, now=n, reason=CloseReason.SPAM), None, ""),
    "reply to a closed one": (
        State.CERRADO,
        lambda t, a, n: receive_reply(t, by=t.requester, body="Sigue sin cotizar con ATLAS", now=n),
        "reabierta",
        "Reabrimos: ",
    ),
    "answer": (State.EN_CLIENTE, lambda t, a, n: receive_reply(t, by=t.requester, body="Es la 12", now=n), None, ""),
    "thanks": (State.RESUELTO, lambda t, a, n: receive_reply(t, by=t.requester, body="Gracias", now=n), None, ""),
    "reopen": (State.CERRADO, lambda t, a, n: t.reopen(by=a, now=n), "reabierta", "Reabrimos: "),
    "approve": (State.RESUELTO, lambda t, a, n: t.approve(by=t.requester, now=n), None, ""),
    "withdraw": (State.ABIERTA, lambda t, a, n: t.withdraw(by=t.requester, now=n), None, ""),
    "ask for time": (State.EN_CLIENTE, lambda t, a, n: t.ask_for_time(by=t.requester, now=n), "nueva_fecha", "Nueva fecha: "),
    "postpone": (
        State.RESUELTO,
        lambda t, a, n: t.postpone(until=n + timedelta(days=9), by=a, now=n),
        "nueva_fecha",
        "Nueva fecha: ",
    ),
    "bounce": (State.EN_CLIENTE, lambda t, a, n: t.bounce(why="no existe", now=n), None, ""),
    "remind": (State.EN_CLIENTE, lambda t, a, n: t.remind(now=n + timedelta(hours=25)), "recordatorio", "Nos falta tu respuesta: "),
    "complete": (
        State.RESUELTO,
        lambda t, a, n: t.close_by_clock(heard_until=n + timedelta(days=3), now=n + timedelta(days=3)),
        None,
        "",
    ),
    "note": (State.ABIERTA, lambda t, a, n: t.note("Sólo para nosotros", by=a, now=n), None, ""),
    "assign": (State.ABIERTA, lambda t, a, n: t.assign(a, by=a, now=n), None, ""),
}  # fmt: skip


def test_every_event_stands_in_the_table_or_among_the_silent_ones():
    known = {*Action.values, *EventKind.values}

    assert set(rules.RULES) | rules.SILENT == known
    assert not set(rules.RULES) & rules.SILENT


def test_every_kind_has_its_three_templates():
    for kind in MailKind:
        for part in ("subject.txt", "txt", "html"):
            try:
                loader.get_template(f"correo/{kind}.{part}")
            except TemplateDoesNotExist:
                pytest.fail(f"{kind} has no {part}")


@pytest.mark.parametrize("act", ACTS)
def test_an_event_writes_exactly_its_mail(act, requester, agent, now, publish):
    state, do, kind, subject = ACTS[act]
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)
    publish()

    do(ticket, agent, now + timedelta(minutes=1))

    mails = publish(now + timedelta(minutes=2))
    event = ticket.events.last()
    assert event.announced_at == now + timedelta(minutes=2)
    if kind is None:
        assert mails == []
    else:
        [mail] = mails
        assert mail.kind == kind
        assert mail.to == "ana@agencia.test"
        assert mail.subject == f"{subject}{SUBJECT} [#{ticket.pk}]"
        assert mail.key == f"event:{event.pk}:{kind}:{requester.pk}"
        assert mail.state == EmailState.PENDING
        assert mail.text.startswith("## Escribe tu respuesta arriba de esta línea ##")
        assert "## Escribe tu respuesta arriba de esta línea ##" in mail.html
        assert "Nunca te pedimos contraseñas ni tarjetas" in mail.text
        assert "Nunca te pedimos contraseñas ni tarjetas" in mail.html


def test_expiring_says_what_was_asked_and_when(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    ticket.remind(now=now + timedelta(hours=25))
    publish()

    ticket.close_by_clock(heard_until=now + timedelta(days=2), now=now + timedelta(days=2))

    [mail] = publish()
    assert mail.subject == f"Cerramos por falta de seguimiento: {SUBJECT} [#{ticket.pk}]"
    for part in (mail.text, mail.html):
        assert "el lunes 16 de noviembre, 09:00 (hora del centro) te pedimos:" in part
        assert "¿Con qué póliza te pasa?" in part
        assert "por eso la cerramos. Responde este correo y seguimos donde nos quedamos." in part


def test_a_merge_names_both_folios_and_replies_go_to_the_one_that_remains(requester, agent, now, publish):
    old = make_ticket(requester=requester, agent=agent, now=now)
    new = make_ticket(requester=requester, agent=agent, subject="Otra vez lo de ATLAS", now=now)
    publish()

    new.merge_into(old, by=agent, now=now)

    [mail] = publish()
    assert mail.kind == "union"
    assert mail.subject == f"Unimos #{new.pk} con {SUBJECT} [#{old.pk}]"
    assert mail.ticket == new
    assert old.reply_token in mail.reply_to
    assert old.tracking_token in mail.text
    assert new.tracking_token not in mail.text


def test_unmerging_says_nothing(requester, agent, now, publish):
    old, new = make_ticket(requester=requester, now=now), make_ticket(requester=requester, now=now)
    new.merge_into(old, by=agent, now=now)
    publish()

    new.unmerge(by=agent, now=now)

    assert publish() == []


def test_a_reopening_undone_says_nothing(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    receive_reply(ticket, by=requester, body="Perdón, me equivoqué de solicitud", now=now)
    publish()
    ticket.refresh_from_db()

    ticket.restore(by=agent, now=now)

    assert publish() == []


def test_a_split_sends_one_mail_that_names_both_folios(requester, agent, now, publish):
    old = make_ticket(requester=requester, now=now)
    publish()

    new = split_message(old.messages.get(), subject="Alta de un usuario", text="Da de alta a Luis", by=agent, now=now)

    [mail] = publish()
    assert mail.kind == "separacion"
    assert mail.subject == f"Separamos tu mensaje: Alta de un usuario [#{new.pk}]"
    assert f"#{old.pk} · {SUBJECT}" in mail.text
    assert sent_kinds(new) == ["separacion"]


def test_a_corrected_address_gets_the_acknowledgement_anew(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, now=now)
    publish()

    ticket.correct_address("ana.ruiz@agencia.test", by=agent, now=now)

    [mail] = publish()
    assert (mail.kind, mail.to) == ("acuse", "ana.ruiz@agencia.test")
    assert mail.state == EmailState.PENDING
    assert ticket.tracking_token in mail.text


def test_what_was_not_published_before_a_correction_does_not_reach_the_wrong_address(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, now=now)

    ticket.correct_address("ana.ruiz@agencia.test", by=agent, now=now)

    wrong, right = publish()
    assert (wrong.to, wrong.state) == ("ana@agencia.test", EmailState.SUPPRESSED)
    assert wrong.reason == "La dirección se corrigió antes de que saliera."
    assert (right.to, right.state) == ("ana.ruiz@agencia.test", EmailState.PENDING)


def test_a_participant_gets_a_copy_without_the_requesters_buttons(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    Participant.objects.create(ticket=ticket, email="luis@agencia.test", added_by=agent, added_at=now)
    publish()

    ticket.resolve("Ya quedó.", by=agent, now=now)

    mine, copy = publish()
    assert (mine.to, copy.to) == ("ana@agencia.test", "luis@agencia.test")
    assert copy.kind == "solucion"
    assert copy.key != mine.key
    assert "Ya quedó." in copy.text
    for part in (copy.text, copy.html):
        assert "/solicitud/" not in part
        assert "/encuesta/" not in part


def test_participants_hear_only_what_somebody_wrote(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    Participant.objects.create(ticket=ticket, email="luis@agencia.test", added_by=agent, added_at=now)
    publish()

    ticket.remind(now=now + timedelta(hours=25))

    assert [mail.to for mail in publish()] == ["ana@agencia.test"]


def test_the_same_event_is_published_once(requester, now, publish):
    ticket = make_ticket(requester=requester, now=now)

    first, second = publish(), publish()

    assert [mail.kind for mail in first] == ["acuse"]
    assert second == []
    assert ticket.events.unpublished().count() == 0


def test_an_event_that_cannot_be_published_holds_up_only_its_own_ticket(requester, agent, now, publish):
    broken = make_ticket(requester=requester, now=now)
    broken.reply("Lo vemos.", by=agent, now=now)
    sound = make_ticket(requester=requester, now=now)
    event = broken.events.first()
    data, event.data = event.data, {}
    event.save(update_fields=["data"])

    written = publish()

    assert [mail.ticket for mail in written] == [sound]
    assert broken.events.unpublished().count() == 2
    event.data = data
    event.save(update_fields=["data"])
    assert [mail.kind for mail in publish()] == ["acuse", "respuesta"]


def test_an_event_whose_mail_the_database_refuses_holds_up_only_its_own_ticket(requester, now, publish):
    broken, sound = make_ticket(requester=requester, now=now), make_ticket(requester=requester, now=now)
    taken = f"event:{broken.events.get().pk}:acuse:{requester.pk}"
    Email.objects.create(
        key=taken,
        kind="acuse",
        to="x@y.test",
        from_name="x",
        subject="x",
        text="x",
        html="x",
        created_at=now,
        not_before=now,
    )

    assert [mail.ticket for mail in publish()] == [sound]


def test_what_was_written_and_has_not_left_does_not_reach_a_wrong_address(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    ticket.reply("Lo vemos.", by=agent, now=now)
    publish()

    ticket.correct_address("ana.ruiz@agencia.test", by=agent, now=now)
    publish()

    wrong = Email.objects.filter(ticket=ticket, to="ana@agencia.test")
    assert set(wrong.values_list("state", flat=True)) == {EmailState.SUPPRESSED}
    assert wrong.first().resend(now).state == EmailState.SUPPRESSED


def test_a_split_says_nothing_typed_to_an_unproven_address(agent, now, publish):
    stranger = make_requester("victima@otra.test", "Juan", now=now, proven=False)
    old = make_ticket(requester=stranger, subject="Promoción", description="Ganaste un premio", now=now)
    publish()

    split_message(old.messages.get(), subject="Premio", text="Otro premio", by=agent, now=now)

    [mail] = publish()
    for part in (mail.subject, mail.text, mail.html):
        for typed in ("Promoción", "premio", "Premio", "Juan"):
            assert typed not in part


def test_mails_to_our_own_address_are_not_written_to_ourselves(settings, agent, now, publish):
    requester = make_requester("soporte@segupoliza.test", "Nosotros", now=now)
    make_ticket(requester=requester, now=now)

    [mail] = publish()

    assert (mail.state, mail.reason) == (EmailState.SUPPRESSED, "Es una dirección nuestra.")
    assert Email.objects.due(now).count() == 0
