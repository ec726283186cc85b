"""The insurer a subject names: whole words, accents folded, and «Ana no puede entrar» is not ANA Seguros."""

import pytest

from tests.factories import make_ticket
from tickets.models import Insurer, InsurerAlias

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def insurers():
    Insurer.objects.all().delete()
    ana = Insurer.objects.create(name="ANA Seguros")
    InsurerAlias.objects.create(insurer=ana, text="ANA", capitals_only=True)
    for name, alias in [("Seguros Atlas", "ATLAS"), ("AXA", "AXA"), ("Qualitas", "Quálitas"), ("HDI", "HDI Seguros")]:
        InsurerAlias.objects.create(insurer=Insurer.objects.create(name=name), text=alias)
    Insurer.objects.create(name="Mapfre")
    gone = Insurer.objects.create(name="ABA", active=False)
    InsurerAlias.objects.create(insurer=gone, text="ABA Seguros")


@pytest.mark.parametrize(
    ("subject", "named"),
    [
        ("No está cotizando con ATLAS", "Seguros Atlas"),
        ("no cotiza atlas", "Seguros Atlas"),
        ("Error en QUÁLITAS", "Qualitas"),
        ("error en qualitas.", "Qualitas"),
        ("«Atlas»: no regresa primas", "Seguros Atlas"),
        ("no cotiza ANA", "ANA Seguros"),
        ("no cotiza Ana Seguros", "ANA Seguros"),
        ("no emite ana seguros", "ANA Seguros"),
        ("Ana no puede entrar", None),
        ("ana no puede entrar", None),
        ("ANA NO PUEDE ENTRAR", None),
        ("ANA SEGUROS NO COTIZA", "ANA Seguros"),
        ("NO COTIZA AXA", "AXA"),
        ("Mariana no puede entrar", None),
        ("Atlasiano", None),
        ("relaxa", None),
        ("mapfre no cotiza", "Mapfre"),
        ("ABA Seguros no cotiza", None),
        ("", None),
        ("no funciona", None),
    ],
)
def test_the_insurer_named_in_a_subject(subject, named):
    insurer = Insurer.objects.named_in(subject)

    assert (insurer.name if insurer else None) == named


def test_the_longest_name_wins():
    other = Insurer.objects.create(name="Atlas Salud")
    InsurerAlias.objects.create(insurer=other, text="Atlas Salud")

    assert Insurer.objects.named_in("no cotiza Atlas Salud") == other


def test_a_ticket_gets_the_insurer_of_its_subject_and_the_agent_corrects_it(requester, agent, now):
    ticket = make_ticket(requester=requester, subject="No está cotizando con ATLAS", now=now)
    found = ticket.insurer

    event = ticket.set_insurer(None, by=agent, now=now)

    assert found.name == "Seguros Atlas"
    assert (event.action, event.facts.was, event.facts.to) == ("set_insurer", "Seguros Atlas", "")
    assert ticket.events.first().snapshot.insurer == "Seguros Atlas"


def test_the_cost_of_looking_does_not_grow_with_the_catalogue(django_assert_num_queries):
    with django_assert_num_queries(2):  # all names there are; the insurer found
        Insurer.objects.named_in("No está cotizando con ATLAS")
