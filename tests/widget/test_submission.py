import json
import uuid
import zlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_ticket
from tests.pictures import screenshot
from tests.widget.conftest import ORIGIN
from tickets.models import Attachment, Insurer, Requester, Ticket
from tickets.models.attachment import AttachmentKind
from tickets.models.message import Channel
from tickets.states import Action, State


@pytest.fixture
def send(client, site):
    def posted(**fields):
        data = {
            "email": "ana@agencia.test", "name": "Ana Ruiz", "subject": "No está cotizando con ATLAS",
            "description": "Desde las 8 no regresa primas.", "submission_id": str(uuid.uuid4()),
        } | fields  # fmt: skip
        data = {name: value for name, value in data.items() if value is not None}
        path = f"{reverse('tickets:widget_submit')}?sitio={site.public_key}"
        return client.post(path, data, headers={"Origin": ORIGIN})

    return posted


def test_it_opens_a_ticket_of_this_site_with_its_promise(send, site, process):
    answer = send()

    ticket = Ticket.objects.get()
    assert answer.status_code == 201
    assert answer.json()["folio"] == ticket.folio
    assert "hora del centro" in answer.json()["due"]
    assert (ticket.channel, ticket.site, ticket.state) == (Channel.WIDGET, site, State.ABIERTA)
    assert ticket.process == process  # the site's own, since none was chosen
    assert ticket.events.get().action == Action.SUBMIT


def test_without_a_token_the_login_is_only_a_claim(send):
    send(login="director")

    ticket = Ticket.objects.get()
    assert ticket.login_claimed == "director"
    assert not ticket.login_verified and not ticket.identity_verified
    assert ticket.requester.proven_at is None


def test_with_a_token_the_login_and_the_address_are_proven(send, sign):
    send(identity=sign(), name=None)

    ticket = Ticket.objects.get()
    assert (ticket.login_claimed, ticket.login_verified) == ("ana.ruiz", True)
    assert ticket.requester.name == "Ana Ruiz"
    assert ticket.requester.proven_at is not None


def test_posting_another_login_than_the_tokens_changes_nothing(send, sign):
    send(identity=sign(), login="director")

    assert Ticket.objects.get().login_claimed == "ana.ruiz"


def test_another_solicitante_is_accepted_unproven_with_the_signed_login(send, sign):
    send(identity=sign(), email="luis@agencia.test", name="Luis Mora")

    ticket = Ticket.objects.get()
    assert ticket.requester.email == "luis@agencia.test"
    assert ticket.requester.proven_at is None
    assert (ticket.login_claimed, ticket.login_verified) == ("ana.ruiz", True)


def test_an_expired_token_is_told_apart_so_that_the_dialog_fetches_another(send, sign):
    old = send(identity=sign(exp=timezone.now() - timedelta(minutes=2)))
    forged = send(identity=sign(key="x" * 64))

    assert (old.status_code, old.json()["reason"]) == (401, "identidad_vencida")
    assert (forged.status_code, forged.json()["reason"]) == (401, "identidad_invalida")
    assert "sin verificar" in forged.json()["sentence"]
    assert not Ticket.objects.exists()


def test_a_new_address_is_asked_for_its_name_and_a_known_one_is_not(send, requester):
    refused = send(email="nueva@agencia.test", name=None)

    assert refused.status_code == 422
    assert "tu nombre real" in refused.json()["errors"]["name"]
    assert send(email=requester.email, name=None).status_code == 201


def test_asked_too_often_the_name_is_asked_of_everyone_but_the_signed(client, site, sign, requester):
    def asks_name(**fields):
        path = f"{reverse('tickets:widget_requester')}?sitio={site.public_key}"
        return client.post(path, {"email": requester.email} | fields, headers={"Origin": ORIGIN}).json()["asks_name"]

    assert [asks_name() for _ in range(11)] == [False] * 10 + [True]
    assert asks_name(identity=sign(email="otra@agencia.test")) is False


