"""Bodies too large for anything of ours: refused unread, with a sentence, on whatever page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.agents.conftest import signed_in
from tests.factories import make_ticket
from tickets.views.guards import LARGEST_BODY


class Unreadable:
    """A body that nobody may touch."""

    def read(self, *_args):
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize(
    "path", ["/soporte/", "/mis-solicitudes/", "/agentes/solicitudes/1/enviar/", "/agentes/cuenta/entrar/"]
)
@pytest.mark.parametrize("length", [str(LARGEST_BODY + 1), "-1", "9" * 30])
def test_no_page_reads_them(client, db, path, length):
    answer = client.generic(
        "POST", path, b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=length, **{"wsgi.input": Unreadable()}
    )

    assert answer.status_code == 413
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_an_agent_with_too_many_files_is_told_so(requester, agent):
    ticket = make_ticket(requester=requester, now=timezone.now())
    files = [SimpleUploadedFile(f"{n}.txt", b"hola") for n in range(45)]

    answer = signed_in(agent).post(reverse("agents:send", args=[ticket.pk]), {"text": "Hola", "attachments": files})

    assert answer.status_code == 413
    assert ticket.events.count() == 1
