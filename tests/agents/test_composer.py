"""Writing on a ticket's page: every verb, undo, stale answers, files and texts that are never lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agents.models import Profile
from agents.templatetags.workspace import MOST_DRAFTS
from tests.agents.conftest import signed_in
from tests.factories import make_ticket, receive_reply
from tickets.models import Attachment, Draft, Message, Process
from tickets.states import Action, State


@pytest.fixture
def now():
    """The views take the real time."""
    return timezone.now()


@pytest.fixture
def ticket(requester, now):
    return make_ticket(requester=requester, now=now)


def write(browser, ticket, verb, text="Ya quedó, vuelve a cotizar.", seen=None, **more):
    """Press one of the composer's buttons, on the page as it is now unless `seen` says what was seen."""
    shown = ticket.messages.order_by("-pk").values_list("pk", flat=True).first()
    data = {"text": text, "verb": verb, "seen": shown if seen is None else seen, "state": ticket.state}
    return browser.post(reverse("agents:send", args=[ticket.pk]), data | more)


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("reply", State.EN_ESPERA),
        ("ask", State.EN_CLIENTE),
        ("log_contact", State.EN_ESPERA),
        ("resolve", State.RESUELTO),
        ("close", State.CERRADO),
        ("note", State.ABIERTA),
    ],
)
def test_each_button_runs_its_verb(desk, ticket, agent, at_once, verb, state):
    answer = write(desk, ticket, verb)

    assert answer.status_code == 302
    ticket.refresh_from_db()
    event = ticket.events.last()
    assert (ticket.state, event.action, event.agent) == (state, verb, agent)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("verb", "missing"), [("reply", "seen"), ("reply", "state"), ("note", "seen")])
def test_a_message_that_does_not_say_what_its_writer_saw_is_given_back(desk, ticket, at_once, verb, missing):
    answer = write(desk, ticket, verb, **{missing: ""})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "No llegó completo." in shown
    assert "Ya quedó, vuelve a cotizar." in shown
    assert not ticket.messages.exclude(kind="solicitud").exists()


def test_a_call_is_logged_with_or_without_the_summary(desk, ticket, at_once):
    write(desk, ticket, "log_contact")
    write(desk, ticket, "log_contact", "Otra llamada", notify="1")

    assert [event.facts.notify for event in ticket.events.filter(action=Action.LOG_CONTACT)] == [False, True]


def test_sent_it_can_be_undone_and_the_text_is_back(desk, ticket, settings):
    settings.UNDO_SEND = timedelta(seconds=15)

    write(desk, ticket, "resolve", view="abiertas")
    shown = desk.get(reverse("agents:queue")).content.decode()
    desk.post(reverse("agents:draft_undo", args=[ticket.pk]))

    assert "Deshacer" in shown
    ticket.refresh_from_db()
    assert ticket.state == State.ABIERTA
    draft = Draft.objects.get()
    assert (draft.is_frozen, draft.verb, draft.body) == (False, "resolve", "Ya quedó, vuelve a cotizar.")
    assert "Ya quedó, vuelve a cotizar." in desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()


def test_undoing_too_late_says_so(desk, ticket, at_once):
    write(desk, ticket, "reply")

    answer = desk.post(reverse("agents:draft_undo", args=[ticket.pk]), follow=True)

    assert "Ese mensaje ya había salido." in answer.content.decode()


def test_a_stale_answer_is_stopped_and_shows_what_is_new(desk, ticket, requester, now, at_once):
    seen = ticket.messages.get().pk
    receive_reply(ticket, by=requester, body="Perdón, era con SURA", now=now)

    answer = write(desk, ticket, "resolve", "Ya reiniciamos ATLAS", seen=seen)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "La solicitud cambió mientras escribías." in page
    assert "Nuevo mientras escribías" in page
    assert "Perdón, era con SURA" in page
    assert "Ya reiniciamos ATLAS</textarea>" in page
    ticket.refresh_from_db()
    assert ticket.state == State.ABIERTA


