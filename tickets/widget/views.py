"""What the dialog asks and sends. Every answer is JSON; a refusal is a sentence that the dialog shows as it is."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from tickets import subject_coach, uploads
from tickets.address_typos import suggestion
from tickets.forms.address import FIRST_TIME
from tickets.intake import Received, open_ticket, receive_reply, sent_before
from tickets.models import Attachment, Process, Requester, Site, Ticket
from tickets.models.message import Channel, Kind
from tickets.models.requester import normal_address
from tickets.moments import in_full
from tickets.submission import Identity, Reply, Submission
from tickets.throttle import FORM_PER_EMAIL, FORM_PER_NETWORK, UPLOADS_PER_NETWORK, too_often
from tickets.views.known import is_known
from tickets.widget import diagnostics
from tickets.widget.form import WidgetForm, discard
from tickets.widget.identity import ExpiredIdentity, InvalidIdentity, Signed, verify
from tickets.widget.parts import parts_path
from tickets.widget.similar import own_open_tickets, similar_to
from tickets.widget.sites import for_sites, refusal

CONFIG_AGE = 60  # seconds: how late a change of the catalogue or of the site may be
# Sentences that the dialog says without asking; those about fields are the form's own.
TEXTS = {
    name: str(field.error_messages["required"])
    for name, field in WidgetForm.base_fields.items() if name in ("email", "subject", "description")
} | {
    "name": FIRST_TIME,
    "address": "Ese correo no parece completo. Escríbelo así: nombre@ejemplo.com.",
    "limits": f"o arrástralos aquí: hasta {settings.MAX_FILES}, de {settings.MAX_FILE_SIZE >> 20} MB",
    "offline": "No hay conexión con Soporte. Tu borrador sigue aquí: reintenta cuando vuelva.",
    "broken": "Soporte no pudo recibirla en este momento. No se perdió nada: reintenta en un minuto.",
}  # fmt: skip
TOO_OFTEN = "Nos llegaron muchas solicitudes seguidas desde tu red o tu correo. Espera unos minutos y reintenta: aquí sigue todo."


class Refused(Exception):
    """Carries the answer."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


@for_sites
@require_http_methods(["GET"])
def config(request: HttpRequest, site: Site) -> JsonResponse:
    """What the dialog needs to know of this site, and where its parts are."""
    processes = Process.objects.active().values_list("slug", "name")
    answer = JsonResponse({
        "parts": request.build_absolute_uri(parts_path()),
        "processes": list(processes),
        "process": site.default_process.slug if site.default_process else "",
        "coach": subject_coach.for_browser(),
        "files": uploads.for_browser(),
        "privacy": settings.PRIVACY_URL,
        "texts": TEXTS,
    })  # fmt: skip
    answer["Cache-Control"] = f"private, max-age={CONFIG_AGE}"
    return answer


@require_safe
def coach(request: HttpRequest) -> JsonResponse:
    """The coach's rules and catalogue, for our own form; nothing here is anybody's."""
    answer = JsonResponse(subject_coach.for_browser())
    answer["Cache-Control"] = f"public, max-age={CONFIG_AGE}"
    return answer


@for_sites
@require_http_methods(["POST"])
def requester(request: HttpRequest, site: Site) -> JsonResponse:
    """Whether the name must be asked for that address, and what it probably should be if it looks mistyped."""
    email = normal_address(request.POST.get("email", ""))
    try:
        signed = _identity(request, site, timezone.now())
    except InvalidIdentity:
        signed = None
    return JsonResponse({"asks_name": _asks_name(request, email, signed), "suggestion": suggestion(email) or ""})


@for_sites
@require_http_methods(["POST"])
def similar(request: HttpRequest, site: Site) -> JsonResponse:
    """Own open tickets like this subject: of the signed address alone, never of a typed one."""
    try:
        signed = _identity(request, site, timezone.now())
    except InvalidIdentity:
        signed = None
    found = similar_to(request.POST.get("subject", "")[:400], signed.email) if signed else []
    tickets = [
        {"folio": ticket.folio, "subject": ticket.subject, "sent": in_full(ticket.opened_at)} for ticket in found
    ]
    return JsonResponse({"tickets": tickets})


@for_sites
@require_http_methods(["POST"])
def submit(request: HttpRequest, site: Site) -> HttpResponse:
    """Open a ticket, or add to an own open one. The same attempt again answers the ticket it made before."""
    now = timezone.now()
    try:
        _read_body(request)
        signed = _identity_or_refusal(request, site, now)
        return _submit(request, site, signed, now)
    except Refused as refused:
        return refused.response


def _submit(request: HttpRequest, site: Site, signed: Signed | None, now: datetime) -> JsonResponse:
    _throttle(request, signed)
    email = normal_address(request.POST.get("email", ""))
    data = request.POST.copy()
    if signed and email == signed.email and not data.get("name"):
        data["name"] = signed.name
    asks_name = not data.get("name") and _asks_name(request, email, signed)
    form = WidgetForm(data, request.FILES, asks_name=asks_name)
    if not form.is_valid():
        raise Refused(refusal(422, "campos", "Revisa lo que falta; lo demás sigue aquí.", form.sentences()))
    files = form.keep_files(now)
    if form.errors:
        raise Refused(refusal(422, "campos", "Revisa los archivos; lo demás sigue aquí.", form.sentences()))
    try:
        if form.cleaned_data["append_to"]:
            return _append(request, form, signed, files, now)
        return _open(request, site, form, signed, files, now)
    finally:
        discard([file for file in files if file.ticket_id is None])  # the other click of two won


