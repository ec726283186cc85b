"""Every page of ours beneath /agentes/: path, view, name. The site wraps each with its permission."""

from agents.views import composer, new, profile, quarantine, queue, split, ticket, verbs

ONE = "solicitudes/<int:folio>/"

ROUTES = [
    ("solicitudes/", queue.queue, "queue"),
    ("solicitudes/acciones/", queue.bulk_action, "bulk"),
    ("solicitudes/nueva/", new.new, "new"),
    # One ticket
    (ONE, ticket.ticket, "ticket"),
    (f"{ONE}archivos/<int:pk>/", ticket.file, "file"),
    (f"{ONE}mensajes/<int:pk>/", ticket.message, "message"),
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
    (f"{ONE}mensajes/<int:pk>/separar/", split.split, "split"),
    (f"{ONE}mensajes/<int:pk>/aceptar/", verbs.accept, "accept"),
    (f"{ONE}mensajes/<int:pk>/descartar/", verbs.dismiss, "dismiss"),
    (f"{ONE}enlaces/<int:pk>/", verbs.decide_link, "decide_link"),
    (f"{ONE}correos/<int:pk>/reenviar/", verbs.resend, "resend"),
    # Mail that belongs to none
    ("cuarentena/", quarantine.quarantine, "quarantine"),
    ("cuarentena/<int:pk>/", quarantine.received, "received"),
    ("cuarentena/<int:pk>/original/", quarantine.raw, "received_raw"),
    ("cuarentena/<int:pk>/reintentar/", quarantine.retry, "received_retry"),
    ("cuarentena/<int:pk>/descartar/", quarantine.dismiss, "received_dismiss"),
    # Oneself
    ("cuenta/", profile.profile, "profile"),
    ("catalogos/", profile.catalogues, "catalogues"),
]
