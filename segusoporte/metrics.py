"""The figures of each web process, for Prometheus, on a port that visitors never reach."""

from django.conf import settings
from django_prometheus.exports import SetupPrometheusEndpointOnPortRange

PORTS = 10  # each web process takes the first free one from METRICS_ADDRESS on


def tell_prometheus() -> None:
    if settings.METRICS_ADDRESS:
        host, port = settings.METRICS_ADDRESS
        SetupPrometheusEndpointOnPortRange(range(port, port + PORTS), host)
