"""The demo host as a registered site of the desk."""

from django.conf import settings

from tickets.models import Site, SiteSecret

NAME = "Cotizador de demostración"
KID = "demo"


def origins() -> list[str]:
    """Where `manage.py run` serves the page: another origin than the desk's, since that is how it lives."""
    return [f"http://{host}:{settings.PORT + 1}" for host in ("localhost", "127.0.0.1")]


def register_demo_site() -> Site:
    """The site, made with its first secret when it is not there; its origins follow PORT.

    A secret that the back office retired stays retired.
    """
    site, _ = Site.objects.get_or_create(name=NAME, defaults={"allowed_origins": origins()})
    missing = [origin for origin in origins() if origin not in site.allowed_origins]
    if missing:
        site.allowed_origins = [*site.allowed_origins, *missing]
        site.save(update_fields=["allowed_origins"])
    if not site.secrets.exists():
        SiteSecret.objects.get_or_create(site=site, kid=KID)
    return site
