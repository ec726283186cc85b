"""Whether an address is registered: the one answer the guide asks us to give, so it is rationed."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from tickets.models import Requester
from tickets.throttle import KNOWN_PER_NETWORK, too_often


def is_known(request: HttpRequest, email: str) -> bool:
    """Asked too often from one network, nobody is: then the name is simply asked of everyone."""
    asked_too_often = too_often(request, "known", KNOWN_PER_NETWORK)
    known = Requester.objects.known_as(email) is not None
    return known and not asked_too_often


@require_POST
def name_needed(request: HttpRequest) -> JsonResponse:
    """For the form's script, as one types: whether to show «Nombre» already."""
    return JsonResponse({"nombre": not is_known(request, request.POST.get("email", ""))})
