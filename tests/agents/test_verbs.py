"""What an agent does beside writing: each button is one verb, refusals are shown, nothing typed is lost."""

from datetime import timedelta

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from agents.ticket.forms.base import TicketForm
from agents.ticket.forms.details import DetailsForm
from agents.ticket.page import FORMS
from notifications.models.email import FORGOTTEN
from tests.agents.conftest import signed_in
from tests.factories import make_ticket, receive_reply
from tickets.models import Attachment, Draft, Insurer, Process, Requester, Ticket
from tickets.models.message import Review
from tickets.states import Action, CloseReason, State, TransitionNotAllowed


@pytest.fixture
def now():
    """The views take the real time."""
    return timezone.now()


@pytest.fixture
def ticket(requester, now):
    return make_ticket(requester=requester, now=now)


def act(browser, ticket, name, *keys, **data):
    answer = browser.post(reverse(f"agents:{name}", args=[ticket.pk, *keys]), data)
    ticket.refresh_from_db()
    return answer


def local(moment) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_taking_it(desk, ticket, agent):
    answer = act(desk, ticket, "take", view="abiertas")

    assert answer["Location"] == reverse("agents:ticket", args=[ticket.pk]) + "?vista=abiertas"
    assert (ticket.state, ticket.assignee) == (State.EN_ESPERA, agent)
    assert ticket.events.last().action == Action.TAKE


def test_of_two_who_take_it_the_second_is_told(desk, colleague, ticket):
    act(signed_in(colleague), ticket, "take")

    answer = act(desk, ticket, "take")

    assert answer.status_code == 409
    assert "«Tomada» no es posible en «En espera». Lo último fue «Tomada», por Luis, " in answer.content.decode()
    assert ticket.assignee == colleague


def test_details_change_by_one_verb_each(desk, ticket, colleague):
    process = Process.objects.create(name="Emisión", slug="emision")
    insurer = Insurer.objects.create(name="Quálitas")

    act(desk, ticket, "details", process=process.pk, insurer=insurer.pk, assignee=colleague.pk)

    assert (ticket.process, ticket.insurer, ticket.assignee) == (process, insurer, colleague)
    assert [event.action for event in ticket.events.all()] == ["submit", "set_process", "set_insurer", "assign"]


def test_details_of_which_one_is_refused_change_not_at_all(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    typed = {"process": Process.objects.create(name="Emisión", slug="emision").pk, "assignee": agent.pk}
    typed |= {"waiting_on": ticket.waiting_on, "next_update_at": local(now + timedelta(days=3))}
    form = DetailsForm(typed, ticket=ticket, now=now)
    assert form.is_valid()
    Ticket.objects.get(pk=ticket.pk).resolve("Ya quedó.", by=agent, now=now)  # a colleague, meanwhile

    with pytest.raises(TransitionNotAllowed):
        form.apply(by=agent, now=now)

    ticket.refresh_from_db()
    assert (ticket.process, ticket.state) == (None, State.RESUELTO)
    assert ticket.events.last().action == Action.RESOLVE


class Unchecked(TicketForm):
    """A form that lets everything pass: only the verb is left to say no."""

    subject = forms.CharField(strip=False)


def test_what_a_form_let_pass_and_the_verb_refused_is_shown_where_it_was_typed(desk, ticket, monkeypatch):
    monkeypatch.setitem(FORMS, "subject", Unchecked)

    answer = act(desk, ticket, "subject", subject=" \t ")

    assert answer.status_code == 422
    assert answer.context["forms"]["subject"].non_field_errors() == ["Escribe el asunto."]
    assert ticket.subject == "No está cotizando con ATLAS"


def test_what_a_verb_without_a_form_refuses_is_shown_above_the_page(desk, ticket, now):
    email = ticket.emails.create(
        key="x", kind="enlace", to="a@b.test", subject="x", text=FORGOTTEN, html=FORGOTTEN, created_at=now,
        not_before=now,
    )  # fmt: skip

    answer = act(desk, ticket, "resend", email.pk)

    assert answer.status_code == 409
    assert answer.context["problem"] == "Ese enlace ya no existe. Hay que pedir uno nuevo."


def test_what_was_not_changed_leaves_no_event(desk, ticket):
    act(desk, ticket, "details", process="", insurer=ticket.insurer_id or "", assignee="")

    assert [event.action for event in ticket.events.all()] == ["submit"]


def test_whom_we_wait_for_and_when_we_write_next(desk, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    at = (now + timedelta(days=1)).replace(second=0, microsecond=0)

    act(
        desk, ticket, "details", assignee=agent.pk, waiting_on="aseguradora", external_folio="5567",
        next_update_at=local(at),
    )  # fmt: skip

    assert (ticket.waiting_on, ticket.external_folio, ticket.next_update_at) == ("aseguradora", "5567", at)
    shown = desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()
    assert "reporte 5567" in shown


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("subject", {"subject": "   "}, "Escribe el asunto."),
        ("subject", {"subject": "x" * 201}, "Es demasiado largo"),
        ("merge", {"folio": "abc"}, "No hay una solicitud con ese folio."),
        ("merge", {"folio": "#999999999"}, "No hay una solicitud con ese folio."),
        ("merge", {"folio": ""}, "Escribe el folio"),
        ("postpone", {"until": "ayer"}, "Elige día y hora."),
        ("postpone", {"until": "2001-01-01T10:00"}, "Esa fecha ya pasó."),
        ("postpone", {"until": "2999-01-01T10:00"}, "Es demasiado lejos"),
        ("person", {"new_name": "", "since": ""}, "Escribe su nombre."),
        ("person", {"new_name": "Eva", "since": "2999-01-01T10:00"}, "Todavía no llega esa fecha."),
        ("address", {"email": "nada"}, "Ese correo no parece completo."),
        ("details", {"process": "999999", "assignee": "x"}, "Elige una opción de la lista."),
    ],
)
def test_bad_input_is_said_beside_its_field(desk, requester, agent, now, name, data, said):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    answer = act(desk, ticket, name, **data)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert ticket.events.count() == 2


