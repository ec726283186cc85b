"""How a machine announces that its person is away, or that it answers by itself. Over normalised text: no accents."""

import re

_ANNOUNCES = (
    r"(?:respuesta automatica|contestacion automatica|(?:mensaje|correo) automatico|auto-?respuesta|(?:respuesta|contestacion) automatizada"
    r"|acuse (?:de recibo )?automatico|(?:respuesta|mensaje) de ausencia|fuera de (?:la |mi )?oficina|asistente de fuera de (?:la )?oficina"
    r"|fuera del despacho|ausente|ausencia de la oficina|ausencia temporal|(?:notificacion|aviso) de ausencia|aviso de vacaciones"
    r"|automatic (?:reply|response)|auto(?:mated)?[- ]?repl(?:y|ied)|auto(?:mated)?[- ]?response|(?:currently )?out[- ]of[- ](?:the[- ]|my )?office"
    r"|ooo|away from (?:the |my )?office|away from my mail|vacation (?:auto-?)?(?:reply|response|message|notice)"
    r"|resposta automatica|mensagem automatica|ausencia temporaria|fora do escritorio|ausente do escritorio"
    r"|automatische (?:antwort|ruckantwort)|abwesenheits(?:notiz|benachrichtigung|meldung|assistent|nachricht)|abwesend|abwesenheit"
    r"|reponse (?:automatique|d'absence)|message (?:automatique|d'absence)|absence du bureau|absente? du bureau|notification d'absence"
    r"|risposta automatica|messaggio automatico|fuori (?:sede|ufficio)|assenza dall'ufficio|automatisch (?:antwoord|bericht)|afwezig(?:heid(?:sbericht|sassistent)?)?"
    r"|automatiskt? svar|autosvar|fravær|franvaro|odpowiedz automatyczna|automatyczna odpowiedz|automaticka odpoved|automaattinen vastaus"
    r"|poissa toimistosta)"
)
# What may follow, and it still is an announcement: «Fuera de la oficina se ve lento» is a person's sentence.
_THEN = (
    r"(?:$|\s?[:.,;(\[|\"'!-]|\s(?:re|rv|fw|fwd|aw|tr|sv|hasta|until|till|through|from|del?|to|auto\w*|auf|por|desde|back|regreso|par|pour|bis|ab|sent"
    r"|repl(?:y|ied)|response|message|mensaje|notice|notification|al|jusqu|fino|tot|do|da)\b)"
)
ANNOUNCING = re.compile(
    rf"^[^\w¿]{{0,3}}(?:{_ANNOUNCES}{_THEN}|自動応答|自動返信|不在|自动答复|自动回复|자동 회신|автоответ|автоматический ответ|complaint about message from"
    r"|auto\s?: [^\n]{0,60}(?:ausente|fuera de|vacacion|out of|away|automatic|is out|not in)"
    r"|[^\n]{0,100}\((?:auto(?:matic|mated)?[- ]?(?:reply|response)|respuesta automatica|autorespuesta)\)\s*$)"
)
# A person may begin so: the words below must say it as well.
VAGUE = re.compile(
    rf"^[^\w¿]{{0,3}}(?:{_ANNOUNCES}\b|(?:estoy |estare |estamos |me encuentro )?(?:de|en) vacaciones|vacaciones\b|periodo vacacional|ausencia\b|no disponible"
    r"|no (?:estare|estoy)\b|no me encuentro|estare fuera|estoy fuera|incapacidad\b|licencia\b|permiso\b|de viaje|en viaje"
    r"|i am (?:out|away|on)|i'm (?:out|away|on)|i will be|on (?:annual |maternity |sick |parental )?(?:leave|vacation|holiday)|(?:annual|maternity|paternity|sick|parental) leave"
    r"|vacation\b|holidays?\b|absence\b|absent\b|away\b|unavailable|not in the office|limited access|estou (?:ausente|de ferias)|(?:de |em )?ferias\b|auto\s?:"
    r"|(?:en |je suis en )?conges\b|je suis (?:absente?|en)|en vacances|urlaub|(?:ich bin )?nicht (?:im|in)|im urlaub|ich bin|(?:in |sono in )?ferie\b|assen(?:te|za)"
    r"|sono (?:assente|in ferie|fuori)|niet aanwezig|buiten kantoor|op vakantie|vakantie|met verlof|pa semester|pa ferie)"
)
# In the first person, near the beginning.
AWAY = re.compile(
    r"\b(?:estare|estoy|estaremos|estamos|me encuentro|me encontrare|no estare|no me encuentro|i am|i'm|i will be|i'll be|we are|estou|estarei|je suis|je serai|nous sommes"
    r"|ich bin|wir sind|sono|saro|ik ben|jag ar|jeg er)\b[^.\n]{0,60}"
    r"(?:fuera|ausente|vacaciones|permiso|incapacidad|disponible|en la oficina|de viaje|licencia|out of|away|on leave|on (?:\w+ )?(?:leave|holiday|vacation)|unavailable"
    r"|not in the office|without access|limited access|ferias|absent|nicht|urlaub|assente|conges|vacances|ferie|fuori|afwezig|niet|vakantie|verlof|semester|bortrest)"
    r"|\bin my absence\b|\ben mi ausencia\b|\ben mon absence\b|\bgracias por (?:su|tu) (?:correo|mensaje)[^\n]{0,80}(?:fuera|ausen|vacacion)"
    r"|\bthank you for your (?:e-?mail|message)[^\n]{0,80}(?:out of|away|leave|vacation|holiday)"
)
AWAY_SUBJECT = re.compile(
    r"\b(?:fuera de (?:la |mi )?oficina|fuera del despacho|ausen(?:te|cia)|vacacion(?:es)?|incapacidad|out[- ]of[- ](?:the[- ]|my )?office|ooo"
    r"|away|vacation|on leave|fora do escritorio|abwesen\w*|absen(?:t|ce)\w*|fuori (?:sede|ufficio)|afwezig)\b"
)
