"""Catalogue, agents and tickets of the insurance trade, in Spanish. Run twice, it changes nothing."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agents.demo.catalogues import make_catalogues
from agents.demo.people import DEMO_USERS, PASSWORD, make_people
from agents.demo.tickets import introduce_requesters, make_tickets


class Command(BaseCommand):
    help = "Llena la mesa de ayuda con datos de ejemplo: procesos, aseguradoras, agentes y solicitudes."

    def handle(self, *args, **options) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "demo crea cuentas con una contraseña que todos conocen, así que sólo corre con DEBUG=true."
            )
        now = timezone.now()
        make_catalogues()
        team = make_people()
        introduce_requesters(now)
        made = make_tickets(team, now)
        names = ", ".join(f"{person.username} ({person.group})" for person in DEMO_USERS)
        self.stdout.write(f"Datos de ejemplo listos: {made} solicitudes nuevas.")
        self.stdout.write(f"Entra en {settings.SITE_URL}/agentes/ como {names}; contraseña: {PASSWORD}")