def test_a_clearer_subject_keeps_the_original(desk, ticket):
    act(desk, ticket, "subject", subject="ATLAS no regresa primas")

    assert (ticket.subject, ticket.original_subject) == ("ATLAS no regresa primas", "No está cotizando con ATLAS")


def test_postponing_the_closing(desk, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    until = (now + timedelta(days=5)).replace(second=0, microsecond=0)

    act(desk, ticket, "postpone", until=local(until))

    assert ticket.auto_close_at == until
    assert ticket.events.last().action == Action.POSTPONE


def test_reopening_and_undoing_a_reopening(desk, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    act(desk, ticket, "reopen")
    assert (ticket.state, ticket.round_number) == (State.ABIERTA, 2)

    other = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    receive_reply(other, by=requester, body="Mil gracias por todo el apoyo brindado siempre", now=now)
    shown = desk.get(reverse("agents:ticket", args=[other.pk])).content.decode()
    act(desk, other, "restore")
    assert "Deshacer la reapertura" in shown
    assert (other.state, other.round_number) == (State.RESUELTO, 1)


def test_spam_closes_without_a_word(desk, ticket):
    act(desk, ticket, "spam")

    assert (ticket.state, ticket.close_reason) == (State.CERRADO, CloseReason.SPAM)


def test_merging_and_taking_apart(desk, ticket, requester, now):
    other = make_ticket(requester=requester, now=now)

    act(desk, ticket, "merge", folio=f"#{other.pk}")
    assert (ticket.state, ticket.merged_into) == (State.CERRADO, other)

    act(desk, ticket, "unmerge")
    assert (ticket.state, ticket.merged_into) == (State.ABIERTA, None)


def test_tickets_of_two_people_are_not_merged(desk, ticket, stranger, now):
    other = make_ticket(requester=stranger, now=now)

    answer = act(desk, ticket, "merge", folio=str(other.pk))

    assert answer.status_code == 409
    assert "es de otra persona" in answer.content.decode()
    assert ticket.state == State.ABIERTA


def test_a_new_person_behind_the_address(desk, ticket, requester, now):
    act(desk, ticket, "person", new_name="Eva Luna", since=local(now - timedelta(days=1)), sees_earlier="on")

    requester.refresh_from_db()
    change = requester.changes.get()
    assert (requester.name, change.old_name, change.sees_earlier) == ("Eva Luna", "Ana Ruiz", True)
    assert ticket.requester_name == "Ana Ruiz"
    assert "Ana Ruiz → Eva Luna" in desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()


@pytest.mark.parametrize(
    ("since", "sentence"), [("0001-01-01T00:00", "revisa el año"), ("2999-01-01T00:00", "Todavía no llega esa fecha")]
)
def test_nobody_begins_in_a_year_that_was_mistyped(desk, ticket, requester, since, sentence):
    answer = act(desk, ticket, "person", new_name="Juana Vargas", since=since)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not requester.changes.exists()


@pytest.mark.parametrize("folio", ["#", "²", "9" * 17, "\0", "# 0"])
def test_a_folio_that_is_none_gets_a_sentence(desk, ticket, folio):
    answer = act(desk, ticket, "merge", folio=folio)

    assert answer.status_code == 422
    assert "Asegúrese" not in answer.content.decode()
    assert ticket.state == State.ABIERTA


def test_a_new_person_that_was_reported_needs_only_a_click(desk, ticket, requester, now):
    ticket.report_new_person("Eva Luna", by=requester, now=now)

    shown = desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()
    act(desk, ticket, "person", new_name="Eva Luna", since=local(now))
    afterwards = desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()

    assert "<strong>Avisan que ahora usa el correo Eva Luna.</strong>" in shown
    assert 'value="Eva Luna"' in shown
    assert "<strong>Avisan" not in afterwards


def test_a_wrong_address_is_corrected(desk, ticket):
    act(desk, ticket, "address", email="Ana.Buena@agencia.test")

    assert ticket.requester == Requester.objects.get(email="ana.buena@agencia.test")
    assert ticket.events.last().action == "correct_address"


@pytest.fixture
def held(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    received = receive_reply(ticket, sender="luis@otra.test", sender_name="Luis", body="Es la 1234", now=now)
    ticket.refresh_from_db()
    return ticket, received.message


def test_a_held_message_is_offered_to_be_judged(desk, held):
    ticket, _message = held

    shown = desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()

    for words in ("Respondió luis@otra.test", "Aceptar como respuesta", "Agregar participante", "Descartar"):
        assert words in shown


@pytest.mark.parametrize("participates", [False, True])
def test_accepting_it_makes_it_a_reply(desk, held, participates):
    ticket, message = held

    act(desk, ticket, "accept", message.pk, sender="participant" if participates else "once")

    message.refresh_from_db()
    assert (ticket.state, ticket.held_for_review_at, message.review) == (State.EN_ESPERA, None, Review.ACCEPTED)
    assert ticket.participants.filter(email="luis@otra.test").exists() is participates


def test_dismissing_it_lets_the_closing_run(desk, held):
    ticket, message = held

    act(desk, ticket, "dismiss", message.pk)

    message.refresh_from_db()
    assert (ticket.state, ticket.held_for_review_at, message.review) == (State.EN_CLIENTE, None, Review.DISMISSED)


def test_it_is_judged_only_once_and_only_on_its_own_ticket(desk, held, ticket):
    own, message = held

    assert act(desk, ticket, "accept", message.pk, sender="once").status_code == 404
    act(desk, own, "dismiss", message.pk)
    assert act(desk, own, "accept", message.pk, sender="once").status_code == 409


def test_what_holds_a_merged_ticket_is_shown_where_it_was_merged_and_decided_on_its_own_page(
    desk, held, agent, ticket, now
):
    own, message = held
    own.merge_into(ticket, by=agent, now=now)

    shown = desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()
    answer = act(desk, own, "accept", message.pk, sender="once")
    afterwards = desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()

    assert f"#{own.pk} {own.subject}</a>, unida a esta, tiene algo por revisar." in shown
    assert answer.status_code == 302
    assert "tiene algo por revisar" not in afterwards
    assert "Es la 1234" in afterwards


@pytest.mark.parametrize(("decision", "state"), [("same", State.CERRADO), ("different", State.ABIERTA)])
def test_a_new_mail_instead_of_a_reply_is_decided_on(desk, ticket, requester, agent, now, decision, state):
    waiting = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    link = ticket.suspect_reply(waiting, now=now)
    shown = desk.get(reverse("agents:ticket", args=[waiting.pk])).content.decode()

    act(desk, waiting, "decide_link", link.pk, decision=decision)

    ticket.refresh_from_db()
    assert "¿Es la respuesta que esperábamos?" in shown
    assert (ticket.state, waiting.held_for_review_at) == (state, None)


def test_a_link_that_a_colleague_decided_meanwhile_is_refused_in_words(desk, ticket, requester, agent, colleague, now):
    waiting = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    link = ticket.suspect_reply(waiting, now=now)
    ticket.decide_link(link, same=False, by=colleague, now=now)

    answer = act(desk, waiting, "decide_link", link.pk, decision="same")

    assert answer.status_code == 409
    assert "Ya estaba decidido: son distintas." in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"decision": ""}, {"decision": "quizá"}, {"decision": "distintas"}])
