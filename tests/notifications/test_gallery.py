"""/buzon/galeria/: each mail in its variants, rendered by the code that renders the real ones, and nothing kept."""

import re

import pytest
from django.contrib.auth.models import User

from notifications.kinds import MailKind
from notifications.mailbox.gallery.looks import LOOKS
from notifications.mailbox.gallery.samples import SAMPLES
from notifications.models import Email
from surveys.models import Invitation
from tickets.models import Attachment, Insurer, LinkRequest, Requester, Ticket, TicketEvent

pytestmark = pytest.mark.django_db
ALL = [sample.slug for sample in SAMPLES]


@pytest.fixture(autouse=True)
def development(settings) -> None:
    settings.DEBUG = True


def rows() -> dict[str, int]:
    kept = (Attachment, Email, Insurer, Invitation, LinkRequest, Requester, Ticket, TicketEvent, User)
    return {model.__name__: model.objects.count() for model in kept}


def test_every_kind_of_mail_hangs_in_it():
    assert {sample.kind for sample in SAMPLES} == set(MailKind)
    assert len(set(ALL)) == len(ALL)


def test_the_first_page_leads_to_every_one(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/buzon/galeria/").content.decode()

    for slug in ALL:
        assert f'href="/buzon/galeria/{slug}/"' in page


@pytest.mark.parametrize("slug", ALL)
def test_each_shows_both_its_parts_and_leaves_nothing_behind(client, slug, django_capture_on_commit_callbacks):
    before = rows()

    with django_capture_on_commit_callbacks() as woken:
        page = client.get(f"/buzon/galeria/{slug}/")
        text = client.get(f"/buzon/galeria/{slug}/?ver=texto")
        frame = client.get(f"/buzon/galeria/{slug}/claro/")

    assert [answer.status_code for answer in (page, text, frame)] == [200, 200, 200]
    assert "Nunca te pedimos contraseñas ni tarjetas" in text.content.decode()
    assert "Nunca te pedimos contraseñas ni tarjetas" in frame.content.decode()
    assert page.content.decode().count("<iframe") == 5
    assert rows() == before
    assert woken == []


def test_the_variants_of_a_kind_differ(client):
    def shown(slug):
        html = client.get(f"/buzon/galeria/{slug}/claro/").content.decode()
        return re.sub(r"#\d+|[a-z2-7]{26,}|\d\d:\d\d", "", html)

    for kind in MailKind:
        pages = [shown(sample.slug) for sample in SAMPLES if sample.kind == kind]
        assert len(set(pages)) == len(pages), kind


def test_an_unproven_address_reads_nothing_of_what_was_typed(client):
    proven = client.get("/buzon/galeria/acuse-comprobada/claro/").content.decode()
    unproven = client.get("/buzon/galeria/acuse-sin-comprobar/claro/").content.decode()

    for typed in ("No está cotizando con ATLAS", "Desde las 8", "Ana"):
        assert typed in proven
        assert typed not in unproven


def test_the_same_mail_looks_light_dark_and_bare(client):
    light, dark, bare = (client.get(f"/buzon/galeria/solucion-vobo/{look}/").content.decode() for look in LOOKS)

    assert "prefers-color-scheme" not in light + dark + bare
    assert "@media not all" in light
    assert "@media all" in dark
    assert "<style" not in bare
    assert "style=" not in bare
    for html in (light, dark, bare):
        assert ">Sí, quedó</a>" in html


def test_what_is_framed_runs_and_fetches_nothing(client):
    policy = client.get("/buzon/galeria/solucion-vobo/claro/")["Content-Security-Policy"]

    for part in ("default-src 'none'", "sandbox allow-popups", "frame-ancestors 'self'"):
        assert part in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("path", ["no-hay/", "no-hay/claro/", "acuse-comprobada/morado/"])
def test_what_does_not_hang_there_is_not_found(client, path):
    assert client.get(f"/buzon/galeria/{path}").status_code == 404


def test_an_unknown_view_is_refused(client):
    assert client.get("/buzon/galeria/acuse-comprobada/?ver=morado").status_code == 400


@pytest.mark.parametrize("path", ["", "acuse-comprobada/", "acuse-comprobada/claro/"])
def test_without_debug_there_is_no_gallery(client, settings, path):
    settings.DEBUG = False

    assert client.get(f"/buzon/galeria/{path}").status_code == 404


@pytest.mark.parametrize(
    "slug", ["solucion-vobo", "mas-informacion-tres", "recordatorio-una", "nueva-fecha-para-revisar"]
)
def test_buttons_stay_apart_where_styles_are_taken_away(client, slug):
    bare = client.get(f"/buzon/galeria/{slug}/sin-estilos/").content.decode()

    buttons = re.findall(r'<table role="presentation" cellpadding="0" cellspacing="6"[^>]*>.*?</table>', bare)
    assert len(buttons) == 2
    assert all(re.search(r'<a href="http[^"]+">[^<]+</a>', button) for button in buttons)
    assert '<br clear="all">' in bare.partition(buttons[1])[2]


def test_the_ink_of_a_button_never_stands_without_its_ground(client):
    html = client.get("/buzon/galeria/solucion-vobo/claro/").content.decode()

    [yes, no] = re.findall(r'<a [^>]*style="([^"]*)">(?:Sí, quedó|Aún no queda)<', html)
    assert "background-color:#0b5f6b" in yes
    assert ";color:#ffffff" in yes
    assert "background-color:#ffffff" in no
    assert ";color:#0b5f6b" in no


def test_no_mail_asks_for_more_width_than_a_phone_has(client):
    bare = client.get("/buzon/galeria/acuse-comprobada/sin-estilos/").content.decode()

    outside_of_word = re.sub(r"<!--\[if mso\]>.*?<!\[endif\]-->", "", bare)
    assert 'width="600"' not in outside_of_word
    assert 'width="600"' in bare