def test_of_two_agents_the_second_is_told_and_keeps_the_text(desk, colleague, ticket, at_once):
    seen = ticket.messages.get().pk
    write(signed_in(colleague), ticket, "resolve", "Lo resolví yo")

    answer = write(desk, ticket, "reply", "Lo estoy viendo", seen=seen)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lo resolví yo" in page
    assert "Lo estoy viendo</textarea>" in page
    assert Message.objects.filter(body="Lo estoy viendo").count() == 0


def test_having_seen_what_is_new_it_can_be_sent(desk, ticket, requester, now, at_once):
    seen = ticket.messages.get().pk
    receive_reply(ticket, by=requester, body="Perdón, era con SURA", now=now)
    write(desk, ticket, "reply", "Lo vemos", seen=seen)

    answer = write(desk, ticket, "reply", "Lo vemos")

    assert answer.status_code == 302
    assert Message.objects.filter(body="Lo vemos").count() == 1


def test_what_the_state_does_not_allow_is_refused_with_the_text_kept(desk, requester, agent, now, at_once):
    closed = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)

    answer = write(desk, closed, "ask", "¿Qué póliza?")

    assert answer.status_code == 409
    assert "no es posible en «Cerrado»" in answer.content.decode()
    assert "¿Qué póliza?</textarea>" in answer.content.decode()


@pytest.mark.parametrize("undo", [0, 15])
def test_the_same_form_sent_twice_is_one_message(desk, ticket, settings, undo):
    settings.UNDO_SEND = timedelta(seconds=undo)
    seen = ticket.messages.get().pk

    first = write(desk, ticket, "reply", seen=seen)
    second = write(desk, ticket, "reply", seen=seen)

    assert (first.status_code, second.status_code) == (302, 302)
    Draft.objects.send_due(timezone.now() + timedelta(minutes=1))
    assert ticket.messages.filter(kind="agente").count() == 1
    assert not Draft.objects.exists()


