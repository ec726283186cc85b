"""A posted form has the files it brings and those that its own page listed: a number, guessed or replayed, finds none."""

import uuid

import pytest
from django.test import Client

from tests.factories import make_ticket
from tests.pages import listed_by, text
from tests.pictures import upload
from tickets.forms.support import SupportForm
from tickets.models import Attachment, Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db
FORM = "/soporte/"


@pytest.fixture
def typed(requester) -> dict:
    return {
        "email": requester.email, "subject": "No está cotizando con ATLAS", "description": "No regresa primas.",
        "submission_id": str(uuid.uuid4()),
    }  # fmt: skip


@pytest.fixture
def page_with_her_file(client, typed):
    """Ana's form, refused for its subject, with the file that she attached."""
    return client.post(FORM, typed | {"subject": "", "attachments": upload("suya.pdf")})


def ways_in(now, stranger, agent, settings):
    """Every other page with files, as (client, address, what else it posts)."""
    settings.DEBUG = True  # for the mailbox
    ticket = make_ticket(requester=stranger, agent=agent, state=State.RESUELTO, now=now)
    other = make_ticket(requester=stranger, agent=agent, state=State.RESUELTO, now=now)
    other.approve(by=stranger, now=now)
    survey = f"/encuesta/{other.current_round.survey_token}/"
    Client().post(survey, {"paso": "calificacion", "score": 5})
    desk = Client()
    desk.force_login(agent)
    opening = {"email": stranger.email, "subject": "No imprime la carátula de SURA", "description": "x"}
    return [
        (Client(), FORM, opening),
        (Client(), ticket.get_absolute_url(), {"accion": "responder", "body": "Sigue igual."}),
        (Client(), survey, {"paso": "informacion", "choice": "add", "body": "Va más."}),
        (desk, "/agentes/solicitudes/nueva/", opening),
        (Client(), "/buzon/nuevo/", {"sender": stranger.email, "name": "Eva", "body": "Hola."}),
    ]


def test_the_number_of_her_form_finds_none_of_her_files_on_any_page(
    page_with_her_file, typed, now, stranger, agent, settings
):
    hers = Attachment.objects.get()

    for browser, url, posted in ways_in(now, stranger, agent, settings):
        posted = posted | {"submission_id": typed["submission_id"], "remove": hers.pk}
        broken = posted | {name: "" for name in ("description", "body") if name in posted}
        for data in (broken, posted):
            answer = browser.post(url, data)
            assert answer.status_code in (200, 302, 303, 422)
            assert "suya.pdf" not in text(answer)

    assert Attachment.objects.get() == hers
    assert hers.ticket is None


def test_what_her_page_listed_is_void_on_anybody_elses(page_with_her_file, typed, now, stranger, agent, settings):
    ways = ways_in(now, stranger, agent, settings)[1:]

    for browser, url, posted in ways:
        browser.post(url, posted | {"submission_id": typed["submission_id"]} | listed_by(page_with_her_file))

    assert Attachment.objects.get().ticket is None


def test_what_her_page_listed_is_void_under_another_number_or_altered(client, page_with_her_file, typed):
    (signature,) = listed_by(page_with_her_file)["kept"]
    ours = Attachment.objects.get().token  # a link to the file, which is no signature of a page

    for posted in (
        {"submission_id": str(uuid.uuid4()), "kept": signature}, {"kept": signature[:-1]}, {"kept": ours}, {"kept": "\0"},
        {"kept": ["x", signature + "a", "á"]},
    ):  # fmt: skip
        client.post(FORM, typed | posted)

    assert Attachment.objects.get().ticket is None


def test_a_file_listed_twice_is_one(client, page_with_her_file, typed):
    (signature,) = listed_by(page_with_her_file)["kept"]

    client.post(FORM, typed | {"kept": [signature, signature]})

    assert [file.name for file in Ticket.objects.get().attachments.all()] == ["suya.pdf"]


def test_another_text_of_the_attempt_that_ends_meanwhile_takes_no_file_of_this_one(client, typed, monkeypatch):
    keep_files = SupportForm.keep_files

    def slowly(form, now):
        keep_files(form, now)
        monkeypatch.setattr(SupportForm, "keep_files", keep_files)
        assert Client().post(FORM, typed | {"description": "El primero."}).status_code == 303

    monkeypatch.setattr(SupportForm, "keep_files", slowly)
    client.post(FORM, typed | {"description": "El segundo.", "attachments": upload()})

    first, second = Ticket.objects.get().messages.all()
    assert (first.body, first.attachments.count()) == ("El primero.", 0)
    assert (second.body, [file.name for file in second.attachments.all()]) == ("El segundo.", ["portal-atlas.pdf"])


def test_the_first_that_tidies_up_discards_no_file_of_the_second(typed, now, monkeypatch):
    forget_files, second = SupportForm.forget_files, Client()
    other = typed | {"description": "El segundo."}
    refused = []

    def late(form):
        monkeypatch.setattr(SupportForm, "forget_files", forget_files)
        refused.append(second.post(FORM, other | {"subject": "", "attachments": upload()}))
        forget_files(form)

    monkeypatch.setattr(SupportForm, "forget_files", late)
    Client().post(FORM, typed | {"description": "El primero."})
    second.post(FORM, other | listed_by(refused[0]))

    _, message = Ticket.objects.get().messages.all()
    assert [file.name for file in message.attachments.all()] == ["portal-atlas.pdf"]


def test_sent_again_before_the_first_has_ended_it_is_one_file(client, typed, monkeypatch):
    keep_files = SupportForm.keep_files

    def slowly(form, now):
        monkeypatch.setattr(SupportForm, "keep_files", keep_files)
        keep_files(form, now)
        assert Client().post(FORM, typed | {"attachments": upload()}).status_code == 303

    monkeypatch.setattr(SupportForm, "keep_files", slowly)
    assert client.post(FORM, typed | {"attachments": upload()}).status_code == 303

    assert [file.name for file in Ticket.objects.get().messages.get().attachments.all()] == ["portal-atlas.pdf"]
    assert Attachment.objects.count() == 1
