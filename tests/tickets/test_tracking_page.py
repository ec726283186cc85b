import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories import make_requester, make_ticket, receive_reply
from tests.pages import listed_by, nothing_written, text, value_of
from tests.pictures import screenshot, upload
from tickets.event_kinds import EventKind
from tickets.models import Insurer, Ticket
from tickets.models.message import Channel
from tickets.states import Action, CloseReason, State


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def unproven(db, now):
    return make_requester("nueva@agencia.test", "Nora Vega", now=now, proven=False)


def act(client, ticket: Ticket, **data):
    return client.post(ticket.get_absolute_url(), {"submission_id": str(uuid.uuid4())} | data)


@pytest.mark.parametrize(
    ("state", "words", "next_step"),
    [
        (
            State.ABIERTA,
            "La recibimos",
            "Te respondemos a más tardar el martes 17 de noviembre, 09:00 (hora del centro)",
        ),
        (State.EN_ESPERA, "La estamos atendiendo", "Te escribimos a más tardar el martes 17 de noviembre"),
        (
            State.EN_CLIENTE,
            "Necesitamos tu respuesta",
            "Sin tu respuesta la cerramos el miércoles 18 de noviembre, 09:00",
        ),
        (State.RESUELTO, "Revisa la solución", "no tienes que hacer nada: la cerramos el miércoles 18 de noviembre"),
        (State.CERRADO, "Cerrada", "Si no quedó, cuéntanos con detalle por qué y la reabrimos"),
    ],
)
def test_each_state_is_said_in_words_with_what_comes_next(client, requester, agent, now, state, words, next_step):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    with nothing_written():
        page = client.get(ticket.get_absolute_url())

    assert page.status_code == 200
    assert words in text(page)
    assert next_step in text(page)
    assert "Abierta" not in text(page)


def test_it_says_whom_we_wait_for_and_until_when(client, requester, agent, now):
    Insurer.objects.get_or_create(name="ATLAS")
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    ticket.set_insurer(Insurer.objects.get(name="ATLAS"), by=agent, now=now)
    ticket.wait_on("aseguradora", "5567", by=agent, now=now)
    ticket.set_next_update(now + timedelta(days=3, hours=3), by=agent, now=now)

    page = client.get(ticket.get_absolute_url())

    assert "Esperamos a ATLAS, reporte 5567; te escribimos a más tardar el jueves 19 de noviembre, 12:00" in text(page)


def test_a_late_answer_is_admitted(client, requester, now, clock):
    ticket = make_ticket(requester=requester, now=now)
    clock.move_to(now + timedelta(hours=25))

    assert "Te debíamos respuesta el martes 17 de noviembre" in text(client.get(ticket.get_absolute_url()))