def test_closing_twice_without_a_word_is_closing_once(desk, ticket, at_once):
    seen = ticket.messages.get().pk

    answers = [write(desk, ticket, "close", "", seen=seen) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert ticket.events.filter(action="close").count() == 1
    assert not Draft.objects.exists()


def test_a_closing_without_a_word_that_is_refused_leaves_no_draft(desk, ticket, colleague, now, at_once):
    ticket.close(by=colleague, now=now)

    assert write(desk, ticket, "close", "", state=State.ABIERTA).status_code == 409
    assert not Draft.objects.exists()


def a_file(name="póliza.txt", content=b"1234"):
    return SimpleUploadedFile(name, content)


def test_the_same_text_with_a_file_while_it_is_leaving_names_the_file(desk, ticket, settings):
    settings.UNDO_SEND = timedelta(seconds=15)
    seen = ticket.messages.get().pk
    write(desk, ticket, "reply", "Te mando la póliza", seen=seen)

    answer = write(desk, ticket, "reply", "Te mando la póliza", seen=seen, attachments=a_file())

    assert answer.status_code == 409
    assert "No lleva «póliza.txt»" in answer.content.decode()


def test_the_same_text_with_a_file_after_it_left_is_sent_with_it(desk, ticket, at_once):
    seen = ticket.messages.get().pk
    write(desk, ticket, "reply", "Te mando la póliza", seen=seen)

    write(desk, ticket, "reply", "Te mando la póliza", seen=seen, attachments=a_file())
    again = write(desk, ticket, "reply", "Te mando la póliza", seen=seen, attachments=a_file())

    assert again.status_code == 302
    sent = ticket.messages.filter(kind="agente")
    assert [[file.name for file in message.attachments.all()] for message in sent] == [[], ["póliza.txt"]]


@pytest.mark.parametrize("undo", [0, 15])
def test_the_same_form_with_a_file_sent_twice_is_one_message_with_one_file(desk, ticket, settings, undo):
    settings.UNDO_SEND = timedelta(seconds=undo)
    seen = ticket.messages.get().pk

    answers = [write(desk, ticket, "reply", seen=seen, attachments=a_file()) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    Draft.objects.send_due(timezone.now() + timedelta(minutes=1))
    assert ticket.messages.get(kind="agente").attachments.count() == 1
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("where", ["draft_save", "send"])
@pytest.mark.parametrize("left_out", [{}, {"text": "El cliente llamó"}])
def test_what_a_post_leaves_out_stays_in_the_draft(desk, ticket, where, left_out):
    desk.post(reverse("agents:draft_save", args=[ticket.pk]), {"text": "El cliente llamó", "tab": "note"})

    desk.post(reverse(f"agents:{where}", args=[ticket.pk]), left_out)

    draft = Draft.objects.get()
    assert (draft.verb, draft.body) == ("note", "El cliente llamó")


def test_however_many_messages_are_on_their_way_a_page_names_a_few(desk, requester, agent, now):
    def freeze(number):
        for _ in range(number):
            ticket = make_ticket(requester=requester, now=now)
            draft = Draft.objects.keep(ticket, agent, verb="note", body="x" * 10_000, now=now)
            draft.freeze(expected_last_message=0, expected_state=ticket.state, now=now)

    def lines() -> str:
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(reverse("agents:quarantine")).content.decode()
        [drafts] = [query["sql"] for query in asked if 'FROM "tickets_draft"' in query["sql"]]
        assert "LIMIT" in drafts
        assert '"body"' not in drafts
        return page

    freeze(MOST_DRAFTS)
    few = lines()
    freeze(12)
    many = lines()

    assert few.count("Se envía <a") == many.count("Se envía <a") == MOST_DRAFTS
    assert "Tienes más mensajes" not in few
    assert "Tienes más mensajes" in many


def test_another_text_while_one_is_leaving_is_shown_to_be_copied(desk, ticket, settings):
    settings.UNDO_SEND = timedelta(seconds=15)
    write(desk, ticket, "reply", "Uno")

    answer = write(desk, ticket, "reply", "Dos")

    assert answer.status_code == 409
    assert "Dos</textarea>" in answer.content.decode()
    assert Draft.objects.get().body == "Uno"


def test_a_question_in_a_reply_is_asked_about_once(desk, ticket, at_once):
    asked = write(desk, ticket, "reply", "¿Con qué póliza te pasa?")
    sent = write(desk, ticket, "ask", "¿Con qué póliza te pasa?", confirmed="1")

    assert "¿Enviar como Pedir información?" in asked.content.decode()
    assert sent.status_code == 302
    ticket.refresh_from_db()
    assert ticket.state == State.EN_CLIENTE


def test_it_may_stay_a_reply(desk, ticket, at_once):
    write(desk, ticket, "reply", "¿Con qué póliza te pasa?", confirmed="1")

    ticket.refresh_from_db()
    assert ticket.state == State.EN_ESPERA


def test_where_nothing_can_be_asked_nothing_is_asked_about(desk, requester, agent, now, at_once):
    closed = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)

    assert write(desk, closed, "reply", "¿Todo bien?").status_code == 302


@pytest.mark.parametrize("text", ["", "   ", "\x00\n"])
def test_an_empty_message_is_refused_in_words(desk, ticket, at_once, text):
    answer = write(desk, ticket, "reply", text)

    assert answer.status_code == 422
    assert "Escribe el mensaje." in answer.content.decode()


def test_too_long_a_message_is_refused_and_kept(desk, ticket, at_once):
    answer = write(desk, ticket, "reply", "x" * 20_001)

    assert answer.status_code == 422
    assert "Es demasiado largo" in answer.content.decode()
    assert len(Draft.objects.get().body) == 20_001


def test_files_go_with_the_message(desk, ticket, at_once):
    write(
        desk,
        ticket,
        "reply",
        attachments=[SimpleUploadedFile("guía.pdf", b"%PDF-1.4 hola"), SimpleUploadedFile("b.txt", b"b")],
    )

    sent = ticket.messages.get(kind="agente")
    assert [file.name for file in sent.attachments.all()] == ["guía.pdf", "b.txt"]


def test_a_bad_file_keeps_the_text_and_the_good_one(desk, ticket, at_once):
    answer = write(
        desk, ticket, "reply", attachments=[SimpleUploadedFile("vacio.pdf", b""), SimpleUploadedFile("b.txt", b"bien")]
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "«vacio.pdf» está vacío" in page
    assert "b.txt" in page
    draft = Draft.objects.get()
    assert [file.name for file in draft.attachments.all()] == ["b.txt"]
    write(desk, ticket, "reply", remove=str(draft.attachments.get().pk))
    assert ticket.messages.get(kind="agente").attachments.count() == 0


def test_the_page_saves_what_is_being_written(desk, ticket):
    answer = desk.post(reverse("agents:draft_save", args=[ticket.pk]), {"text": "Estoy viendo", "tab": "note"})

    assert answer.json()["saved"].startswith("Borrador guardado")
    assert (Draft.objects.get().body, Draft.objects.get().verb) == ("Estoy viendo", "note")
    ticket.refresh_from_db()
    assert ticket.state == State.ABIERTA


def test_drafts_are_each_agents_own(desk, ticket, colleague):
    desk.post(reverse("agents:draft_save", args=[ticket.pk]), {"text": "Estoy viendo"})

    assert "Estoy viendo" not in signed_in(colleague).get(reverse("agents:ticket", args=[ticket.pk])).content.decode()


def test_without_javascript_a_draft_is_saved_by_its_button_and_thrown_away_by_another(desk, ticket):
    saved = write(desk, ticket, "save", "A medias", tab="call")

    assert saved["Location"].endswith("#redactar")
    assert Draft.objects.get().verb == "log_contact"
    desk.post(reverse("agents:draft_discard", args=[ticket.pk]))
    assert not Draft.objects.exists()


@pytest.mark.parametrize("verb", ["take", "merge", "approve", "expire", "", "drop table"])
def test_no_other_verb_can_be_posted_there(desk, ticket, at_once, verb):
    answer = write(desk, ticket, verb)

    assert answer.status_code == 422
    ticket.refresh_from_db()
    assert ticket.state == State.ABIERTA


def test_posted_columns_change_nothing(desk, ticket, colleague, stranger, at_once):
    write(
        desk, ticket, "note", state="cerrado", assignee=colleague.pk, created_at="2001-01-01", requester_id=stranger.pk
    )

    before = (ticket.state, ticket.assignee_id, ticket.requester_id, ticket.opened_at)
    ticket.refresh_from_db()
    assert (ticket.state, ticket.assignee_id, ticket.requester_id, ticket.opened_at) == before


def test_afterwards_the_next_ticket_of_the_view_opens(desk, ticket, requester, now, at_once):
    following = make_ticket(requester=requester, now=now + timedelta(minutes=1))

    answer = write(desk, ticket, "resolve", view="abiertas")

    assert answer["Location"] == reverse("agents:ticket", args=[following.pk]) + "?vista=abiertas"


def test_after_a_note_one_stays(desk, ticket, requester, now, at_once):
    make_ticket(requester=requester, now=now)

    answer = write(desk, ticket, "note", view="abiertas")

    assert answer["Location"] == reverse("agents:ticket", args=[ticket.pk]) + "?vista=abiertas"


def test_after_the_last_one_the_view_itself(desk, ticket, at_once):
    assert write(desk, ticket, "resolve", view="abiertas")["Location"] == reverse("agents:queue") + "?vista=abiertas"


def test_who_prefers_to_stay_stays(desk, agent, ticket, requester, now, at_once):
    Profile.objects.create(user=agent, next_after_action=False)
    make_ticket(requester=requester, now=now)

    answer = write(desk, ticket, "resolve", view="abiertas")

    assert answer["Location"] == reverse("agents:ticket", args=[ticket.pk]) + "?vista=abiertas"


@pytest.mark.parametrize(("needs_approval", "primary"), [(True, "Enviar solución"), (False, "Cerrar sin VoBo")])
def test_the_process_says_which_button_stands_first(desk, requester, now, needs_approval, primary):
    process = Process.objects.create(name="Listados", slug="listados", needs_approval=needs_approval)
    ticket = make_ticket(requester=requester, now=now, process=process)

    page = desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()

    button = 'class="button primary" name="verb" value='
    assert page.count(button) == 2  # this one, and the call's on its own tab
    assert primary in page.split(button)[1].split("</button>")[0]