def test_a_mistyped_address_is_questioned(client, site):
    path = f"{reverse('tickets:widget_requester')}?sitio={site.public_key}"

    told = client.post(path, {"email": "ana@gmial.com"}, headers={"Origin": ORIGIN}).json()

    assert told["suggestion"] == "ana@gmail.com"


def test_two_posts_of_one_attempt_are_one_ticket(send):
    attempt = str(uuid.uuid4())

    first, second = (send(submission_id=attempt, attachments=[screenshot()]) for _ in range(2))

    assert first.json()["folio"] == second.json()["folio"]
    assert Ticket.objects.count() == Attachment.objects.count() == 1


def test_something_else_under_the_same_attempt_never_gets_a_folio_that_does_not_have_it(send):
    attempt = str(uuid.uuid4())
    opened = send(submission_id=attempt).json()

    added = [send(submission_id=attempt, description="Tampoco con SURA.").json() for _ in range(2)]
    apart = send(submission_id=attempt, subject="No imprime la carátula de SURA").json()
    of_another = send(submission_id=attempt, email="eva@agencia.test", name="Eva Sol").json()

    ticket = Ticket.objects.get(pk=opened["folio"])
    assert added == [{"folio": ticket.pk, "appended": True, "email": ticket.requester.email}] * 2
    assert [message.body for message in ticket.messages.all()] == [
        "Desde las 8 no regresa primas.",
        "Tampoco con SURA.",
    ]
    assert len({ticket.pk, apart["folio"], of_another["folio"]}) == Ticket.objects.count() == 3


def test_every_wrong_field_gets_its_sentence(send):
    answer = send(email="sin-arroba", subject="", description="", name="x" * 300)

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"email", "subject", "description", "name"}
    assert "attempt" not in answer.json()["errors"]


@pytest.mark.parametrize("attempt", [None, "", "no-es-un-uuid"])
def test_an_attempt_without_its_number_is_refused(send, attempt):
    assert "submission_id" in send(submission_id=attempt).json()["errors"]


def test_files_and_picture_arrive_with_their_kinds(send):
    send(attachments=[SimpleUploadedFile("póliza.txt", b"texto"), screenshot()], screenshot=screenshot())

    kinds = sorted(Attachment.objects.values_list("kind", "content_type"))
    assert kinds == [
        (AttachmentKind.FILE, "image/png"), (AttachmentKind.FILE, "text/plain"), (AttachmentKind.SCREENSHOT, "image/webp"),
    ]  # fmt: skip
    assert set(Attachment.objects.values_list("ticket", flat=True)) == {Ticket.objects.get().pk}


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"attachments": [SimpleUploadedFile("virus.exe", b"MZ" + b"\0" * 64)]}, "es un programa"),
        ({"attachments": [SimpleUploadedFile("vacío.pdf", b"")]}, "está vacío"),
        ({"attachments": [SimpleUploadedFile("grande.txt", b"x" * (10 * 1024 * 1024 + 1))]}, "más de 10 MB"),
        ({"attachments": [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(11)]}, "hasta 10 archivos"),
        ({"screenshot": SimpleUploadedFile("captura.png", b"no es una imagen")}, "no es una imagen"),
        ({"screenshot": [screenshot(), screenshot()]}, "una imagen"),
    ],
    ids=["program", "empty", "too large", "eleven", "no picture", "two pictures"],
)
def test_a_bad_file_is_refused_with_a_sentence_and_nothing_is_kept(send, files, sentence):
    answer = send(**files)

    assert answer.status_code == 422
    assert sentence in " ".join(answer.json()["errors"].values())
    assert not Ticket.objects.exists() and not Attachment.objects.exists()


def test_a_pixel_bomb_is_refused_from_its_header(send):
    bomb = bytearray(screenshot().read())
    bomb[16:24] = (30_000).to_bytes(4, "big") * 2
    bomb[29:33] = zlib.crc32(bytes(bomb[12:29])).to_bytes(4, "big")

    answer = send(screenshot=SimpleUploadedFile("bomba.png", bytes(bomb)))

    assert "demasiado grande" in answer.json()["errors"]["screenshot"]


