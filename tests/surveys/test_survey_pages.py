import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from surveys.models import Answer, Invitation
from tests.factories import make_requester, make_ticket, receive_reply
from tests.pages import listed_by, nothing_written, text, value_of
from tests.pictures import upload
from tickets.models import Ticket
from tickets.models.message import Channel
from tickets.states import Action, CloseReason, State


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now + timedelta(hours=1), tick=False) as traveller:
        yield traveller


@pytest.fixture
def ticket(requester, agent, now) -> Ticket:
    return make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)


def url(ticket: Ticket) -> str:
    return f"/encuesta/{ticket.current_round.survey_token}/"


def answer(client, ticket: Ticket, step: str, **data):
    return client.post(url(ticket), {"paso": step, "submission_id": str(uuid.uuid4())} | data)


@pytest.fixture
def scored(client, ticket) -> Ticket:
    answer(client, ticket, "calificacion", score=4)
    return ticket


def test_a_mailed_link_preselects_and_writes_nothing(client, ticket):
    with nothing_written():
        page = client.get(url(ticket), {"n": "4"})
        client.head(url(ticket), {"n": "4"})

    assert page.status_code == 200
    assert re.findall(r'<input[^>]*value="(.)"[^>]*checked', page.content.decode()) == ["4"]
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("n", ["0", "6", "x", "4.5", "\x00", "", "4" * 999])
def test_a_score_that_does_not_exist_preselects_nothing(client, ticket, n):
    assert "checked" not in client.get(url(ticket), {"n": n}).content.decode()


def test_the_five_scores_stand_in_order_with_their_words(client, ticket):
    shown = text(client.get(url(ticket)))

    places = [shown.index(words) for words in ("1 Muy mala", "2 Mala", "3 Regular", "4 Buena", "5 Muy buena")]
    assert places == sorted(places)


def test_score_comment_and_further_information_are_three_small_pages(client, agent, now):
    requester = make_requester("nueva@agencia.test", now=now, proven=False)
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    second = answer(client, ticket, "calificacion", score=5)
    assert second.status_code == 303
    assert "Nos pusiste «Muy buena»" in text(client.get(second.url))
    third = answer(client, ticket, "comentario", comment="Muy rápidos.")
    assert "¿Quieres agregar algo?" in text(client.get(third.url))
    last = answer(client, ticket, "informacion", choice="add", body="Dejo el estado de cuenta.", attachments=upload())
    assert "¡Gracias! Con esto mejoramos." in text(client.get(last.url))

    given = Answer.objects.get()
    requester.refresh_from_db()
    assert (given.score, given.comment) == (5, "Muy rápidos.")
    assert given.invitation.round == ticket.current_round
    assert requester.proven_at is not None


def test_further_information_stays_on_the_ticket_and_moves_nothing(client, scored):
    answer(client, scored, "informacion", choice="add", body="Dejo el estado de cuenta.", attachments=upload())

    scored.refresh_from_db()
    message = scored.messages.last()
    assert (scored.state, scored.auto_close_at) == (State.RESUELTO, None)  # an agent looks before it closes
    assert (message.channel, message.further_information) == (Channel.SURVEY, True)
    assert message.attachments.get().name == "portal-atlas.pdf"
    assert scored.events.last().action == "further_information"


def test_reopening_has_its_own_button(client, scored):
    done = answer(client, scored, "informacion", choice="reopen", body="Volvió a fallar con ATLAS.")

    scored.refresh_from_db()
    assert scored.state == State.ABIERTA
    assert scored.events.last().action == Action.CUSTOMER_REPLY
    assert "Reabrimos tu solicitud." in text(client.get(done.url))


@pytest.mark.parametrize("sent", [{}, {"choice": "otra"}])
def test_without_one_of_the_two_buttons_nothing_is_added(client, scored, sent):
    page = answer(client, scored, "informacion", body="Volvió a fallar con ATLAS.", **sent)

    shown = text(page)
    assert "Elige «Agregar» o «Reabrir mi solicitud»." in shown
    assert "Volvió a fallar con ATLAS." in shown
    assert not scored.messages.filter(body="Volvió a fallar con ATLAS.").exists()


@pytest.mark.parametrize(
    ("body", "sentence"), [("", "Cuéntanos qué sigue fallando."), ("gracias", "Eso suena a que ya quedó.")]
)
def test_reopening_needs_to_know_what_fails(client, scored, body, sentence):
    page = answer(client, scored, "informacion", choice="reopen", body=body)

    scored.refresh_from_db()
    assert sentence in text(page)
    assert scored.state == State.RESUELTO


def test_nothing_is_doubled_by_sending_twice(client, ticket):
    attempt = str(uuid.uuid4())

    for _ in range(2):
        answer(client, ticket, "calificacion", score=2)
        answer(client, ticket, "comentario", comment="Tardaron.")
        answer(client, ticket, "informacion", choice="add", body="Va más.", submission_id=attempt)

    assert Answer.objects.count() == Invitation.objects.count() == 1
    assert ticket.messages.filter(body="Va más.").count() == 1


def test_reopening_pressed_twice_reopens_once(client, scored):
    again = {"choice": "reopen", "body": "Volvió a fallar.", "submission_id": str(uuid.uuid4())}
    page = url(scored)

    answers = [client.post(page, {"paso": "informacion"} | again) for _ in range(2)]

    scored.refresh_from_db()
    assert [a.status_code for a in answers] == [303, 303]
    assert answers[1].url == scored.get_absolute_url()
    assert scored.messages.filter(body="Volvió a fallar.").count() == 1
    assert scored.round_number == 2


