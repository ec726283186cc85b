import json

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from agents.demo.people import DEMO_USERS, PASSWORD
from tickets.models import Insurer, Message, Process, Ticket
from tickets.states import State
from tickets.team import WORK_TICKETS
from tickets.widget import diagnostics


@pytest.fixture
def demo(db, settings):
    settings.DEBUG = True
    call_command("demo", verbosity=0)


def test_it_shows_a_ticket_in_every_state(demo):
    assert set(Ticket.objects.values_list("state", flat=True)) == set(State.values)


def test_its_diagnostics_are_what_the_button_would_have_sent(demo):
    told = [message.diagnostics for message in Message.objects.exclude(diagnostics={})]

    assert told
    assert [diagnostics.read(json.dumps(one)) for one in told] == told


def test_run_twice_it_changes_nothing(demo):
    before = list(Ticket.objects.order_by("pk").values())

    call_command("demo", verbosity=0)

    assert list(Ticket.objects.order_by("pk").values()) == before


def test_everybody_it_names_can_sign_in(demo, rf):
    for person in DEMO_USERS:
        user = authenticate(rf.post("/"), username=person.username, password=PASSWORD)

        assert user.has_perm(WORK_TICKETS)


def test_the_three_processes_of_the_guide_need_no_approval(demo):
    without = Process.objects.filter(needs_approval=False).values_list("slug", flat=True)

    assert set(without) == {"alta-de-usuarios", "listados", "preguntas-especificas"}


@pytest.mark.parametrize(
    ("subject", "insurer"),
    [
        ("No está cotizando con ATLAS", "ATLAS"),
        ("me cambia la prima en la emisión de SURA", "SURA"),
        ("no respeta el descuento de ABA", "Chubb (ABA)"),
        ("qualitas no regresa la prima", "Quálitas"),
        ("ANA no cotiza", "ANA Seguros"),
    ],
)
def test_insurers_are_known_by_the_names_people_give_them(demo, subject, insurer):
    assert Insurer.objects.named_in(subject).name == insurer


@pytest.mark.parametrize("subject", ["Ana no puede entrar", "en este momento no emite", "oficina San Luis Potosí"])
def test_common_words_name_no_insurer(demo, subject):
    assert Insurer.objects.named_in(subject) is None


def test_it_refuses_where_the_known_password_would_be_a_hole(db, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG=true"):
        call_command("demo")