def test_the_conversation_is_public_messages_only(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    ticket.reply("Ya lo vimos.", by=agent, now=now)
    ticket.note("El servicio de ATLAS está caído.", by=agent, now=now)
    ticket.log_contact("Hablamos en privado.", by=agent, now=now, notify=False)
    receive_reply(ticket, sender="luis@otra.test", body="Soy un extraño", now=now)

    shown = text(client.get(ticket.get_absolute_url()))

    assert "Desde las 8 no me regresa primas" in shown
    assert "Laura · Soporte segupoliza" in shown
    assert "Ya lo vimos." in shown
    for hidden in ("está caído", "en privado", "extraño"):
        assert hidden not in shown


def test_numbered_questions_stand_above_the_conversation(client, requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)
    ticket.ask("1. ¿Qué póliza?\n2. ¿Qué navegador?", by=agent, now=now)

    body = client.get(ticket.get_absolute_url()).content.decode()

    assert body.index("<li>¿Qué póliza?</li>") < body.index("<li>¿Qué navegador?</li>") < body.index('class="thread"')


def test_a_reply_with_files_goes_on_the_ticket_and_proves_the_address(client, unproven, agent, now):
    ticket = make_ticket(requester=unproven, agent=agent, state=State.EN_CLIENTE, now=now)

    answer = act(client, ticket, accion="responder", body="Es la 1234.", attachments=upload(), screenshot=screenshot())

    ticket.refresh_from_db()
    unproven.refresh_from_db()
    message = ticket.messages.last()
    assert answer.status_code == 303
    assert ticket.state == State.EN_ESPERA
    assert ticket.events.last().action == Action.CUSTOMER_REPLY
    assert (message.channel, message.body) == (Channel.TRACKING, "Es la 1234.")
    assert sorted(file.name for file in message.attachments.all()) == ["pantalla.webp", "portal-atlas.pdf"]
    assert unproven.proven_at == now + timedelta(hours=1)
    assert "Recibimos tu mensaje." in text(client.get(answer.url))


def test_the_same_reply_sent_twice_is_one_message(client, requester, now):
    ticket = make_ticket(requester=requester, now=now)
    attempt = str(uuid.uuid4())

    for _ in range(2):
        act(client, ticket, accion="responder", body="Sigue igual.", submission_id=attempt, attachments=upload())
    act(client, ticket, accion="responder", body="Otra cosa, desde «Atrás».", submission_id=attempt)

    assert [message.body for message in ticket.messages.all()[1:]] == ["Sigue igual.", "Otra cosa, desde «Atrás»."]
    assert ticket.attachments.count() == 1


def test_a_reply_sent_twice_with_a_file_kept_from_before_is_one_message_with_it(client, requester, now):
    ticket = make_ticket(requester=requester, now=now)
    attempt = str(uuid.uuid4())
    act(client, ticket, accion="falla", body="gracias", submission_id=attempt, attachments=upload("mala.exe", b"MZ"))
    page = act(client, ticket, accion="responder", body="a" * 20_001, submission_id=attempt, attachments=upload())

    for _ in range(2):
        act(client, ticket, accion="responder", body="Sigue igual.", submission_id=attempt, **listed_by(page))

    _, message = ticket.messages.all()
    assert [file.name for file in message.attachments.all()] == ["portal-atlas.pdf"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"accion": "responder", "body": " "}, "Escribe tu mensaje."),
        ({"accion": "falla", "body": ""}, "Cuéntanos qué sigue fallando."),
        ({"accion": "falla", "body": "ok, gracias"}, "Eso suena a que ya quedó."),
        ({"accion": "responder", "body": "a" * 20_001}, "caben 20,000 caracteres"),
        ({"accion": "persona", "new_person": ""}, "Escribe el nombre de la persona"),
    ],
)
def test_what_is_missing_gets_its_sentence(client, requester, agent, now, data, sentence):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    page = act(client, ticket, **data)

    ticket.refresh_from_db()
    assert page.status_code == 200
    assert sentence in text(page)
    assert ticket.state == State.RESUELTO


