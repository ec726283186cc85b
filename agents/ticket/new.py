"""«Nueva solicitud»: an agent writes down what somebody asked by phone, on that person's behalf."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agents import unsent
from agents.requests import AgentFormRequest
from agents.ticket.forms.new import NewTicketForm


@unsent.checks_csrf_itself
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AgentFormRequest) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        typed, why = unsent.kept(request)
        return render(
            request, "agents/ticket/new.html", {"form": NewTicketForm(initial=typed, by=request.user), "problem": why}
        )
    if request.csrf_failed:
        context = {
            "form": NewTicketForm(initial=request.POST.dict(), by=request.user),
            "problem": unsent.page_expired(request),
        }
        return render(request, "agents/ticket/new.html", context, status=403)
    form = NewTicketForm(request.POST, request.FILES, by=request.user)
    form.keep_files(now)
    if not form.is_valid():
        return render(request, "agents/ticket/new.html", {"form": form}, status=422)
    ticket = form.open_ticket(now)
    unsent.forget(request)
    return redirect("agents:ticket", ticket.pk)
