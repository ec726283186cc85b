"""What arrives by mail, up to what the agent sees and decides: real messages through the whole pipeline."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.addresses import reply_address
from tests.factories import make_ticket
from tests.notifications.inbound.raw import arrive, raw_mail
from tests.notifications.inbound.test_files import picture, with_picture
from tickets.models import TicketLink
from tickets.models.attachment import AttachmentKind
from tickets.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """The pages look at the clock themselves."""
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def asked(requester, agent, now):
    return make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)


def page(desk, ticket) -> str:
    return desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()


def queue(desk, view: str) -> str:
    return desk.get(reverse("agents:queue"), {"vista": view}).content.decode()


def post(desk, name: str, *args, **data):
    response = desk.post(reverse(f"agents:{name}", args=args), data)
    assert response.status_code == 302, response.content.decode()


def answer_to(ticket, body: str, **fields) -> bytes:
    fields = {"subject": f"Re: {ticket.subject}", "to": reply_address(ticket.reply_token)} | fields
    return raw_mail(body=body, **fields)


@pytest.mark.parametrize(
    ("decision", "data", "state"),
    [
        ("accept", {"sender": "once"}, State.EN_ESPERA),
        ("accept", {"sender": "participant"}, State.EN_ESPERA),
        ("dismiss", {}, State.EN_CLIENTE),
    ],
)
def test_a_colleague_from_another_address_is_shown_and_decided_on(desk, asked, now, decision, data, state):
    row = arrive(answer_to(asked, "Soy Eva, es la póliza 1234", sender="Eva Luna <eva@agencia.test>"), now)

    shown = page(desk, asked)
    assert "Respondió eva@agencia.test, que no es quien abrió la solicitud." in shown
    assert all(choice in shown for choice in ("Aceptar como respuesta", "Agregar participante", "Descartar"))
    assert "por revisar" in queue(desk, "en-cliente")
    post(desk, decision, asked.pk, row.became.pk, **data)

    asked.refresh_from_db()
    assert (asked.state, asked.held_for_review_at) == (state, None)
    assert list(asked.participants.values_list("email", flat=True)) == (
        ["eva@agencia.test"] if data.get("sender") == "participant" else []
    )
    assert "Aceptar como respuesta" not in page(desk, asked)


@pytest.mark.parametrize(("decision", "state"), [("same", State.EN_ESPERA), ("different", State.EN_CLIENTE)])
def test_a_new_mail_instead_of_a_reply_is_decided_on_from_either_ticket(desk, asked, now, decision, state):
    new = arrive(raw_mail(subject="Datos que me pidieron", body="La póliza es la 1234"), now).ticket

    assert "El cierre está detenido" in page(desk, asked)
    assert f"#{asked.pk}" in page(desk, new)
    assert "¿Este correo es esa respuesta?" in page(desk, new)
    post(desk, "decide_link", asked.pk, TicketLink.objects.get().pk, decision=decision)

    asked.refresh_from_db()
    new.refresh_from_db()
    assert (asked.state, asked.held_for_review_at) == (state, None)
    assert new.merged_into_id == (asked.pk if decision == "same" else None)


def test_an_autocompleted_reply_address_with_another_subject_opens_a_linked_ticket(desk, asked, now):
    new = arrive(answer_to(asked, "Necesito dar de alta a Luis Mora", subject="Alta de usuario"), now).ticket

    assert new.pk != asked.pk
    assert f"#{asked.pk} {asked.subject}" in page(desk, new)
    assert f"#{new.pk} Alta de usuario" in page(desk, asked)


def test_an_absence_with_its_return_is_flagged_and_postponed_with_one_click(desk, asked, now):
    back = timezone.localdate(now) + timedelta(days=9)
    words = f"Estoy fuera de la oficina. Regreso el {back:%d/%m/%Y}."
    row = arrive(answer_to(asked, words, headers="Auto-Submitted: auto-replied"), now)

    row.became.refresh_from_db()
    assert row.became.returns_on == back, row.became.full_text
    for shown in (queue(desk, "por-cerrar"), page(desk, asked)):
        assert "fuera de la oficina" in shown
        assert "Posponer a su regreso" in shown
    value = queue(desk, "por-cerrar").split('name="until" value="')[1].split('"')[0]
    post(desk, "postpone", asked.pk, until=value)

    asked.refresh_from_db()
    assert timezone.localdate(asked.auto_close_at) == back + timedelta(days=1)
    assert asked.state == State.EN_CLIENTE
    assert "Posponer a su regreso" not in page(desk, asked)


def test_an_absence_without_a_date_is_flagged_only(desk, asked, now):
    arrive(answer_to(asked, "Estoy fuera de la oficina por unos días.", headers="Auto-Submitted: auto-replied"), now)

    listed, shown = queue(desk, "por-cerrar"), page(desk, asked)
    assert "fuera de la oficina" in listed
    assert "Está fuera de la oficina, y la solicitud se cierra" in shown
    assert "No dice cuándo vuelve" in shown
    assert "Posponer a su regreso" not in listed + shown


def test_automatic_mail_of_no_ticket_lies_in_the_tray(desk, now):
    row = arrive(raw_mail(subject="Boletín de noviembre", headers="Precedence: bulk"), now)

    shown = desk.get(reverse("agents:quarantine")).content.decode()
    assert reverse("agents:received", args=[row.pk]) in shown
    assert "envío masivo" in shown


def test_a_logo_under_a_name_folds_as_its_signature(desk, asked, now):
    raw = with_picture(
        picture(160, 60),
        words="La póliza es la 1234",
        to=reply_address(asked.reply_token),
        subject=f"Re: {asked.subject}",
    )
    file = arrive(raw, now).became.attachments.get()

    assert file.kind == AttachmentKind.SIGNATURE
    shown = page(desk, asked)
    assert "Firma (1 imagen)" in shown
    assert "1 archivo" not in queue(desk, "en-espera")


def test_pictures_in_the_text_are_seen_where_they_stood_also_once_the_requesters_links_died(desk, asked, agent, now):
    raw = with_picture(picture(400, 300), to=reply_address(asked.reply_token), subject=f"Re: {asked.subject}")
    message = arrive(raw, now).became
    file = message.attachments.get()
    asked.refresh_from_db()
    asked.correct_address("otra@agencia.test", by=agent, now=now)

    assert reverse("agents:message", args=[asked.pk, message.pk]) in page(desk, asked)
    whole = desk.get(reverse("agents:message", args=[asked.pk, message.pk])).content.decode()

    address = reverse("agents:file", args=[asked.pk, file.pk])
    assert f'src="{address}"' in whole
    assert "Mira la pantalla:" in whole
    response = desk.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")


def test_hostile_markup_is_shown_without_what_runs_or_is_fetched(desk, asked, now):
    html = (
        '<p onclick="x()">Hola <script>alert(1)</script><img src="https://espia.test/p.gif"><img src="cid:9">'
        '<a href="javascript:alert(1)">aquí</a><iframe src="//x"></iframe><form action="//x"><input></form></p>'
    )
    message = arrive(answer_to(asked, html, content_type="text/html; charset=utf-8"), now).became

    whole = desk.get(reverse("agents:message", args=[asked.pk, message.pk])).content.decode()

    panel = whole.split('class="card panel mail-html"')[1].split("</details>")[0]
    assert "Hola" in panel
    for bad in ("onclick", "<script", "espia.test", "javascript:", "<iframe", "<form", "<input", "cid:"):
        assert bad not in panel


def test_the_conversation_shows_the_reply_and_the_whole_mail_is_one_click_away(desk, asked, now):
    body = "Es la 1234\n\nEl lun, 16 nov 2026 a las 9:00, Soporte (<soporte@segupoliza.test>) escribió:\n> ¿Cuál es?\n"
    message = arrive(answer_to(asked, body), now).became

    shown = page(desk, asked)
    assert '<div class="body">Es la 1234</div>' in shown
    whole = desk.get(reverse("agents:message", args=[asked.pk, message.pk])).content.decode()
    assert "¿Cuál es?" in whole


def test_a_reply_that_our_server_does_not_vouch_for_says_why_and_is_accepted(desk, asked, now, settings):
    settings.AUTHSERV_ID = "mx.ejemplo.mx"
    failed = "Authentication-Results: mx.ejemplo.mx; dmarc=fail"
    row = arrive(raw_mail(subject=f"Re: algo [#{asked.pk}]", body="Es la 1234", headers=failed), now)

    shown = page(desk, asked)
    post(desk, "accept", asked.pk, row.became.pk, sender="once")

    asked.refresh_from_db()
    assert "no pasó la revisión DMARC" in shown
    assert "Dice ser de ana@agencia.test, pero nada lo prueba." in shown
    assert "Agregar participante" not in shown
    assert (asked.state, asked.held_for_review_at) == (State.EN_ESPERA, None)


def test_what_is_set_aside_unfolds_in_its_place_and_the_original_is_one_click_away(desk, asked, now):
    body = (
        "Es la 1234\n\nEl lun, 16 nov 2026 a las 9:00, Soporte (<soporte@segupoliza.test>) escribió:\n"
        "> No está cotizando con ATLAS, dijiste\n> Desde las 8 no me regresa primas de ATLAS.\nY desde ayer tampoco HDI\n\n-- \nAna Ruiz"
    )
    row = arrive(answer_to(asked, body), now)

    shown = page(desk, asked)
    places = [shown.rindex(words) for words in ("Es la 1234", "Desde las 8 no me regresa", "Y desde ayer tampoco HDI")]
    assert places == sorted(places)
    assert re.findall(r'<details class="piece"><summary>([^<]+)', shown) == ["Texto ya citado", "Posible firma"]
    original = reverse("agents:received_raw", args=[row.pk])
    assert original in shown
    assert desk.get(original).content == bytes(row.raw)


def test_a_reply_that_is_only_a_quotation_says_so_and_unfolds(desk, asked, now):
    body = "El lun, 16 nov 2026 a las 9:00, Soporte (<soporte@segupoliza.test>) escribió:\n> Desde las 8 no me regresa primas de ATLAS.\n"
    arrive(answer_to(asked, body), now)

    assert '<details class="piece"><summary>Texto ya citado' in page(desk, asked)
