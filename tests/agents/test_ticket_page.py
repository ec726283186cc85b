"""What the ticket's page shows: conversation, history in words, fate of each mail, files; hostile text escaped."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agents.ticket.wording import WORDS, in_words
from notifications.models import Email
from tests.agents.conftest import signed_in
from tests.factories import make_requester, make_ticket, receive_reply
from tests.pictures import PDF, png
from tickets.event_kinds import EventKind
from tickets.facts import FurtherInformation
from tickets.models import Attachment, Draft
from tickets.models.attachment import AttachmentKind
from tickets.states import Action, State
from tickets.submission import Identity, MailParts

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}"


@pytest.fixture
def now():
    """The views take the real time."""
    return timezone.now()


@pytest.fixture
def ticket(requester, now):
    return make_ticket(requester=requester, now=now)


def page(browser, ticket) -> str:
    answer = browser.get(reverse("agents:ticket", args=[ticket.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_event_has_words():
    told_by_their_label = {"further_information", "contact_restored"}

    assert {*Action.values, *EventKind.values} - set(WORDS) == told_by_their_label


def test_the_history_says_what_happened_and_why_in_words(desk, ticket, agent, now):
    ticket.take(by=agent, now=now)
    ticket.ask("¿Con qué póliza?", by=agent, now=now)
    ticket.refresh_from_db()
    ticket.remind(now=ticket.reminder_due_at)
    ticket.refresh_from_db()
    ticket.close_by_clock(heard_until=ticket.auto_close_at, now=ticket.auto_close_at)

    shown = page(desk, ticket)

    assert "Laura la tomó" in shown
    assert "Pidió información: sin respuesta se cierra" in shown
    assert "Recordatorio automático: falta su respuesta" in shown
    assert "Se cerró sola por falta de seguimiento: le pedimos información hoy" in shown


def test_messages_and_events_stand_in_order(desk, ticket, requester, agent, now):
    ticket.note("Reporte 5567 con ellos", by=agent, now=now + timedelta(minutes=1))
    receive_reply(ticket, by=requester, body="¿Alguna novedad?", now=now + timedelta(minutes=2))
    ticket.reply("Todavía no", by=agent, now=now + timedelta(minutes=3))

    shown = page(desk, ticket)

    order = [
        shown.index(text) for text in ("Desde las 8 no me regresa", "Reporte 5567", "¿Alguna novedad?", "Todavía no")
    ]
    assert order == sorted(order)
    assert 'class="card message note"' in shown


@pytest.mark.parametrize(
    ("state", "fields", "words", "resent"),
    [
        ("aceptado", {"accepted_at": "now"}, "Respuesta a ana@agencia.test: aceptado hoy", False),
        ("rebotado", {"reason": "550 no existe"}, "Respuesta a ana@agencia.test: rebotó (550 no existe)", True),
        ("fallido", {"reason": "554 rechazado"}, "Respuesta a ana@agencia.test: no salió (554 rechazado)", True),
        ("pendiente", {}, "Respuesta a ana@agencia.test: pendiente", False),
        ("suprimido", {"reason": "repetido"}, "Respuesta a ana@agencia.test: no se envió (repetido)", False),
    ],
)
def test_each_mail_says_what_became_of_it(desk, ticket, agent, now, state, fields, words, resent):
    event = ticket.reply("Ya quedó", by=agent, now=now)
    fields = {name: now if value == "now" else value for name, value in fields.items()}
    email = Email.objects.create(
        key=f"event:{event.pk}:respuesta:1", kind="respuesta", ticket=ticket, message=event.message, event=event,
        to="ana@agencia.test", from_name="Laura", subject="Re", text="x", html="x", created_at=now, not_before=now,
        state=state, **fields,
    )  # fmt: skip

    shown = page(desk, ticket)

    assert words in shown
    assert ("Reenviar" in shown) is resent
    if resent:
        desk.post(reverse("agents:resend", args=[ticket.pk, email.pk]))
        assert Email.objects.filter(key__startswith="reenvio:").count() == 1


def test_queries_do_not_grow_with_the_conversation(desk, ticket, requester, agent, now, django_assert_num_queries):
    _talk(ticket, requester, agent, now, 2)
    page(desk, ticket)
    with django_assert_num_queries(PAGE_COST):
        page(desk, ticket)
    _talk(ticket, requester, agent, now, 12)
    for _ in range(8):
        make_ticket(requester=requester, now=now)

    with django_assert_num_queries(PAGE_COST):
        page(desk, ticket)


PAGE_COST = 25


def _talk(ticket, requester, agent, now, times):
    for number in range(times):
        files = [Attachment.objects.keep(b"x%d" % number, "x.txt", now=now)]
        receive_reply(ticket, by=requester, body=f"Pregunta {number}", files=files, now=now)
        event = ticket.reply(f"Respuesta {number}", by=agent, now=now)
        Email.objects.create(
            key=f"event:{event.pk}:respuesta:1", kind="respuesta", ticket=ticket, message=event.message, event=event,
            to="ana@agencia.test", from_name="L", subject="Re", text="x", html="x", created_at=now, not_before=now,
        )  # fmt: skip


def test_hostile_text_is_only_text_everywhere(desk, agent, now):
    person = make_requester("mala@x.test", HOSTILE, now=now)
    files = [Attachment.objects.keep(b"x", f"{HOSTILE}.txt", now=now)]
    ticket = make_ticket(
        requester=person, subject=HOSTILE, description=HOSTILE, files=files, now=now,
        diagnostics={HOSTILE: HOSTILE}, mail=MailParts(full_text=HOSTILE + "!", html=HOSTILE),
    )  # fmt: skip
    ticket.note(HOSTILE, by=agent, now=now)
    ticket.set_subject(HOSTILE + "2", by=agent, now=now)
    receive_reply(ticket, sender='"<script>"@x.test', sender_name=HOSTILE, body=HOSTILE, now=now)
    other = make_ticket(requester=person, subject=HOSTILE, now=now)
    desk.post(reverse("agents:draft_save", args=[ticket.pk]), {"text": f"</textarea>{HOSTILE}"})
    message = ticket.messages.first()

    shown = [
        page(desk, ticket), page(desk, other), desk.get(reverse("agents:queue")).content.decode(),
        desk.get(reverse("agents:queue"), {"q": HOSTILE, "vista": HOSTILE}).content.decode(),
        desk.get(reverse("agents:message", args=[ticket.pk, message.pk])).content.decode(),
    ]  # fmt: skip

    for text in shown:
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert "&lt;script&gt;alert(1)" in shown[0]


def test_a_mails_full_text_is_one_click_away(desk, requester, now):
    ticket = make_ticket(
        requester=requester, description="No cotiza", now=now, mail=MailParts(full_text="No cotiza\n-- \nAna, Agencia")
    )
    link = reverse("agents:message", args=[ticket.pk, ticket.messages.get().pk])

    assert link in page(desk, ticket)
    assert "Ana, Agencia" in desk.get(link).content.decode()


def test_only_pictures_that_we_wrote_anew_are_shown_in_place(desk, requester, now):
    picture = Attachment.objects.keep(png(80, 50), "p.png", kind=AttachmentKind.SCREENSHOT, now=now)
    document = Attachment.objects.keep(PDF, "malo.html", now=now)
    ticket = make_ticket(requester=requester, files=[picture, document], now=now)

    shown = desk.get(reverse("agents:file", args=[ticket.pk, picture.pk]))
    downloaded = desk.get(reverse("agents:file", args=[ticket.pk, document.pk]))

    assert shown["Content-Disposition"].startswith("inline")
    assert downloaded["Content-Disposition"].startswith("attachment")
    for answer in (shown, downloaded):
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]


def test_a_file_opens_only_under_its_own_ticket_or_its_writers_draft(desk, ticket, requester, agent, colleague, now):
    other = make_ticket(requester=requester, now=now, files=[Attachment.objects.keep(b"x", "x.txt", now=now)])
    draft = Draft.objects.keep(ticket, colleague, verb="reply", body="x", now=now)
    drafted = Attachment.objects.keep(b"y", "y.txt", now=now, draft=draft)
    unsent = Attachment.objects.keep(b"z", "z.txt", now=now)

    def status(browser, folio, file):
        return browser.get(reverse("agents:file", args=[folio, file.pk])).status_code

    assert status(desk, ticket.pk, other.attachments.get()) == 404
    assert status(desk, ticket.pk, drafted) == 404
    assert status(signed_in(colleague), ticket.pk, drafted) == 200
    assert status(desk, ticket.pk, unsent) == 404
    assert status(desk, other.pk, other.attachments.get()) == 200


def test_an_unknown_login_is_said_to_be_a_claim(desk, requester, now):
    claimed = make_ticket(requester=requester, now=now, identity=Identity("ana.ruiz"))
    signed = make_ticket(requester=requester, now=now, identity=Identity("ana.ruiz", verified=True))

    assert "ana.ruiz · sin verificar" in " ".join(page(desk, claimed).split())
    assert "ana.ruiz ✓ verificado" in " ".join(page(desk, signed).split())


@pytest.mark.parametrize("state", State)
def test_each_state_offers_the_verbs_of_the_table_and_no_other(desk, requester, agent, now, state):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    shown = page(desk, ticket)

    live = state in (State.ABIERTA, State.EN_ESPERA, State.EN_CLIENTE)
    expected = {
        'value="reply"': True, 'value="ask"': live, 'value="resolve"': live, 'value="log_contact"': live,
        'value="close"': state != State.CERRADO, 'value="note"': True,
        f"/{ticket.pk}/tomar/": state == State.ABIERTA, f"/{ticket.pk}/unir/": state != State.CERRADO,
        f"/{ticket.pk}/spam/": state != State.CERRADO,
        f"/{ticket.pk}/posponer/": state in (State.EN_CLIENTE, State.RESUELTO),
        f"/{ticket.pk}/reabrir/": state in (State.RESUELTO, State.CERRADO),
    }  # fmt: skip
    assert {what: what in shown for what in expected} == expected


def test_an_event_of_a_kind_unknown_here_still_has_words(ticket, now):
    with ticket.claimed():
        event = ticket.record(FurtherInformation(), by=None, now=now)

    assert in_words(event, now) == "Información adicional"