def test_files_of_a_refused_reply_are_kept_for_the_next_try(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    attempt = str(uuid.uuid4())

    page = act(
        client, ticket, accion="falla", body="gracias", submission_id=attempt, attachments=upload("mala.exe", b"MZ")
    )
    page = act(client, ticket, accion="falla", body="a" * 20_001, submission_id=attempt, attachments=upload())

    assert "portal-atlas.pdf" in text(page)
    act(client, ticket, accion="falla", body="Sigue sin cotizar.", submission_id=attempt, **listed_by(page))
    assert [file.name for file in ticket.messages.last().attachments.all()] == ["portal-atlas.pdf"]


@pytest.mark.parametrize("state", [State.RESUELTO, State.CERRADO])
def test_still_failing_reopens_with_a_new_promise(client, requester, agent, now, state):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    answer = act(client, ticket, accion="falla", body="Sigue sin cotizar con ATLAS.")

    ticket.refresh_from_db()
    assert ticket.state == State.ABIERTA
    assert ticket.round_number == 2
    assert ticket.assignee == agent
    assert "reabrimos tu solicitud" in text(client.get(answer.url))


def test_only_thanks_moves_nothing_and_says_so(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    answer = act(client, ticket, accion="responder", body="¡Gracias!")

    ticket.refresh_from_db()
    assert ticket.state == State.RESUELTO
    assert "Tu solicitud queda como estaba." in text(client.get(answer.url))


def test_approving_closes_it_and_leads_to_the_survey_also_when_pressed_twice(client, unproven, agent, now):
    ticket = make_ticket(requester=unproven, agent=agent, state=State.RESUELTO, now=now)

    first = act(client, ticket, accion="quedo")
    second = act(client, ticket, accion="quedo")

    ticket.refresh_from_db()
    unproven.refresh_from_db()
    assert (first.status_code, first.url) == (303, second.url)
    assert first.url == f"/encuesta/{ticket.current_round.survey_token}/"
    assert "¡Qué bueno que ya quedó!" in text(client.get(first.url))
    assert (ticket.state, ticket.close_reason) == (State.CERRADO, CloseReason.COMPLETA)
    assert [event.action for event in ticket.events.all()].count(Action.APPROVE) == 1
    assert unproven.proven_at is not None


def test_approving_what_was_closed_without_asking_is_a_friendly_page(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)

    page = act(client, ticket, accion="quedo")

    assert page.status_code == 200
    assert "ya estaba cerrada: no tienes que hacer nada más" in text(page)


def test_more_time_moves_the_closing_once(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    answers = [act(client, ticket, accion="tiempo") for _ in range(2)]

    ticket.refresh_from_db()
    assert {answer.status_code for answer in answers} == {303}
    assert ticket.auto_close_at == now + timedelta(days=4)
    assert "hasta el viernes 20 de noviembre, 09:00" in text(client.get(ticket.get_absolute_url()))


@pytest.mark.parametrize("state", [State.ABIERTA, State.EN_ESPERA, State.EN_CLIENTE])
def test_withdrawing_closes_it_once(client, requester, agent, now, state):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    answers = [act(client, ticket, accion="retiro") for _ in range(2)]

    ticket.refresh_from_db()
    assert {answer.status_code for answer in answers} == {303}
    assert (ticket.state, ticket.close_reason) == (State.CERRADO, CloseReason.RETIRADA)
    assert ticket.events.filter(action=Action.WITHDRAW).count() == 1


@pytest.mark.parametrize(
    ("state", "action"),
    [(State.ABIERTA, "quedo"), (State.ABIERTA, "tiempo"), (State.RESUELTO, "retiro"), (State.CERRADO, "tiempo")],
)
def test_a_button_that_no_longer_fits_says_the_present_state(client, requester, agent, now, state, action):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    page = act(client, ticket, accion=action)

    ticket.refresh_from_db()
    assert page.status_code == 409
    assert "Eso ya no se puede: tu solicitud está en" in text(page)
    assert ticket.state == state


@pytest.mark.parametrize("action", ["quedo", "falla", "tiempo", "retiro", "otra"])
def test_a_mailed_link_only_highlights(client, requester, agent, now, action):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    with nothing_written():
        assert client.get(ticket.get_absolute_url(), {"accion": action}).status_code == 200
        assert client.head(ticket.get_absolute_url(), {"accion": action}).status_code == 200


def test_the_highlighted_button_has_the_focus(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    body = client.get(ticket.get_absolute_url(), {"accion": "quedo"}).content.decode()

    assert 'value="quedo" autofocus' in body
    assert "Oprime «Sí, quedó» para confirmarlo" in body


def test_a_merged_ticket_says_where_it_went(client, requester, agent, now):
    into = make_ticket(requester=requester, subject="La que sigue", now=now)
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    ticket.merge_into(into, by=agent, now=now)

    page = client.get(ticket.get_absolute_url())

    assert "La unimos con otra solicitud tuya: La que sigue" in text(page)
    assert into.get_absolute_url() in page.content.decode()
    assert act(client, ticket, accion="responder", body="Hola otra vez").url == into.get_absolute_url()
    assert into.messages.last().body == "Hola otra vez"


def test_a_change_of_person_is_told_to_the_agent(client, requester, now):
    ticket = make_ticket(requester=requester, now=now)

    answer = act(client, ticket, accion="persona", new_person="Luisa Paz")

    assert answer.status_code == 303
    assert ticket.events.last().facts.name == "Luisa Paz"


def test_links_of_the_earlier_person_die_and_earlier_tickets_stay_theirs(client, requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)
    old = ticket.get_absolute_url()

    requester.change_person("Luisa Paz", since=now + timedelta(minutes=1), sees_earlier=False, by=agent, now=now)

    assert client.get(old).status_code == 404
    assert client.get(Ticket.objects.get().get_absolute_url()).status_code == 404


@pytest.mark.parametrize("query", ["?accion=quedo&accion=falla", "?accion[]=quedo"])
def test_repeated_parameters_are_a_bad_request(client, requester, now, query):
    ticket = make_ticket(requester=requester, now=now)

    assert client.get(ticket.get_absolute_url() + query).status_code == 400


@pytest.mark.parametrize("data", [{}, {"accion": "cerrar"}, {"accion": ["quedo", "retiro"]}, {"accion": "\x00"}])
def test_an_unknown_or_repeated_action_is_a_bad_request(client, requester, now, data):
    ticket = make_ticket(requester=requester, now=now)

    assert client.post(ticket.get_absolute_url(), data).status_code == 400


def test_foreign_fields_change_nothing(client, requester, stranger, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    act(client, ticket, accion="responder", body="Hola de nuevo", state="cerrado", assignee=agent.pk,
        requester_id=stranger.pk, created_at="2001-01-01", at="2001-01-01")  # fmt: skip

    ticket.refresh_from_db()
    assert (ticket.state, ticket.assignee, ticket.requester) == (State.ABIERTA, None, requester)
    assert ticket.messages.last().at == now + timedelta(hours=1)


@pytest.mark.parametrize("action", ["responder", "quedo"])
def test_without_the_cookie_nothing_happens_and_the_text_is_kept(requester, agent, now, action):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    browser = Client(enforce_csrf_checks=True)

    page = act(browser, ticket, accion=action, body="No quiero perder esto")

    ticket.refresh_from_db()
    assert ticket.state == State.RESUELTO
    assert "cookie de seguridad" in text(page)
    assert action == "quedo" or "No quiero perder esto" in text(page)
    token = value_of(page, "csrfmiddlewaretoken")
    assert (
        act(browser, ticket, accion=action, body="No quiero perder esto", csrfmiddlewaretoken=token).status_code == 303
    )


def test_without_the_cookie_the_name_of_the_new_person_is_kept_too(requester, now):
    ticket = make_ticket(requester=requester, now=now)

    page = act(Client(enforce_csrf_checks=True), ticket, accion="persona", new_person="Juana Vargas")

    assert "cookie de seguridad" in text(page)
    assert value_of(page, "new_person") == "Juana Vargas"
    assert not ticket.events.filter(action="person_changed").exists()


def test_hostile_text_and_names_are_shown_as_text(client, now, agent):
    evil = '<img src=x onerror="alert(1)">'
    requester = make_requester("mala@otra.test", evil, now=now)
    ticket = make_ticket(requester=requester, agent=agent, subject=evil, description=evil, now=now)
    act(client, ticket, accion="responder", body=evil, attachments=upload(f"{evil}.pdf"))

    body = client.get(ticket.get_absolute_url()).content.decode()

    assert "<img src=x" not in body
    assert "&lt;img src=x" in body
    assert "script-src 'self'" in client.get(ticket.get_absolute_url())["Content-Security-Policy"]


def test_queries_do_not_grow_with_the_conversation(client, requester, agent, now, django_assert_num_queries):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    url = ticket.get_absolute_url()

    for size in (1, 8):
        for number in range(size):
            ticket.reply("Seguimos.", by=agent, now=now)
            act(Client(), ticket, accion="responder", body=f"Va otro {size}-{number}", attachments=upload())
        with django_assert_num_queries(5):  # the ticket; messages; their files, these files' tickets and requesters
            Client().get(url)


def test_the_new_person_told_twice_is_one_report_and_another_name_is_another(client, requester, now):
    ticket = make_ticket(requester=requester, now=now)

    for name in ("Luisa Paz", "Luisa  Paz ", "Eva Luna"):
        assert act(client, ticket, accion="persona", new_person=name).status_code == 303

    reports = ticket.events.filter(action=EventKind.PERSON_CHANGED).order_by("pk")
    assert [report.facts.name for report in reports] == ["Luisa Paz", "Eva Luna"]