def test_forty_one_files_get_a_sentence_not_a_traceback(send):
    answer = send(attachments=[SimpleUploadedFile(f"{n}.txt", b"x") for n in range(41)])

    assert answer.status_code == 413
    assert "Quita alguno" in answer.json()["errors"]["attachments"]
    assert answer["Access-Control-Allow-Origin"] == ORIGIN


def test_an_insurer_of_the_hosts_context_is_kept_and_an_unknown_process_is_no_se(send, db):
    sura = Insurer.objects.get_or_create(name="SURA")[0]

    send(insurer="sura", process="inexistente", subject="No emite la póliza")

    assert Ticket.objects.get().insurer == sura


def test_diagnostics_are_kept_in_a_known_shape(send):
    sent = {
        "address": "https://cotizador.test/?poliza=1", "title": "Cotizador", "viewport": "1280 × 800", "hack": "x",
        "context": {"poliza": "55", "otra": "y"}, "errors": [{"text": f"error {n}", "at": "09:00:00"} for n in range(30)],
        "requests": [{"method": "GET", "path": "/primas", "status": 500, "at": "09:00:01"}, "x", {"status": True}],
    }  # fmt: skip

    send(diagnostics=json.dumps(sent))

    kept = Ticket.objects.get().messages.get().diagnostics
    assert set(kept) == {"address", "title", "viewport", "context", "errors", "requests"}
    assert kept["context"] == {"poliza": "55"}
    assert [entry["text"] for entry in kept["errors"]] == [f"error {n}" for n in range(10, 30)]
    assert kept["requests"][0] == {"method": "GET", "path": "/primas", "status": 500, "at": "09:00:01"}


@pytest.mark.parametrize("text", ["x" * 40_000, "{", "[" * 5000, '"texto"', '{"title": "a\\u0000\\ud800b"}'])
def test_odd_diagnostics_never_refuse_a_ticket(send, text):
    assert send(diagnostics=text).status_code == 201


def test_an_own_alike_open_ticket_is_offered_and_added_to(client, site, send, sign, requester, agent):
    mine = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=timezone.now())
    path = f"{reverse('tickets:widget_similar')}?sitio={site.public_key}"
    told = client.post(
        path, {"subject": "no está cotizando ATLAS", "identity": sign()}, headers={"Origin": ORIGIN}
    ).json()

    answer = send(identity=sign(), append_to=mine.pk, description="Ahora tampoco cotiza en Monterrey.")

    mine.refresh_from_db()
    assert [found["folio"] for found in told["tickets"]] == [mine.pk]
    assert answer.json() == {"folio": mine.pk, "appended": True, "email": requester.email}
    assert mine.state == State.EN_ESPERA
    assert mine.events.last().action == Action.CUSTOMER_REPLY
    assert Ticket.objects.count() == 1


def test_an_addition_brings_its_own_picture_files_and_diagnostics(send, sign, requester):
    mine = make_ticket(requester=requester, now=timezone.now(), diagnostics={"title": "La de antes"})
    told = json.dumps({"title": "La de ahora", "errors": [{"text": "TypeError: x"}]})
    addition = {
        "identity": sign(), "append_to": mine.pk, "submission_id": str(uuid.uuid4()), "diagnostics": told,
        "subject": "Tampoco imprime la de ATLAS",
    }  # fmt: skip

    for _ in range(2):  # a double click
        send(**addition, screenshot=screenshot(), attachments=[SimpleUploadedFile("nota.txt", b"x")])

    opening, added = mine.messages.order_by("pk")
    assert opening.diagnostics == {"title": "La de antes"}
    assert added.diagnostics == {"title": "La de ahora", "errors": [{"text": "TypeError: x"}]}
    assert added.body == "Tampoco imprime la de ATLAS\n\nDesde las 8 no regresa primas."
    assert {file.kind for file in added.attachments.all()} == {AttachmentKind.SCREENSHOT, AttachmentKind.FILE}
    assert Attachment.objects.count() == 2