def test_a_score_can_be_changed(client, scored):
    assert "Ya nos calificaste" in text(client.get(url(scored)))

    answer(client, scored, "calificacion", score=1)

    assert Answer.objects.get().score == 1


@pytest.mark.parametrize("score", ["", "0", "6", "x", "\x00"])
def test_no_score_gets_a_sentence(client, ticket, score):
    page = answer(client, ticket, "calificacion", score=score)

    assert "Elige una de las cinco opciones." in text(page)
    assert not Invitation.objects.exists()


def test_a_comment_without_a_score_asks_for_the_score_first(client, ticket):
    page = answer(client, ticket, "comentario", comment="Hola")

    assert "¿Cómo te atendimos?" in text(page)
    assert not Answer.objects.exists()


def test_a_reopening_voids_it_and_says_so(client, scored, requester, now):
    page = url(scored)
    receive_reply(scored, by=requester, body="Sigue sin cotizar", now=now)

    seen = client.get(page)
    posted = client.post(page, {"paso": "calificacion", "score": 1})

    assert "Esta encuesta ya no cuenta" in text(seen)
    assert "La recibimos" in text(seen)
    assert posted.status_code == 409
    assert Answer.objects.get().score == 4


def test_what_was_written_for_a_voided_survey_can_still_be_sent(client, scored, requester, now):
    page, attempt = url(scored), str(uuid.uuid4())
    receive_reply(scored, by=requester, body="Sigue sin cotizar", now=now)

    shown = client.post(
        page,
        {
            "paso": "informacion",
            "choice": "add",
            "body": "Mi texto",
            "submission_id": attempt,
            "attachments": upload(),
        },
    )
    assert "Mi texto" in text(shown)
    assert scored.get_absolute_url() in shown.content.decode()
    client.post(
        scored.get_absolute_url(),
        {"accion": "responder", "body": "Mi texto", "submission_id": attempt} | listed_by(shown),
    )

    assert scored.messages.last().body == "Mi texto"
    assert scored.messages.last().attachments.count() == 1


def test_a_comment_for_a_voided_survey_can_be_sent_to_the_ticket(client, scored, requester, now):
    page = url(scored)
    receive_reply(scored, by=requester, body="Sigue sin cotizar", now=now)

    shown = client.post(page, {"paso": "comentario", "comment": "Me costó explicarlo <b>"})

    assert shown.status_code == 409
    assert "Me costó explicarlo &lt;b&gt;</textarea>" in shown.content.decode()
    assert scored.get_absolute_url() in shown.content.decode()


def test_a_comment_too_long_is_kept_and_told_where_the_rest_fits(client, scored):
    shown = answer(client, scored, "comentario", comment="x" * 5001)

    assert "caben 5,000 caracteres y escribiste 5,001. El resto cabe en la página que sigue." in text(shown)
    assert "x" * 5001 in shown.content.decode()


def test_spam_has_no_survey(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, reason=CloseReason.SPAM, now=now)

    assert "Esta encuesta ya no cuenta" in text(client.get(url(ticket)))


def test_a_merged_ticket_has_no_survey(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    ticket.merge_into(make_ticket(requester=requester, now=now), by=agent, now=now)

    assert "Esta encuesta ya no cuenta" in text(client.get(url(ticket)))


def test_the_link_of_an_earlier_round_is_not_the_present_ones(client, scored, requester, agent, now):
    first = url(scored)
    receive_reply(scored, by=requester, body="Sigue sin cotizar", now=now)
    scored.refresh_from_db()
    scored.resolve("Ahora sí.", by=agent, now=now)

    assert "Esta encuesta ya no cuenta" in text(client.get(first))
    assert "¿Cómo te atendimos?" in text(client.get(url(scored)))
    assert url(scored) != first


@pytest.mark.parametrize(("sees_earlier", "status"), [(False, 404), (True, 200)])
def test_who_has_the_address_now_rates_only_what_they_may_see(
    client, ticket, requester, supervisor, now, sees_earlier, status
):
    requester.change_person("Juana Vargas", since=now, sees_earlier=sees_earlier, by=supervisor, now=now)
    Ticket.objects.filter(pk=ticket.pk).update(opened_at=now - timedelta(days=1))

    page = url(Ticket.objects.get(pk=ticket.pk))  # of a mail written after the change

    assert client.get(page).status_code == status


def test_a_corrected_address_revokes_the_link(client, ticket, requester, now):
    old = url(ticket)

    ticket.correct_address("otra@agencia.test", by=requester, now=now)

    assert client.get(old).status_code == 404


@pytest.mark.parametrize(
    "data",
    [{}, {"paso": "borrar"}, {"paso": ["calificacion", "comentario"]}, {"paso": "calificacion", "score": ["1", "5"]}],
)
def test_unknown_steps_and_repeated_parameters_are_bad_requests(client, ticket, data):
    assert client.post(url(ticket), data).status_code == 400
    assert client.get(url(ticket) + "?n=1&n=5").status_code == 400
    assert not Answer.objects.exists()


def test_without_the_cookie_nothing_is_recorded_and_nothing_lost(ticket):
    browser = Client(enforce_csrf_checks=True)

    page = answer(browser, ticket, "calificacion", score=3)

    assert "cookie de seguridad" in text(page)
    assert "checked" in page.content.decode()
    assert not Answer.objects.exists()
    again = answer(browser, ticket, "calificacion", score=3, csrfmiddlewaretoken=value_of(page, "csrfmiddlewaretoken"))
    assert again.status_code == 303


def test_it_costs_the_same_for_any_number_of_tickets(client, ticket, requester, agent, now, django_assert_num_queries):
    for _ in range(3):
        make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    page = url(ticket)

    with django_assert_num_queries(1):
        client.get(page)
