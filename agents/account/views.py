"""«Tu cuenta»: preferences, password, second step.."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agents.account.forms import ProfileForm
from agents.requests import AgentRequest


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: AgentRequest) -> HttpResponse:
    form = ProfileForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, "Guardado.")
        return redirect("agents:profile")
    return render(request, "agents/account/profile.html", {"form": form})
