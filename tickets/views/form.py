"""/soporte/: the support form, whole without JavaScript."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tickets.forms.support import SupportForm
from tickets.throttle import FORM_PER_EMAIL, FORM_PER_NETWORK, too_often
from tickets.views.guards import NO_COOKIE, FormRequest, SeeOther, form_page
from tickets.views.known import is_known
from tickets.views.sent import remember_sent, sent_url

TOO_OFTEN = "Nos llegaron muchas solicitudes seguidas desde tu red o tu correo. Espera unos minutos y vuelve a enviar: aquí sigue todo."


@form_page
def support_form(request: FormRequest) -> HttpResponse:
    if request.method != "POST":
        form = SupportForm(is_known=bool, initial={"login": request.GET.get("login", "")[:120]})
        return render(request, "tickets/form.html", {"form": form})
    now = timezone.now()
    form = SupportForm(request.POST, request.FILES, is_known=lambda email: is_known(request, email))
    form.keep_files(now)
    status = _judge(request, form)
    if form.errors:
        return render(request, "tickets/form.html", {"form": form}, status=status)
    return _open(request, form, now)


def _judge(request: FormRequest, form: SupportForm) -> int:
    """Complete the form's errors with what is not about its fields; the status to answer with if there are any."""
    network_is_hasty = too_often(request, "form", FORM_PER_NETWORK)
    form.is_valid()
    email = form.cleaned_data.get("email", "")
    if request.csrf_failed:
        form.add_error(None, NO_COOKIE)
        return 403
    if network_is_hasty or (email and not form.errors and too_often(request, "form", FORM_PER_EMAIL, email=email)):
        form.add_error(None, TOO_OFTEN)
        return 429
    return 200


def _open(request: HttpRequest, form: SupportForm, now: datetime) -> HttpResponse:
    ticket = form.open_ticket(now)
    remember_sent(request, ticket, now)
    return SeeOther(sent_url(ticket, now))
