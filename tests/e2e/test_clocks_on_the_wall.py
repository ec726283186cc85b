"""With every duration in seconds, beat does its work on the wall's clock: each thing once."""

import pytest
from playwright.sync_api import Browser

from agents.demo.people import DEMO_USERS
from tests.e2e.desk import running_desk
from tests.e2e.test_newcomer import act, expect_state, page, send_ticket, sign_in, wait_for_mail  # noqa: F401
from tests.processes import wait_until

pytestmark = pytest.mark.e2e
DURATIONS = {
    "SWEEP_EVERY": "2s", "FIRST_RESPONSE_WITHIN": "15s", "FIRST_RESPONSE_WARNING": "5s", "AUTO_CLOSE_AFTER": "20s",
    "AUTO_CLOSE_REMINDER": "10s", "DIGEST_EVERY": "5s", "SURVEY_DELAY": "5s", "UNDO_SEND": "0s",
    "TAKE_NOTICE_AFTER": "2s",
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with running_desk(tmp_path_factory.mktemp("clocks"), **DURATIONS) as address:
        yield address


def mails_to(page, address: str) -> list[str]:  # noqa: F811
    """The subjects of every mail to that address, newest first."""
    page.goto(f"/buzon/?para={address}")
    return [
        said.strip().splitlines()[0] for said in page.locator("main, .mailbox").get_by_role("link").all_inner_texts()
    ]


def test_each_clock_rings_once(page, browser: Browser):  # noqa: F811
    sign_in(page)
    asked = send_ticket(page, subject="No respeta el descuento de ABA", email="pide@agencia.mx", name="Pia Ros")
    act(page, asked, "¿Con qué paquete?", "Pedir información")
    solved = send_ticket(page, subject="Me cambia la prima en SURA", email="quedo@agencia.mx", name="Quique Mar")
    act(page, solved, "Ya quedó corregida.", "Enviar solución")
    late = send_ticket(page, subject="Nadie me contesta de GNP", email="tarde@agencia.mx", name="Tere Lara")

    expect_state(page, asked, "Cerrado")
    expect_state(page, solved, "Cerrado")
    wait_for_mail(page, "pide@agencia.mx", "Cerramos por falta de seguimiento")
    # What comes after took more rounds of every sweep than a second mail of any kind would need.
    after = send_ticket(page, subject="No imprime con AXA", email="despues@agencia.mx", name="Dora Paz")
    wait_until(lambda: told_of(page, after, "laura")["por vencer"], every=1)

    to_asked, to_solved = mails_to(page, "pide@agencia.mx"), mails_to(page, "quedo@agencia.mx")
    for subject in ("Recibimos tu solicitud", "Nos falta un dato", "Nos falta tu respuesta", "Cerramos por falta"):
        assert sum(subject in said for said in to_asked) == 1, to_asked
    for subject in ("Recibimos tu solicitud", "¿Quedó resuelto?", "¿Cómo te atendimos?"):
        assert sum(subject in said for said in to_solved) == 1, to_solved
    page.goto(f"/agentes/solicitudes/{solved}/")
    assert "completa" in page.locator("main").inner_text().lower()
    assert told_of(page, late, "laura")["por vencer"] == 1
    assert told_of(page, late, "sofia")["vencida"] == 1


def told_of(page, folio: int, username: str) -> dict[str, int]:  # noqa: F811
    """How often the digests of one member of the team named that ticket, by what they said of it."""
    address = next(user.email for user in DEMO_USERS if user.username == username)
    page.goto(f"/buzon/?para={address}")
    links = page.locator("a[href^='/buzon/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    counts = {"por vencer": 0, "vencida": 0}
    for link in dict.fromkeys(link for link in links if link.split("?")[0].strip("/").split("/")[-1].isdigit()):
        page.goto(link.split("?")[0] + "?ver=texto")
        section = ""
        for line in page.locator(".mail-text").inner_text().lower().splitlines():
            if "por vencer" in line or "vencida" in line:
                section = "vencida" if "vencida" in line else "por vencer"
            if f"#{folio} " in line + " " and section:
                counts[section] += 1
    return counts
