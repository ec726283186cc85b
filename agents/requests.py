"""What the workspace's views may count on of a request, once the middleware and the site's guard have seen it."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tickets.views.guards import FormRequest


class HtmxRequest(HttpRequest):
    """Anybody's: the middleware says whether htmx asks for a part of a page."""

    htmx: HtmxDetails


class AgentRequest(HtmxRequest):
    """Of who is signed in and may work here: the site lets nobody else pass."""

    user: User


class AgentFormRequest(AgentRequest, FormRequest):
    """Of a page that `unsent.checks_csrf_itself`."""