@pytest.mark.parametrize("renamed", [False, True])
def test_an_addition_whose_answer_was_lost_is_answered_as_added_though_its_ticket_was_closed(
    send, sign, requester, agent, renamed
):
    mine = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=timezone.now())
    addition = {
        "identity": sign(), "append_to": mine.pk, "submission_id": str(uuid.uuid4()), "description": "Sigue igual.",
        "subject": mine.subject,
    }  # fmt: skip
    told = send(**addition, attachments=[SimpleUploadedFile("nota.txt", b"x")])
    if renamed:
        mine.set_subject("Otro asunto, más claro", by=agent, now=timezone.now())
    mine.withdraw(by=requester, now=timezone.now())

    again = send(**addition, attachments=[SimpleUploadedFile("nota.txt", b"x")])
    other = send(**addition | {"description": "Otra cosa."})

    assert (again.status_code, again.json()) == (told.status_code, told.json())
    assert again.json()["appended"] is True
    assert [message.body for message in mine.messages.all()][1:] == ["Sigue igual."]
    assert Attachment.objects.count() == 1
    assert other.status_code == 409


def test_an_addition_of_the_same_subject_does_not_repeat_it(send, sign, requester):
    mine = make_ticket(requester=requester, now=timezone.now())

    send(identity=sign(), append_to=mine.pk, subject=mine.subject.upper(), description="Sigue igual.")

    assert mine.messages.last().body == "Sigue igual."


@pytest.mark.parametrize("text", ["x" * 40_000, "{"])
def test_odd_diagnostics_never_refuse_an_addition(send, sign, requester, text):
    mine = make_ticket(requester=requester, now=timezone.now())

    assert send(identity=sign(), append_to=mine.pk, diagnostics=text).status_code == 200
    assert "omitted" in mine.messages.last().diagnostics


def test_nobody_elses_ticket_is_ever_offered_or_added_to(client, site, send, sign, stranger):
    theirs = make_ticket(requester=stranger, now=timezone.now())
    path = f"{reverse('tickets:widget_similar')}?sitio={site.public_key}"

    told = [
        client.post(path, {"subject": theirs.subject, "email": stranger.email} | who, headers={"Origin": ORIGIN}).json()
        for who in ({"identity": sign()}, {"identity": sign(key="x" * 64)}, {})
    ]
    refused = [send(append_to=theirs.pk, email=stranger.email, **who) for who in ({"identity": sign()}, {})]

    assert told == [{"tickets": []}] * 3
    assert [answer.status_code for answer in refused] == [409, 409]
    assert theirs.messages.count() == 1


def test_earlier_tickets_of_the_person_before_are_not_offered(client, site, sign, requester, agent):
    make_ticket(requester=requester, now=timezone.now() - timedelta(days=30))
    requester.change_person("Eva Sol", since=timezone.now(), sees_earlier=False, by=agent, now=timezone.now())
    path = f"{reverse('tickets:widget_similar')}?sitio={site.public_key}"

    told = client.post(path, {"subject": "No está cotizando con ATLAS", "identity": sign()}, headers={"Origin": ORIGIN})

    assert told.json() == {"tickets": []}


def test_posting_what_only_the_desk_decides_changes_nothing(send):
    send(state="cerrado", assignee="1", requester_id="1", channel="correo", identity_verified="true", site="9")

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.assignee, ticket.identity_verified) == (State.ABIERTA, None, False)


def test_one_address_cannot_flood_the_desk(send):
    statuses = [send().status_code for _ in range(21)]

    assert statuses == [201] * 20 + [429]
    assert Requester.objects.count() == 1


def test_a_body_cut_off_on_its_way_gets_a_sentence(client, site):
    path = f"{reverse('tickets:widget_submit')}?sitio={site.public_key}"

    answer = client.generic("POST", path, b"--x\r\n", "multipart/form-data; boundary=", headers={"Origin": ORIGIN})

    assert answer.status_code == 400
    assert "llegó incompleto" in answer.json()["sentence"]
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