def test_a_link_is_not_decided_by_a_post_without_an_answer(desk, ticket, requester, agent, now, sent):
    waiting = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    link = ticket.suspect_reply(waiting, now=now)

    answer = act(desk, waiting, "decide_link", link.pk, **sent)

    link.refresh_from_db()
    assert answer.status_code == 422
    assert "Elige «Unir» o «Son distintas»." in answer.content.decode()
    assert link.is_undecided
    assert waiting.held_for_review_at is not None


@pytest.mark.parametrize("sent", [{}, {"sender": "x"}])
def test_a_message_is_not_accepted_by_a_post_without_an_answer(desk, held, sent):
    ticket, message = held

    answer = act(desk, ticket, "accept", message.pk, **sent)

    message.refresh_from_db()
    assert answer.status_code == 422
    assert "Elige «Aceptar como respuesta» o «Agregar participante»." in answer.content.decode()
    assert (ticket.state, message.review) == (State.EN_CLIENTE, Review.PENDING)


def test_details_that_a_post_leaves_out_stand_as_they_are(desk, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    ticket.wait_on("aseguradora", "5567", by=agent, now=now)
    before = ticket.events.count()

    act(desk, ticket, "details", waiting_on="nosotros")

    assert ticket.assignee == agent
    assert (ticket.waiting_on, ticket.external_folio) == ("nosotros", "5567")
    assert ticket.events.count() == before + 1


def test_details_of_a_page_from_before_a_colleague_took_it_are_kept(desk, ticket, colleague, now):
    process = Process.objects.create(name="Altas", slug="altas")
    ticket.take(by=colleague, now=now)

    answer = act(desk, ticket, "details", process=process.pk, insurer="", assignee=colleague.pk)

    assert answer.status_code == 302
    assert (ticket.process, ticket.waiting_on) == (process, "nosotros")


def test_an_empty_choice_of_whom_we_wait_for_is_refused(desk, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)

    assert act(desk, ticket, "details", waiting_on="").status_code == 422


def test_a_link_is_decided_only_on_its_own_tickets(desk, ticket, requester, agent, now):
    waiting = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    link = ticket.suspect_reply(waiting, now=now)
    third = make_ticket(requester=requester, now=now)

    assert act(desk, third, "decide_link", link.pk, decision="same").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "solicitudes/{huge}/", "solicitudes/{huge}/mensajes/{message}/", "solicitudes/{ticket}/mensajes/{huge}/",
        "solicitudes/{huge}/mensajes/{message}/separar/", "solicitudes/{huge}/archivos/{file}/",
        "solicitudes/{ticket}/archivos/{huge}/", "cuarentena/{huge}/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("huge", [10**18, 10**30])
def test_a_number_that_no_column_holds_is_not_found(desk, agent, ticket, now, address, huge):
    draft = Draft.objects.keep(ticket, agent, verb="reply", body="x", now=now)
    file = Attachment.objects.keep(b"x", "x.txt", now=now, draft=draft)
    keys = {"huge": huge, "ticket": ticket.pk, "message": ticket.messages.get().pk, "file": file.pk}

    assert desk.get(f"/agentes/{address.format(**keys)}").status_code == 404


def test_unknown_folios_are_not_found(desk, db):
    for name in ("take", "details", "send", "spam"):
        assert desk.post(reverse(f"agents:{name}", args=[999_999])).status_code == 404
    assert desk.get(reverse("agents:ticket", args=[999_999])).status_code == 404
