"""/buzon/: every mail as its reader would see it, and a box to answer it. Development only."""

from collections.abc import Callable
from functools import wraps

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from notifications.addresses import support_address
from notifications.models import MailboxMessage, SpooledMessage
from notifications.models.spool import InboundChannel
from tickets.keys import KeyPage

from .compose import replies_to
from .forms import LetterForm, ReplyForm
from .reading import OpenedMail

PAGE = 30  # mails of the list
MOST_ADDRESSES = 50  # offered in the filter
VIEWS = {"html": "Como se ve", "texto": "Texto", "encabezados": "Encabezados"}
MAIL_CSP = {  # of a mail's HTML: nothing in it runs or is fetched
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"],
}
View = Callable[..., HttpResponseBase]
# Also for a view with keys in its address, which the library's own type leaves out.
mail_csp: Callable[[View], View] = csp(MAIL_CSP)
ENTERED = "Tu correo entró por la misma puerta que uno real. Aquí verás a qué solicitud llegó."


def development_only(view: View) -> View:
    """404 without DEBUG: this shows everybody's mail to anybody."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(guarded)


@development_only
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    return render(request, "mailbox/mails.html", _list(request))


@development_only
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail with its reply box."""
    opened = _opened(pk)
    form = ReplyForm(mail=opened, initial={"sender": opened.kept.to, "name": _name_of_reader(opened)})
    if request.method == "POST":
        form = ReplyForm(request.POST, request.FILES, mail=opened)
        if _sent(request, form):
            return redirect(f"{request.path}#respuestas")
    seen = request.GET.get("ver", "html" if opened.html else "texto")
    if seen not in VIEWS:
        raise BadRequest("Unknown view")
    context = _list(request) | {
        "mail": opened, "form": form, "seen": seen, "views": VIEWS, "replies": replies_to(opened.kept),
    }  # fmt: skip
    return render(request, "mailbox/mail.html", context, status=422 if form.errors else 200)


@development_only
@require_safe
@xframe_options_sameorigin
@mail_csp
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML part alone, for the sandboxed frame: nothing in it runs or is fetched."""
    return HttpResponse(_opened(pk).page())


@development_only
@require_safe
def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail's bytes, to open in a real mail program."""
    return _download(bytes(get_object_or_404(MailboxMessage, pk=pk).raw), f"correo-{pk}.eml")


@development_only
@require_safe
def file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    for found in _opened(pk).files:
        if found.number == number:
            return _download(found.content, found.name)
    raise Http404


@development_only
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest) -> HttpResponse:
    """«Escribir un correo nuevo» to the support address, as anybody."""
    form = LetterForm()
    if request.method == "POST":
        form = LetterForm(request.POST, request.FILES)
        if _sent(request, form):
            return redirect("notifications:mailbox-sent")
    context = _list(request) | {"form": form, "support": support_address()}
    return render(request, "mailbox/letter.html", context, status=422 if form.errors else 200)


@development_only
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What was written from here, and what became of it."""
    written = SpooledMessage.objects.filter(channel=InboundChannel.MAILBOX).defer("raw").select_related("ticket")
    return render(request, "mailbox/sent.html", _list(request) | {"replies": written.order_by("-pk")[:PAGE]})


def _sent(request: HttpRequest, form: ReplyForm | LetterForm) -> bool:
    now = timezone.now()
    form.keep_files(now)
    if not form.is_valid():
        return False
    form.send(now)
    messages.success(request, ENTERED)
    return True


def _list(request: HttpRequest) -> dict:
    """The mails of the side column: newest first, of one address if asked, in pages by key."""
    chosen, found = request.GET.get("para", ""), MailboxMessage.objects.defer("raw")
    if chosen:
        found = found.filter(to=chosen[:254])
    shown = KeyPage.older_than(request.GET.get("antes", ""), found, PAGE)
    return {
        "mails": shown.rows,
        "older_than": shown.last and shown.last.pk,
        "chosen": chosen,
        "addresses": _addresses(),
    }


def _addresses() -> list[str]:
    return list(MailboxMessage.objects.order_by("to").values_list("to", flat=True).distinct()[:MOST_ADDRESSES])


def _opened(pk: int) -> OpenedMail:
    return OpenedMail(get_object_or_404(MailboxMessage, pk=pk))


def _name_of_reader(mail: OpenedMail) -> str:
    addresses = getattr(mail.mime["To"], "addresses", ())
    return addresses[0].display_name if addresses else ""


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
