"""The button on a host as strict as hosts get: from the launcher to a folio, and everything that may go wrong between."""

import json
import re
import time

import jwt

from tests.e2e.widget.conftest import folio, launcher, opened, send, write
from tests.pictures import bomb
from tests.processes import wait_until


def wait_until_page(page, expression: str) -> None:
    """Until it is true in the page. Playwright's own waiting evaluates it inside, which the host's policy forbids."""
    wait_until(lambda: page.evaluate(expression))


def test_a_request_with_a_picture_reaches_the_desk_and_the_host_reports_nothing(visit, desk):
    page = visit("?poliza=55120&secreto=x", signed_by_host=True)
    page.get_by_role("button", name="Cotizar de nuevo").click()  # fails on purpose
    dialog = opened(page)
    write(page)
    dialog.get_by_text("Qué se envía").click()
    dialog.locator("pre:not(:empty)").wait_for()  # its code comes now
    shown = dialog.locator("pre").inner_text()
    page.get_by_role("button", name="Tomar foto de la pantalla").click()
    page.get_by_role("button", name="Usar imagen").click()
    page.get_by_label("La imagen que se envía").wait_for()

    send(page)

    number = folio(page)
    ticket = desk.last_ticket()
    assert ticket["id"] == number
    assert (ticket["login_claimed"], ticket["login_verified"], ticket["channel"]) == ("ana.ruiz", 1, "widget")
    told = ticket["diagnostics"]
    assert told["address"] == f"{desk.host_url}?poliza=55120"  # no other key of the query
    assert told["context"] == {"poliza": "55120-7", "pantalla": "Cotización de auto"}
    assert [(r["method"], r["path"], r["status"]) for r in told["requests"]] == [("GET", "/demo/anfitrion/primas", 502)]
    assert "No se pudo cotizar con Quálitas" in told["errors"][0]["text"]
    assert "/demo/anfitrion/primas → 502" in shown and "secreto" not in shown
    assert "Te respondemos a más tardar el" in dialog.inner_text()
    assert page.evaluate("tracks.length") == 1
    assert page.evaluate("tracks.every(track => track.readyState === 'ended')")
    assert page.evaluate("violations") == []
    assert page.problems == []


def test_no_key_reaches_the_host_while_the_dialog_is_open(visit):
    page = visit()
    opened(page)
    page.evaluate("keysHeard.length = 0")

    for key in ("c", "e", "/", "Tab", "Control+k", "F2", "Enter", "ArrowDown"):
        page.keyboard.press(key)
    page.get_by_label("Motivo").press_sequentially("ce/")
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    while_open = page.evaluate("keysHeard")
    page.locator("h1").click()
    page.keyboard.press("e")

    assert [heard for heard in while_open if heard != "keyup:Escape"] == []
    assert "keydown:e" in page.evaluate("keysHeard")
    assert page.locator("#log").inner_text() == "Emitiste la póliza."


def test_a_double_click_makes_one_ticket(visit, desk):
    page = visit()
    opened(page)
    write(page, "Doble clic: no emite con SURA la póliza 7001")
    before, sent = desk.tickets(), []
    page.on("request", lambda request: sent.append(request) if "/enviar" in request.url else None)

    page.get_by_role("button", name="Enviar comentarios").dblclick()

    folio(page)
    assert all(request.response() for request in sent)  # the second click's too, should it have sent anything
    assert desk.tickets() == before + 1


def test_with_the_service_down_nothing_shows_and_nothing_breaks(visit, desk):
    without_script = visit_while(visit, f"{desk.url}/**", refused=1)
    without_config = visit_while(
        visit, f"{desk.url}/w/v1/config*", refused=2
    )  # asked again to learn whether it is down

    for host in (without_script, without_config):
        assert launcher(host).count() == 0
        assert host.problems == []
        assert not [text for _, text in host.said if "Soporte" in text]


