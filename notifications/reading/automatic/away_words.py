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
_DAY = r"(?:\d|lunes|martes|miercoles|jueves|viernes|sabado|domingo|vacacion|ferias|urlaub|conges|\w+day\b|segunda|terca|quarta|quinta|sexta)"
# What may follow, and it still is an announcement: «Ausente del listado de agentes» is a person's sentence.
_THEN = (
    r"(?:$|\s?[:.,;(\[|\"'!-]|\s(?:re|rv|fw|fwd|aw|tr|sv)\s?:"
    rf"|\s(?:hasta|until|till|through|from|del?|to|por|desde|back|regreso|bis|ab|al|jusqu\W?(?:a|au)?|fino|tot|do|da)\s(?:(?:el|al|the|le|il|dia|proximo|next|on)\s){{0,3}}{_DAY})"
)
ANNOUNCING = re.compile(
    rf"^[^\w¿]{{0,3}}(?:aviso ?: ?)?(?:{_ANNOUNCES}{_THEN}|自動応答|自動返信|不在|自动答复|自动回复|자동 회신|автоответ|автоматический ответ|complaint about message from"
    r"|auto\s?: [^\n]{0,60}(?:ausente|fuera de|vacacion|out of|away|automatic|is out|not in)"
    r"|[^\n]{0,100}\((?:auto(?:matic|mated)?[- ]?(?:reply|response)|respuesta automatica|autorespuesta)\)\s*$)"
)
# A person may begin so: the words below must say it as well.
VAGUE = re.compile(
    rf"^[^\w¿]{{0,3}}(?:aviso ?: ?)?(?:{_ANNOUNCES}\b|(?:estoy |estare |estamos |me encuentro )?(?:de|en) vacaciones|vacaciones\b|periodo vacacional|ausencia\b|no disponible"
    r"|no (?:estare|estoy)\b|no me encuentro|estare fuera|estoy fuera|incapacidad\b|licencia\b|permiso\b|de viaje|en viaje"
    r"|i am (?:out|away|on)|i'm (?:out|away|on)|i will be|on (?:annual |maternity |sick |parental )?(?:leave|vacation|holiday)|(?:annual|maternity|paternity|sick|parental) leave"
    r"|vacation\b|holidays?\b|absence\b|absent\b|away\b|unavailable|not in the office|limited access|estou (?:ausente|de ferias)|(?:de |em )?ferias\b|auto\s?:"
    r"|(?:en |je suis en )?conges\b|je suis (?:absente?|en)|en vacances|urlaub|(?:ich bin )?nicht (?:im|in)|im urlaub|ich bin|(?:in |sono in )?ferie\b|assen(?:te|za)"
    r"|sono (?:assente|in ferie|fuori)|niet aanwezig|buiten kantoor|op vakantie|vakantie|met verlof|pa semester|pa ferie)"
)
# In the first person. The Spanish words stand next to each other: «estoy dando de alta … no tiene permiso» is a request.
AWAY = re.compile(
    r"\b(?:(?:estare|estoy|estaremos|estamos|me encuentro|me encontrare|nos encontramos)(?: (?:actualmente|ahora|temporalmente|en este momento|por el momento))?"
    r" (?:fuera (?:de (?:la |mi |nuestra )?(?:oficina|ciudad)|del (?:despacho|pais)|hasta|del? \d)|ausentes?\b|(?:de|en|disfrutando de mis) vacaciones|(?:de|con) (?:permiso|incapacidad|licencia)\b|incapacitad[oa]|de viaje|sin acceso)"
    r"|oficinas? (?:estara|estaran|permanecera|permaneceran) cerradas?|no (?:estare|me encuentro|me encontrare|estoy|estaremos)(?: (?:disponible|en (?:la|mi) oficina|laborando)))\b"
    r"|\b(?:i am|i'm|i will be|i'll be|we are|estou|estarei|je suis|je serai|nous sommes|ich bin|wir sind|sono|saro|ik ben|jag ar|jeg er)\b[^.\n]{0,60}"
    r"(?:out of|away|on leave|on (?:\w+ )?(?:leave|holiday|vacation)|unavailable|fora|ausente"
    r"|not in the office|without access|limited access|ferias|absent|nicht|urlaub|assente|conges|vacances|ferie|fuori|afwezig|niet|vakantie|verlof|semester|bortrest)"
    r"|\bin my absence\b|\ben mi ausencia\b|\ben mon absence\b|\bgracias por (?:su|tu) (?:correo|mensaje)[^\n]{0,80}(?:fuera de (?:la |mi )?oficina|ausente|vacacion)"
    r"|\bthank you for your (?:e-?mail|message)[^\n]{0,80}(?:out of|away|leave|vacation|holiday)"
)
# Of these what nobody says of a day or an hour at which they cannot come.
SURELY_AWAY = re.compile(
    r"\b(?:estare|estoy|estaremos|estamos|me encuentro|me encontrare)(?: \w+){0,4} (?:fuera (?:de (?:la |mi |nuestra )?oficina|del despacho|hasta|del? \d)|ausentes?\b|vacaciones|(?:de|con) (?:incapacidad|licencia)|incapacitad[oa])"
    r"|oficinas? (?:estara|estaran|permanecera|permaneceran) cerradas?|\bgracias por (?:su|tu) (?:correo|mensaje)[^\n]{0,80}(?:fuera|ausente|vacacion)"
    r"|\b(?:i am|i'm|i will be|i'll be|we are|ich bin|je suis|estou|sono)\b[^.\n]{0,60}(?:out of|away|on (?:\w+ )?(?:leave|holiday|vacation)|ferias|absent|urlaub|conges|ferie)"
)
# Speaks of the mail that it answers, or of what cannot wait.
OF_THE_MAIL = re.compile(
    r"\b(?:tu|su|tus|sus|your) (?:e-?mail|correo|mensaje)|\b(?:respond|contest|atend)er|\burgen|\bemergenc"
)
# What a responder says besides: until when, or who else.
SAYS_MORE = re.compile(
    r"\ben mi ausencia\b|\b(?:si es|asuntos?|en caso) (?:de )?(?:muy )?urgen|\burgencias?\b|\bemergencia|\bsin acceso\b|\bfavor de (?:llamar|comunicarse|contactar|dirigirse|marcar)"
    r"|\b(?:hasta(?! las? \d)|regres\w*|vuelv[oe]|volvere|de vuelta|a partir|del? \d+ (?:de \w+ )?al)\b|\bin my absence\b|\burgent(?:ly)?\b|\bplease contact\b"
    r"|\b(?:until|till|back|return\w*|ate|jusqu\w*|bis|fino|tot|til|till)\b"
)
# Sends whoever wrote somewhere else: also of an insurance agent's responder, which names policies and claims.
DIRECTS = re.compile(
    r"\ben mi ausencia\b|\bsin acceso a\b|\bacceso limitado\b|\bfavor de (?:llamar|comunicarse|contactar|dirigirse|escribir)\b|\bin my absence\b"
)
# A machine that only took note.
RECEIPT = re.compile(
    r"\b(?:hemos recibido|recibimos|confirmamos la recepcion de|gracias por (?:su|tu|contactar|escribir|comunicar))[^.\n]{0,40}(?:correo|mensaje|solicitud|correspondencia|contactar|escribir|comunicar)"
    r"|(?:es|este) (?:es )?un (?:mensaje|correo) (?:generado )?(?:automatic|de forma automatic)|mensaje generado automaticamente|esta es una respuesta automatica|no (?:responda|respondas|conteste|contestes|lo contestes|responder|contestar)\b"
    r"|no puedo (?:atender|responder|contestar|leer|revisar) (?:su|tu|sus|tus|el|los)\b|this is an automat|do not reply|we have received"
)
# And says itself that no person wrote.
SAYS_AUTOMATIC = re.compile(
    r"\beste (?:es un )?(?:mensaje|correo) (?:es |fue |ha sido )?(?:automatico|(?:generado|enviado) (?:automaticamente|de (?:forma|manera) automatica))"
    r"|\bno (?:responda|respondas|conteste|contestes|responder|contestar) (?:a )?este (?:mensaje|correo)\b|\bthis is an automat|\bdo not reply to this\b"
)
# A reading receipt or a recall, in Outlook's words.
RECEIPT_SUBJECT = re.compile(r"^(?:no )?leidos?\s?: ?\S|^(?:not )?read\s?: ?\S|^recuperar\s?: ?\S|^recall\s?: ?\S")
RECEIPT_TEXT = re.compile(
    r"^\s*$|\bfue leido el\b|\bse leyo el\b|\bsin haber(?:se| sido) leido\b|\bha sido leido\b|\bdesea recuperar el mensaje\b|\bquiere recuperar el mensaje\b|\bwas read on\b|\bwas deleted without being read\b|\bwould like to recall\b"
)
# Who asks is a person: a responder only tells.
ASKS = re.compile(
    r"\bnecesit(?:o|amos)\b|\bsolicit(?:o|amos)\b|\brequier(?:o|en?|imos)\b|\bquisiera(?:mos)?\b|\bquiero\b|\bmarca (?:un )?error\b|\bsale (?:un )?error\b"
    r"|\b(?:me|nos|les?|lo|la|los|las) (?:ayuda|apoya|manda|reenvia|envia|activa|revisa|resuelve)n?\b|\b(?:manden|mandenme|envien|envienme|reenvien|ayudenme|apoyenme|revisen)\b"
    r"|\bno (?:me |nos |le |les |se )?(?:deja|dejan|permite|llega|llego|abre|aparece|carga|sale|puedo (?!atender|responder|contestar|leer|revisar|acceder)|podemos)\b"
    r"|\b(?:cierren|procedan|quiten|cambien|activen|cancelen|suspendan|corrijan|denlo|denla|agregar|agregarl[oa]|quitar|cambiar|corregir|suspender|activar|cancelar|aplicar|llamenme|llamame)\b"
    r"|\bdar (?:de (?:alta|baja)|acceso)\b|\bles (?:contesto|aviso)\b|\b(?:les|te|le) (?:mando|envio|comparto|paso|adjunto)\b|\b\w{3,}nme\b"
    r"|\bfavor de (?:no |mandar|enviar(?! un correo)|dar|activar|cambiar|corregir|cancelar|emitir|reenviar)\b"
)
URGENT_QUESTION = re.compile(r"\burgen|\bemergenc|\bnecesit|\burgent")
# Of what people write to this desk; next to an absence nobody is sure to announce, it makes a request.
TRADE = re.compile(
    r"\b(?:poliza|cotizaci|cotiza|emitir|emision|emito|endoso|siniestr|recibo|prima|portal|plataforma|pantalla|sistema|usuario|contrasena|clave|vigencia|carta|caratula|cobertura|asegurad|listado|buzon|renovacion|logotipo|sesion)"
)
INSURERS = re.compile(
    r"\b(?:sura|gnp|axa|atlas|qualitas|chubb|zurich|mapfre|banorte|hdi|afirme|inbursa|metlife|aseguradora|promotora)\b"
)
AWAY_SUBJECT = re.compile(
    r"\b(?:fuera de (?:la |mi )?oficina|fuera del despacho|ausen(?:te|cia)|vacacion(?:es)?|incapacidad|out[- ]of[- ](?:the[- ]|my )?office|ooo"
    r"|away|vacation|on leave|fora do escritorio|abwesen\w*|absen(?:t|ce)\w*|fuori (?:sede|ufficio)|afwezig)\b"
)
