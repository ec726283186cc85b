"""Search: the same words find the same tickets on both databases, and the documents keep up with the tickets."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.factories import make_requester, make_ticket
from tickets import stemming
from tickets.models import Insurer, Process, SearchDocument, Ticket
from tickets.refusals import InvalidInput


@pytest.fixture
def ticket(db, now):
    ana = make_requester("ana.ruiz@agencia-norte.test", "Ana Ruíz Peña", now=now)
    make_ticket(requester=make_requester("otro@otra.test", "Otro", now=now), subject="Alta de usuario", now=now)
    return make_ticket(requester=ana, subject="No está COTIZANDO la póliza 04551 con GNP", now=now)


def found(text: str) -> list[int]:
    return list(Ticket.objects.search(text).values_list("pk", flat=True))


@pytest.mark.parametrize(
    "text",
    [
        "cotizando", "cotizar", "COTIZÁNDO", "cotiz", "poliza", "PÓLIZA", "pólizas", "04551", "gnp", "Peña", "ruiz pena",
        "ana.ruiz@agencia-norte.test", "ANA.RUIZ@agencia-norte.test", "ana.ruiz@agencia", "agencia-norte",
        "gnp  cotizando", "cotizando gnp ana",
    ],
)  # fmt: skip
def test_it_is_found_by(ticket, text):
    assert found(text) == [ticket.pk]


@pytest.mark.parametrize(
    "text",
    [
        "emisión",
        "cotizando sura",
        "izando",
        "'; DROP TABLE x; --",
        '"',
        "*",
        "cotizando* OR alta",
        "NEAR(alta)",
        "%",
        "_",
        "a:b",
        "-",
    ],
)
def test_it_is_not_found_by(ticket, text):
    assert ticket.pk not in found(text)


def test_a_folio_is_found_with_or_without_its_mark(ticket):
    assert found(f"#{ticket.pk}") == [ticket.pk]
    assert found(f" # {ticket.pk} ") == [ticket.pk]
    assert ticket.pk in found(str(ticket.pk))
    assert found("#999999999999999") == []


def test_nothing_asked_for_is_everything(ticket):
    assert len(found("  ")) == 2


def test_a_changed_subject_is_found_by_its_new_words_and_the_original_ones(ticket, agent, now):
    ticket.set_subject("Tarifa de motocicletas", by=agent, now=now)

    assert found("motocicleta") == found("cotizando") == [ticket.pk]


def test_a_corrected_address_is_found(ticket, agent, now):
    ticket.correct_address("buena@correcta.test", by=agent, now=now)

    assert found("buena@correcta.test") == [ticket.pk]
    assert found("ana.ruiz@agencia-norte.test") == []


def test_process_and_insurer_are_found(ticket, agent, now):
    ticket.set_process(Process.objects.create(name="Siniestros", slug="siniestros"), by=agent, now=now)
    ticket.set_insurer(Insurer.objects.create(name="Quálitas"), by=agent, now=now)

    assert found("siniestro") == found("qualitas") == [ticket.pk]


def test_a_refused_change_leaves_the_document_as_it_was(ticket, agent, now):
    with pytest.raises(InvalidInput, match="asunto"):
        ticket.set_subject("   ", by=agent, now=now)

    assert found("cotizando") == [ticket.pk]


def test_the_index_is_used(ticket):
    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE INDEX" in Ticket.objects.search("cotizando").values("pk").explain()
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # two rows need no index
    documents = SearchDocument.objects.filter(words__contains=" cotiz").order_by().values("words")

    assert "Bitmap Index Scan on tickets_search" in documents.explain()


def test_threads_that_stem_at_once_do_not_mix_their_words():
    words = [f"cotizaciones{one}{other}amente" for one in "abcdefghijk" for other in "lmnopqrstuv"]
    one_by_one = [stemming._stem.__wrapped__(word) for word in words]
    switch_interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # seconds: threads take turns as often as they can
    try:
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda _: [stemming._stem.__wrapped__(word) for word in words], range(8)))
    finally:
        sys.setswitchinterval(switch_interval)

    assert all(stems == one_by_one for stems in together)