def visit_while(visit, unreachable: str, refused: int):
    """The host page once that many of its requests have failed and it has dealt with it."""
    failed = []

    def cut(page):
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.route(unreachable, lambda route: route.abort())

    page = visit(before=cut, button=False)
    wait_until(lambda: settled(page) and len(failed) >= refused)
    settled(page)
    return page


def settled(page) -> bool:
    """What the page's script had to do it has done."""
    return page.evaluate("new Promise((go) => setTimeout(() => setTimeout(() => go(true))))")


def test_with_a_wrong_key_nothing_shows_and_one_console_line_says_why(visit):
    page = visit("?clave=pk_de_nadie", button=False)

    def ours() -> list[str]:
        return [text for kind, text in page.said if text.startswith("Soporte:")]

    wait_until(lambda: settled(page) and ours())
    settled(page)
    assert launcher(page).count() == 0
    assert len(ours()) == 1 and "pk_de_nadie" in ours()[0] and "no está registrado" in ours()[0]
    assert page.problems == []


def test_a_connection_lost_at_send_keeps_everything_and_the_retry_works(visit, desk):
    page = visit()
    opened(page)
    write(page, "Sin conexión: no guarda la emisión de GNP 7002")
    page.get_by_label("Archivo").locator("input[type=file]").set_input_files(
        {"name": "nota.txt", "mimeType": "text/plain", "buffer": b"texto"}
    )
    page.route("**/w/v1/enviar*", lambda route: route.abort("internetdisconnected"))
    before = desk.tickets()

    send(page)
    page.get_by_role("button", name="Reintentar").wait_for()
    said = page.get_by_role("alert").inner_text()
    kept = (
        page.get_by_label("Asunto").input_value(),
        page.get_by_label("Archivos adjuntos").get_by_text("nota.txt").count(),
    )
    page.unroute("**/w/v1/enviar*")
    page.get_by_role("button", name="Reintentar").click()

    number = folio(page)
    assert "No hay conexión" in said
    assert kept == ("Sin conexión: no guarda la emisión de GNP 7002", 1)
    assert desk.tickets() == before + 1
    assert [row["name"] for row in desk.rows("SELECT name FROM tickets_attachment WHERE ticket_id = ?", number)] == [
        "nota.txt"
    ]


def test_what_the_desk_finds_too_much_is_said_at_the_files(visit, desk):
    def without_limit(page):
        def answer(route):
            found = route.fetch()
            config = found.json()
            route.fulfill(response=found, json=config | {"files": config["files"] | {"most": 100}})

        page.route("**/w/v1/config*", answer)

    page = visit(before=without_limit)
    dialog = opened(page)
    write(page, "Demasiados archivos: no emite con SURA la póliza 7003")
    before = desk.tickets()
    page.get_by_label("Archivo").locator("input[type=file]").set_input_files(
        [{"name": f"{number}.txt", "mimeType": "text/plain", "buffer": b"texto"} for number in range(41)]
    )

    send(page)

    dialog.locator("#attachments-error").get_by_text("Es demasiado: son hasta 10 archivos de 10 MB.").wait_for()
    assert dialog.get_by_label("Archivos adjuntos").locator("li").count() == 41
    assert desk.tickets() == before


def test_a_draft_survives_a_reload_of_the_host(visit):
    page = visit()
    opened(page)
    write(page, "no respeta el descuento de ABA", "A medio escribir")
    wait_until(lambda: "A medio escribir" in page.evaluate("Object.values(sessionStorage).join()"))

    page.reload()
    launcher(page).wait_for()
    opened(page)

    assert page.get_by_label("Asunto").input_value() == "no respeta el descuento de ABA"
    assert page.get_by_label("Motivo").input_value() == "A medio escribir"


