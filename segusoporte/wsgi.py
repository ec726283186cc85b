"""The WSGI application that the web server loads, and the figures of its process for Prometheus."""

import os

from django.core.wsgi import get_wsgi_application
from django_prometheus.exports import SetupPrometheusEndpointOnPortRange

from segusoporte.parent_death import die_with_parent_if_supervised

METRICS_PORTS = 10  # each web process takes the first free one from METRICS_ADDRESS on


def serve_metrics(address: tuple[str, int] | None) -> None:
    """On a port that visitors never reach; nowhere without an address."""
    if address:
        host, port = address
        SetupPrometheusEndpointOnPortRange(range(port, port + METRICS_PORTS), host)


die_with_parent_if_supervised()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segusoporte.settings")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402  (needs the module named above)

serve_metrics(settings.METRICS_ADDRESS)
