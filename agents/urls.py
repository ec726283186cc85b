"""The agents' workspace under /agentes/: every page of ours, as path, view and name, handed to the site that guards them."""

from django.urls import include, path

from agents.account import views as account_views
from agents.catalogues.site import site
from agents.queue import views as queue_views
from agents.ticket import composer, new, split, verbs
from agents.ticket import views as ticket_views
from agents.tray import views as tray_views
from tickets import keys  # noqa: F401  (its converter reads `<key:…>`)

ONE = "solicitudes/<key:folio>/"

PAGES = [
    ("solicitudes/", queue_views.queue, "queue"),
    ("solicitudes/acciones/", queue_views.bulk_action, "bulk"),
    ("solicitudes/nueva/", new.new, "new"),
    # One ticket
    (ONE, ticket_views.ticket, "ticket"),
    (f"{ONE}archivos/<key:pk>/", ticket_views.file, "file"),
    (f"{ONE}mensajes/<key:pk>/", ticket_views.message, "message"),
    (f"{ONE}enviar/", composer.send, "send"),
    (f"{ONE}borrador/", composer.autosave, "draft_save"),
    (f"{ONE}borrador/deshacer/", composer.undo, "draft_undo"),
    (f"{ONE}borrador/descartar/", composer.discard, "draft_discard"),
    (f"{ONE}tomar/", verbs.take, "take"),
    (f"{ONE}asignarme/", verbs.assign_to_me, "assign_to_me"),
    (f"{ONE}datos/", verbs.details, "details"),
    (f"{ONE}asunto/", verbs.subject, "subject"),
    (f"{ONE}posponer/", verbs.postpone, "postpone"),
    (f"{ONE}reabrir/", verbs.reopen, "reopen"),
    (f"{ONE}restaurar/", verbs.restore, "restore"),
    (f"{ONE}spam/", verbs.spam, "spam"),
    (f"{ONE}unir/", verbs.merge, "merge"),
    (f"{ONE}separar/", verbs.unmerge, "unmerge"),
    (f"{ONE}persona/", verbs.change_person, "person"),
    (f"{ONE}direccion/", verbs.correct_address, "address"),
    (f"{ONE}a-nombre-de/", verbs.open_for, "open_for"),
    (f"{ONE}mensajes/<key:pk>/separar/", split.split, "split"),
    (f"{ONE}mensajes/<key:pk>/aceptar/", verbs.accept, "accept"),
    (f"{ONE}mensajes/<key:pk>/descartar/", verbs.dismiss, "dismiss"),
    (f"{ONE}mensajes/<key:pk>/copia/", verbs.add_copied, "add_copied"),
    (f"{ONE}mensajes/<key:pk>/persona/", verbs.confirm_person, "confirm_person"),
    (f"{ONE}mensajes/<key:pk>/automatico/", verbs.confirm_automatic, "confirm_automatic"),
    (f"{ONE}enlaces/<key:pk>/", verbs.decide_link, "decide_link"),
    (f"{ONE}correos/<key:pk>/reenviar/", verbs.resend, "resend"),
    # Mail that belongs to none
    ("cuarentena/", tray_views.quarantine, "quarantine"),
    ("cuarentena/<key:pk>/", tray_views.received, "received"),
    ("cuarentena/<key:pk>/original/", tray_views.raw, "received_raw"),
    ("cuarentena/<key:pk>/reintentar/", tray_views.retry, "received_retry"),
    ("cuarentena/<key:pk>/abrir/", tray_views.open_ticket, "received_open"),
    ("cuarentena/<key:pk>/adjuntar/", tray_views.attach, "received_attach"),
    ("cuarentena/<key:pk>/descartar/", tray_views.dismiss, "received_dismiss"),
    # Oneself
    ("cuenta/", account_views.profile, "profile"),
    ("catalogos/", site.catalogues, "catalogues"),
]

urlpatterns = [
    path("cuenta/", include("agents.account.urls")),
    path("", site.urls_with(PAGES)),
]
