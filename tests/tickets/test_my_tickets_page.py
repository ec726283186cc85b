from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.factories import make_requester, make_ticket
from tests.pages import nothing_written, text
from tickets.models import LinkRequest, Ticket
from tickets.states import CloseReason, State

PAGE = "/mis-solicitudes/"


@pytest.fixture(autouse=True)
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def link(requester, now) -> str:
    return f"{PAGE}{LinkRequest.objects.ask(requester.email, now).mint(now)}/"


def test_a_known_and_an_unknown_address_get_the_same_answer(client, requester, django_assert_num_queries):
    answers = []
    for email in (requester.email, "nadie@agencia.test"):
        with django_assert_num_queries(3):  # a row in its transaction, either way
            answers.append(client.post(PAGE, {"email": email}))

    assert [answer.status_code for answer in answers] == [200, 200]
    assert text(answers[0]).replace(requester.email, "nadie@agencia.test") == text(answers[1])
    assert list(LinkRequest.objects.values_list("email", flat=True)) == [requester.email, "nadie@agencia.test"]


def test_an_address_that_is_none_gets_its_sentence(client, db):
    page = client.post(PAGE, {"email": "ana@"})

    assert "no parece completo" in text(page)
    assert not LinkRequest.objects.exists()


def test_one_address_is_mailed_a_few_links_an_hour_and_the_answer_stays_the_same(client, requester):
    answers = [client.post(PAGE, {"email": requester.email}) for _ in range(8)]

    assert len({text(answer) for answer in answers}) == 1
    assert LinkRequest.objects.count() == 5


def test_one_network_asks_for_twenty_and_then_reads_why_not(client, db):
    answers = [client.post(PAGE, {"email": f"a{number}@agencia.test"}) for number in range(21)]

    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert "Espera unos minutos" in text(answers[-1])
    assert LinkRequest.objects.count() == 20


def test_the_link_shows_a_button_and_only_pressing_it_enters(client, requester, link, now):
    make_ticket(requester=requester, subject="No cotiza ATLAS", now=now)

    with nothing_written():
        page = client.get(link)
        client.head(link)
    answer = client.post(link)

    assert "Entrar" in text(page)
    assert "No cotiza ATLAS" not in text(page)
    assert (answer.status_code, answer.url) == (303, PAGE)
    assert "No cotiza ATLAS" in text(client.get(PAGE))


def test_it_proves_the_address(client, db, now):
    requester = make_requester("nueva@agencia.test", now=now, proven=False)

    client.post(f"{PAGE}{LinkRequest.objects.ask(requester.email, now).mint(now)}/")

    requester.refresh_from_db()
    assert requester.proven_at == now


def test_the_link_enters_once(client, link):
    assert client.post(link).status_code == 303
    assert Client().post(link).status_code == 404
    assert Client().get(link).status_code == 404


def test_the_link_is_good_for_half_an_hour(client, link, clock, now):
    clock.move_to(now + timedelta(minutes=30, seconds=1))

    page = client.get(link)

    assert page.status_code == 404
    assert "Pedir un enlace nuevo" in text(page)
    assert client.post(link).status_code == 404


def test_the_session_lasts_twelve_hours_and_gets_a_new_key(client, link, clock, now):
    client.session.save()
    client.cookies["sessionid"] = before = client.session.session_key or "x" * 32
    client.post(link)

    assert client.cookies["sessionid"].value != before
    clock.move_to(now + timedelta(hours=11, minutes=59))
    assert "Salir" in text(client.get(PAGE))
    clock.move_to(now + timedelta(hours=12, seconds=1))
    assert "Escribe tu correo" in text(client.get(PAGE))


def test_leaving_closes_it(client, link):
    client.post(link)

    client.post(PAGE, {"leave": "1"})

    assert "Escribe tu correo" in text(client.get(PAGE))


def test_a_new_person_behind_the_address_closes_the_old_ones_session(client, link, requester, agent, now):
    client.post(link)

    requester.change_person("Luisa Paz", since=now, sees_earlier=False, by=agent, now=now)

    assert "Escribe tu correo" in text(client.get(PAGE))


def test_it_lists_ones_own_without_spam(client, link, requester, stranger, agent, now):
    make_ticket(requester=requester, subject="La mía", now=now)
    make_ticket(
        requester=requester, agent=agent, subject="Basura", state=State.CERRADO, reason=CloseReason.SPAM, now=now
    )
    make_ticket(requester=stranger, subject="La ajena", now=now)
    client.post(link)

    page = client.get(PAGE)

    assert "La mía" in text(page)
    assert "La recibimos" in text(page)
    assert "Basura" not in text(page)
    assert "La ajena" not in text(page)
    assert Ticket.objects.get(subject="La mía").get_absolute_url() in page.content.decode()


def test_it_pages_by_key_and_costs_the_same_for_any_number(client, link, requester, now, django_assert_num_queries):
    client.post(link)
    for number in range(25):
        make_ticket(requester=requester, subject=f"Caso {number:02}", now=now)

    with django_assert_num_queries(3):  # the session, its requester, the tickets with theirs
        first = client.get(PAGE)
    older = client.get(PAGE, {"antes": Ticket.objects.get(subject="Caso 05").pk})

    assert "Caso 24" in text(first)
    assert "Caso 04" not in text(first)
    assert "Ver anteriores" in text(first)
    assert "Caso 04" in text(older)
    assert "Ver anteriores" not in text(older)
    assert client.get(PAGE, {"antes": "9" * 40}).status_code == 200
    assert client.get(PAGE, {"antes": "-1 OR 1=1"}).status_code == 200


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "á"])
def test_a_link_that_is_none_offers_a_new_one(client, db, token):
    page = client.get(f"{PAGE}{token}/")

    assert page.status_code == 404
    assert "Pedir un enlace nuevo" in text(page)


def test_hostile_subjects_are_shown_as_text(client, link, requester, now):
    make_ticket(requester=requester, subject="<script>alert(1)</script>", now=now)
    client.post(link)

    assert "<script>alert" not in client.get(PAGE).content.decode()