def _open(
    request: HttpRequest, site: Site, form: WidgetForm, signed: Signed | None, files: list[Attachment], now: datetime
) -> JsonResponse:
    sent = form.cleaned_data
    submission = Submission(
        email=sent["email"], name=sent["name"], subject=sent["subject"], body=sent["description"],
        attempt=form.attempt, channel=Channel.WIDGET, process=form.process_row, insurer=form.insurer_row,
        identity=Identity(signed.login, True, signed.email) if signed else Identity(sent["login"]), site=site,
        diagnostics=_diagnostics(request), files=files,
    )  # fmt: skip
    received = open_ticket(submission, now=now)
    if received.message.kind == Kind.REQUEST:
        return _accepted(received.ticket, signed)
    return _appended(received)  # something else under the number of an attempt that had arrived


def _diagnostics(request: HttpRequest) -> dict:
    return diagnostics.read(request.POST.get("diagnostics", ""))


def _append(
    request: HttpRequest, form: WidgetForm, signed: Signed | None, files: list[Attachment], now: datetime
) -> JsonResponse:
    """Add to an own open ticket, with all that a new one would bring; whose it is, the signature says.

    What was added before is answered as added, also once its ticket is closed: its first answer may have been lost.
    """
    owner = Requester.objects.known_as(signed.email) if signed else None
    if signed is None or owner is None:
        raise Refused(_not_open())
    reply = partial(
        Reply, by=owner, channel=Channel.WIDGET, attempt=form.attempt, files=files, diagnostics=_diagnostics(request)
    )
    for body in form.additions:
        if before := sent_before(reply(body=body)):
            return _appended(before)
    ticket = own_open_tickets(signed.email).filter(pk=form.cleaned_data["append_to"]).first()
    if ticket is None:
        raise Refused(_not_open())
    return _appended(receive_reply(ticket, reply(body=form.addition_to(ticket.subject)), now=now))


def _not_open() -> JsonResponse:
    return refusal(409, "cerrada", "Esa solicitud ya no está abierta. Envía esta como nueva.")


def _appended(received: Received) -> JsonResponse:
    ticket = received.ticket
    return JsonResponse({"folio": ticket.folio, "appended": True, "email": ticket.requester.email})


def _accepted(ticket: Ticket, signed: Signed | None) -> JsonResponse:
    due_at = ticket.rounds.order_by("number").values_list("due_at", flat=True)[0]
    answer = {
        "folio": ticket.folio,
        "due": in_full(due_at),
        "email": ticket.requester.email,
        "verified": signed is not None,
    }
    return JsonResponse(answer, status=201, json_dumps_params={"ensure_ascii": False})


def _identity(request: HttpRequest, site: Site, now: datetime) -> Signed | None:
    token = request.POST.get("identity", "")
    return verify(token, site, now) if token else None


def _identity_or_refusal(request: HttpRequest, site: Site, now: datetime) -> Signed | None:
    try:
        return _identity(request, site, now)
    except ExpiredIdentity:
        sentence = "Tu sesión en la página caducó. Vuelve a entrar, o envía así: quedará como identidad sin verificar."
        raise Refused(refusal(401, "identidad_vencida", sentence)) from None
    except InvalidIdentity:
        sentence = "No pudimos comprobar tu usuario. Puedes enviar así: quedará como identidad sin verificar."
        raise Refused(refusal(401, "identidad_invalida", sentence)) from None


def _asks_name(request: HttpRequest, email: str, signed: Signed | None) -> bool:
    """Whether to ask the name: the address is new, or too many were asked about from this network (signed exempt)."""
    if not email or (signed and email == signed.email and signed.name):
        return False
    return Requester.objects.known_as(email) is None if signed else not is_known(request, email)


def _throttle(request: HttpRequest, signed: Signed | None) -> None:
    email = signed.email if signed else normal_address(request.POST.get("email", ""))
    if too_often(request, "form", FORM_PER_EMAIL, email=email) or (
        signed is None and too_often(request, "form", FORM_PER_NETWORK)
    ):
        raise Refused(refusal(429, "muchas", TOO_OFTEN))


def _read_body(request: HttpRequest) -> None:
    """Parse the form now, so that what broke off on its way gets a sentence too."""
    if too_often(request, "uploads", UPLOADS_PER_NETWORK):
        raise Refused(refusal(429, "muchas", TOO_OFTEN))
    try:
        request.POST  # noqa: B018
    except (UnreadablePostError, MultiPartParserError):  # cut off on its way: nobody is there to read this
        raise Refused(refusal(400, "cortada", "El envío llegó incompleto. Reintenta: aquí sigue todo.")) from None