def test_upload_progress_is_shown_for_each_file_and_the_sending_can_be_cancelled(visit, desk):
    page = visit()
    opened(page)
    write(page, "Progreso: no carga la póliza 7003 de HDI")
    page.get_by_label("Archivo").locator("input[type=file]").set_input_files(
        [{"name": f"{name}.txt", "mimeType": "text/plain", "buffer": b"x" * 400_000} for name in ("uno", "dos")]
    )
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000},
    )
    before = desk.tickets()

    send(page)
    bars = page.locator("progress")
    wait_until_page(
        page,
        "() => { const bars = document.querySelector('[data-soporte=dialogo]').shadowRoot.querySelectorAll('progress'); return bars.length === 2 && bars[0].value > 0 && bars[1].value < bars[1].max; }",
    )
    names = [bars.nth(at).get_attribute("aria-label") for at in range(2)]
    page.get_by_role("button", name="Cancelar envío").click()

    page.get_by_label("Enviando").wait_for(state="hidden")
    kept = page.get_by_label("Asunto").input_value()
    network.send("Network.disable")
    send(page)

    folio(page)
    assert names == ["uno.txt", "dos.txt"]
    assert kept.startswith("Progreso")
    assert desk.tickets() == before + 1  # the cancelled attempt and this one are the same


def test_the_whole_way_by_keyboard_and_back_to_the_launcher(visit, desk):
    page = visit()
    launcher(page).focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    wait_until_page(page, "document.activeElement?.shadowRoot?.activeElement?.id === 'subject'")
    page.keyboard.type("Con teclado: no abre la emisión de AXA 7004")
    page.keyboard.press("Tab")
    for _ in range(6):  # past any chips, to the text
        if page.evaluate("document.activeElement.shadowRoot.activeElement.id") == "description":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("Sin tocar el ratón.")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Enviar comentarios":
            break
    page.keyboard.press("Enter")

    folio(page)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert desk.last_ticket()["subject"].startswith("Con teclado")
    assert page.evaluate("document.activeElement.dataset.soporte") == "boton"


def test_the_question_is_seen_whole_and_the_coachs_hint_does_not_push_it_away(visit):
    page = visit()
    dialog = opened(page)
    write(page, "no funciona", "x")

    send(page)
    page.get_by_text("Di con qué aseguradora").wait_for()

    button, frame = page.get_by_role("button", name="Enviar así").bounding_box(), dialog.bounding_box()
    assert button["y"] + button["height"] <= frame["y"] + frame["height"]


def test_a_weak_subject_is_questioned_once_and_never_blocks(visit, desk):
    page = visit()
    page.evaluate("Soporte('abrir', {aseguradora: 'ATLAS'})")
    page.get_by_role("dialog").wait_for()
    write(page, "no cotiza", "ayuda")

    send(page)
    page.get_by_role("button", name="Usar sugerencia").wait_for()
    offered = page.get_by_label("Antes de enviar").inner_text()
    page.get_by_role("button", name="Enviar así").click()

    folio(page)
    assert "«no cotiza con ATLAS»" in offered
    assert desk.last_ticket()["subject"] == "no cotiza"


def test_the_hint_names_the_missing_piece_and_a_chip_adds_it(visit):
    page = visit()
    opened(page)
    page.get_by_label("Asunto").fill("no respeta mi descuento")
    page.get_by_text("Di con qué aseguradora").wait_for()

    page.get_by_role("button", name="GNP", exact=True).click()

    page.get_by_text("Así se entiende a la primera").wait_for()
    assert page.get_by_label("Asunto").input_value() == "no respeta mi descuento con GNP"


