import pytest

from tests.factories import make_ticket, receive_reply
from tests.pages import nothing_written, text
from tests.pictures import PDF, png
from tickets.models import Attachment
from tickets.models.attachment import AttachmentKind
from tickets.views.files import file_response

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.fixture
def ticket(requester, now):
    return make_ticket(requester=requester, now=now)


def attach(ticket, now, content: bytes = PDF, name: str = "portal.pdf", kind=AttachmentKind.FILE) -> Attachment:
    file = Attachment.objects.keep(content, name, kind=kind, now=now)
    receive_reply(ticket, by=ticket.requester, body="Va", files=[file], now=now)
    return Attachment.objects.get(pk=file.pk)


def url(file: Attachment) -> str:
    return f"/archivo/{file.token}/"


def test_a_file_is_a_download_that_runs_nowhere(client, ticket, now):
    file = attach(ticket, now)

    with nothing_written():
        answer = client.get(url(file))

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="portal.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "content"), [("foto.png", HTML), ("foto.svg", SVG), ("a.html", HTML), ("doble.pdf", PDF + HTML)]
)
def test_what_could_run_is_never_shown_whatever_it_is_called(client, ticket, now, name, content):
    file = attach(ticket, now, content, name)

    for query in ({}, {"en": "pagina"}):
        answer = client.get(url(file), query, headers={"sec-fetch-dest": "image"})
        assert answer["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer["Content-Security-Policy"]
    assert file.content_type != "image/png"


def test_a_picture_that_we_encoded_is_shown_inside_a_page_only(client, ticket, now):
    file = attach(ticket, now, png(), "pantalla.png", AttachmentKind.SCREENSHOT)

    in_page = client.get(url(file), {"en": "pagina"}, headers={"sec-fetch-dest": "image"})
    by_itself = client.get(url(file), {"en": "pagina"}, headers={"sec-fetch-dest": "document"})
    plain = client.get(url(file))

    assert in_page["Content-Disposition"].startswith("inline")
    assert in_page["Content-Type"] == "image/webp"
    assert by_itself["Content-Disposition"].startswith("attachment")
    assert plain["Content-Disposition"].startswith("attachment")


def test_a_picture_as_it_was_sent_is_not_shown(client, ticket, now):
    file = attach(ticket, now, png(), "original.png")

    answer = client.get(url(file), {"en": "pagina"}, headers={"sec-fetch-dest": "image"})

    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ['pól"iza; año.pdf', "保険.pdf", "a\r\nX-Evil: 1.pdf"])
def test_any_name_travels_in_the_header_safely(client, ticket, now, name):
    file = attach(ticket, now, name=name)

    answer = client.get(url(file))

    assert "\n" not in answer["Content-Disposition"]
    assert "X-Evil" not in answer
    assert answer["Content-Disposition"].startswith("attachment; filename")


def test_a_corrected_address_revokes_the_files_too(client, ticket, now):
    file = attach(ticket, now)
    old = url(file)

    ticket.correct_address("otra@agencia.test", by=ticket.requester, now=now)

    assert client.get(old).status_code == 404
    assert client.get(url(Attachment.objects.get(pk=file.pk))).status_code == 200


def test_the_token_of_one_file_opens_no_other(client, ticket, stranger, now):
    mine, other = attach(ticket, now), attach(make_ticket(requester=stranger, now=now), now)

    assert client.get(f"/archivo/{ticket.tracking_token}/").status_code == 404
    assert client.get(f"/archivo/{mine.pk}/").status_code == 404
    assert client.get(f"/archivo/{other.token[:8] + mine.token[8:]}/").status_code == 404


def test_a_file_the_storage_lost_is_not_found(client, ticket, now):
    file = attach(ticket, now)
    file.file.storage.delete(file.file.name)

    assert client.get(url(file)).status_code == 404


def test_a_dead_link_says_what_to_do(client, db):
    page = client.get("/archivo/nada/")

    assert page.status_code == 404
    assert "Pedir un enlace nuevo" in text(page)


def test_agents_get_the_same_answer(ticket, now):
    answer = file_response(attach(ticket, now))

    assert answer["Content-Disposition"] == 'attachment; filename="portal.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
