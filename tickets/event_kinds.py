"""What is recorded of a ticket without moving its state. The actions that move it are in tickets.states."""

from django.db.models import TextChoices

from tickets.states import Action


class EventKind(TextChoices):
    NOTE = "note", "Nota interna"
    ASSIGN = "assign", "Asignación"
    SET_PROCESS = "set_process", "Cambio de proceso"
    SET_INSURER = "set_insurer", "Cambio de aseguradora"
    SET_SUBJECT = "set_subject", "Cambio de asunto"
    CORRECT_ADDRESS = "correct_address", "Corrección de la dirección"
    PERSON_CHANGED = "person_changed", "Aviso de cambio de persona"
    REMIND = "remind", "Recordatorio"
    WARN = "warn", "Aviso: por vencer"
    BREACH = "breach", "Promesa vencida"
    AUTOMATIC = "automatic", "Correo automático recibido"
    OUT_OF_OFFICE = "out_of_office", "Fuera de la oficina"
    SUSPECTED = "suspected", "Respuesta que parece automática, por decidir"
    CONFIRM_AUTOMATIC = "confirm_automatic", "Quedó como correo automático"
    THANKS = "thanks", "Sólo dio las gracias"
    HELD = "held", "Respuesta de otra dirección, por revisar"
    ADD_PARTICIPANT = "add_participant", "Se agregó un participante"
    DISMISS = "dismiss", "Respuesta descartada"
    SPAM_REPLY = "spam_reply", "Escribió a una solicitud marcada como spam"
    POSSIBLE_REPLY = "possible_reply", "Escribió un correo nuevo mientras esperábamos su respuesta"
    DECIDE_LINK = "decide_link", "Decisión sobre el correo nuevo"
    MERGED_IN = "merged_in", "Se le unió otra solicitud"
    SPLIT = "split", "Separada en dos"
    UNREAD_MAIL = "unread_mail", "Llegó un correo que no pudimos leer"
    UNREAD_MAIL_SETTLED = "unread_mail_settled", "El correo que no pudimos leer quedó visto"
    FURTHER_INFORMATION = "further_information", "Información adicional"
    WAIT_ON = "wait_on", "Esperamos a"
    NEXT_UPDATE = "next_update", "Próxima noticia"
    MISSED_UPDATE = "missed_update", "Noticia no dada"
    CONTACT_LOST = "contact_lost", "Sin contacto: un correo no llegó"
    CONTACT_RESTORED = "contact_restored", "Contacto recuperado"


LABELS: dict[str, str] = dict(Action.choices) | dict(EventKind.choices)