def test_an_own_alike_ticket_is_offered_and_added_to(visit, desk):
    page = visit()
    opened(page)
    write(page, "La renovación de Quálitas 7005 sale duplicada")
    send(page)
    first = folio(page)
    before = desk.tickets()
    page.keyboard.press("Escape")
    opened(page)
    write(page, "sale duplicada la renovación 7005 de Quálitas", "Ya son tres recibos.")
    page.get_by_label("Archivo").locator("input[type=file]").set_input_files(
        {"name": "recibos.txt", "mimeType": "text/plain", "buffer": b"texto"}
    )
    page.get_by_role("button", name="Tomar foto de la pantalla").click()
    page.get_by_role("button", name="Usar imagen").click()
    page.get_by_label("La imagen que se envía").wait_for()

    send(page)
    page.get_by_role("button", name=f"Agregar a #{first}").click()

    page.get_by_role("heading", name="Lo agregamos a tu solicitud").wait_for()
    said = desk.rows("SELECT body FROM tickets_message WHERE ticket_id = ? ORDER BY id", first)
    assert [row["body"] for row in said][-1].endswith("\n\nYa son tres recibos.")
    assert desk.told(first)[-1]["address"] == desk.host_url
    assert desk.picture_of(first).size == (1280, 900)
    assert desk.rows("SELECT 1 FROM tickets_attachment WHERE ticket_id = ? AND name = 'recibos.txt'", first)
    assert desk.tickets() == before


def test_without_a_token_the_form_works_and_the_login_is_unverified(visit, desk):
    page = visit("?sin=identidad")
    dialog = opened(page)
    unverified = dialog.get_by_text("Identidad sin verificar").is_visible()
    page.get_by_label("Solicitante").fill("nueva@agencia.example")
    write(page, "Sin identidad: no imprime la póliza 7006 de Zurich")

    send(page)
    page.get_by_text("Dinos tu nombre real").first.wait_for()
    page.get_by_label("Nombre").fill("Eva Sol")
    send(page)

    folio(page)
    ticket = desk.last_ticket()
    assert unverified
    assert (ticket["login_verified"], ticket["requester_name"]) == (0, "Eva Sol")


def test_an_expired_token_is_fetched_anew_once_and_nobody_notices(visit, desk):
    secret, key = desk.rows(
        "SELECT s.secret, p.public_key FROM tickets_sitesecret s JOIN tickets_site p ON p.id = s.site_id WHERE kid = 'demo'"
    )[0].values()
    # By the dialog's clock still good, by the desk's long past: what a wrong clock on the host's server makes.
    stale = {"aud": key, "sub": "ana.ruiz", "email": "ana@agencia.example", "exp": int(time.time()) - 3600}
    asked = []

    def token(route):
        asked.append(1)
        if len(asked) > 2:
            route.continue_()
            return
        route.fulfill(json={"token": jwt.encode(stale, secret, algorithm="HS256", headers={"kid": "demo"})})

    page = visit(before=lambda page: page.route("**/soporte-token", token))
    opened(page)
    write(page, "Vencido: no aplica el descuento 7007 de MAPFRE")

    send(page)

    folio(page)
    assert desk.last_ticket()["login_verified"] == 1
    assert len(asked) == 3  # on opening, on sending, and once after the refusal


def test_a_tampered_token_gets_a_sentence_and_the_request_can_still_be_sent(visit, desk):
    forged = jwt.encode(
        {"aud": "pk", "sub": "jefe", "email": "jefe@agencia.example", "exp": int(time.time()) + 300},
        "x" * 40,
        algorithm="HS256",
        headers={"kid": "demo"},
    )
    page = visit(
        before=lambda page: page.route("**/soporte-token", lambda route: route.fulfill(json={"token": forged}))
    )
    opened(page)
    page.get_by_label("Solicitante").fill("ana@agencia.example")
    write(page, "Alterado: no calcula la prima 7008 de Inbursa")

    send(page)
    page.get_by_text("No pudimos comprobar tu usuario").wait_for()
    kept = page.get_by_label("Motivo").input_value()
    page.get_by_role("button", name="Reintentar").click()
    if page.get_by_label("Nombre").is_visible():
        page.get_by_label("Nombre").fill("Ana Ruiz")
        send(page)

    folio(page)
    ticket = desk.last_ticket()
    assert kept == "Desde las 8 no regresa primas."
    assert (ticket["login_verified"], ticket["login_claimed"]) == (0, "")


def test_bad_files_each_get_a_sentence_and_nothing_typed_is_lost(visit):
    page = visit()
    dialog = opened(page)
    write(page, "Archivos: no adjunta la carátula 7010 de Chubb")
    chooser = page.get_by_label("Archivo").locator("input[type=file]")
    file = {"mimeType": "text/plain", "buffer": b"x"}

    chooser.set_input_files([{"name": f"{n}.txt", **file} for n in range(11)])
    error = dialog.locator("#attachments-error")
    eleven = error.inner_text()
    dialog.get_by_role("button", name="Quitar 0.txt").click()
    chooser.set_input_files({"name": "grande.txt", "mimeType": "text/plain", "buffer": b"x" * (10 * 1024 * 1024 + 1)})
    heavy = error.inner_text()
    chooser.set_input_files({"name": "vacio.txt", "mimeType": "text/plain", "buffer": b""})
    empty = error.inner_text()
    chooser.set_input_files(
        {"name": "programa.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + b"\0" * 60}
    )
    send(page)
    dialog.get_by_text("es un programa").first.wait_for()

    assert "«10.txt» ya no cupo" in eleven and "pesa más de 10 MB" in heavy and "está vacío" in empty
    assert page.get_by_label("Motivo").input_value() == "Desde las 8 no regresa primas."
    assert dialog.get_by_label("Archivos adjuntos").locator("li").count() == 10


def test_a_pixel_bomb_is_refused_before_it_is_unpacked(visit):
    page = visit()
    dialog = opened(page)
    dialog.locator("[aria-labelledby=screenshot-label] .drop").hover()
    dialog.locator("input[type=file][accept='image/*']").wait_for(state="attached")

    dialog.locator("input[type=file][accept='image/*']").set_input_files(
        {"name": "bomba.png", "mimeType": "image/png", "buffer": bomb()}
    )

    dialog.get_by_text("30000 × 30000 puntos, demasiado grande").wait_for()


def test_where_the_host_forbids_the_capture_the_ticket_still_goes(visit, desk):
    page = visit("?politica=sin-captura")
    dialog = opened(page)
    offered = [dialog.get_by_role("button", name=name).count() for name in ("Tomar foto", "Dibujar la página")]
    write(page, "Prohibido: no descarga la póliza 7009 de Banorte")

    send(page)

    folio(page)
    assert offered == [0, 0]
    assert page.evaluate("violations") == [] and page.problems == []
    assert not [text for kind, text in page.said if "display-capture" in text]


def test_a_denied_capture_says_what_else_can_be_done(visit):
    deny = "navigator.mediaDevices.getDisplayMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    page = visit(before=lambda page: page.add_init_script(deny))
    dialog = opened(page)

    page.get_by_role("button", name="Tomar foto de la pantalla").click()

    dialog.get_by_text("No se tomó la foto. Puedes pegar").wait_for()
    assert page.get_by_role("button", name="Elegir imagen").is_visible()


def test_the_api_fills_tells_and_leaves(visit):
    page = visit()
    page.evaluate(
        """() => { window.told = []; for (const name of ['abierto', 'cerrado']) Soporte('on', name, () => told.push(name));
        Soporte('abrir', {asunto: 'me cambia la prima', proceso: 'Emisión', aseguradora: 'SURA'}); }"""
    )
    page.get_by_role("dialog").wait_for()
    filled = (
        page.get_by_label("Asunto").input_value(),
        page.get_by_label("Proceso").locator("option:checked").inner_text(),
    )
    page.evaluate("Soporte('cerrar')")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.get_by_role("button", name=re.compile("Algo no cuadra")).click()
    page.get_by_role("dialog").wait_for()
    page.get_by_role("button", name="Cerrar", exact=True).click()

    wait_until_page(page, "told.length === 4")

    page.evaluate("Soporte('destruir')")

    assert filled == ("me cambia la prima", "Emisión")
    assert json.loads(page.evaluate("JSON.stringify(told)")) == ["abierto", "cerrado", "abierto", "cerrado"]
    assert page.locator("[data-soporte]").count() == 0
    assert page.evaluate("typeof window.Soporte") == "undefined"
    assert page.problems == []
