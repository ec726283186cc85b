"""What «El lun, 3 ago …, Soporte escribió:» is made of, in the languages of mail programs: words, addresses, moments.

Over normalised text: lower case, no accents.
"""

import re

WEEKDAY = (
    r"(?:lun(?:es)?|mar(?:tes)?|mie(?:r(?:coles)?)?|jue(?:ves)?|vie(?:rnes)?|sab(?:ado)?|dom(?:ingo)?"
    r"|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|seg(?:unda)?(?:-feira)?|ter(?:ca)?(?:-feira)?|qua(?:rta)?(?:-feira)?|qui(?:nta)?(?:-feira)?|sex(?:ta)?(?:-feira)?"
    r"|mo(?:ntag)?|di(?:enstag)?|mi(?:ttwoch)?|do(?:nnerstag)?|fr(?:eitag)?|sa(?:mstag)?|so(?:nntag)?"
    r"|lundi|mardi|mer(?:credi)?|jeu(?:di)?|ven(?:dredi)?|sam(?:edi)?|dim(?:anche)?"
    r"|lunedi|martedi|mercoledi|gio(?:vedi)?|venerdi|sabato|domenica"
    r"|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|wo|vr|za|zo"
    r"|man(?:dag)?|tir(?:s(?:dag)?)?|tis(?:dag)?|ons(?:dag)?|tor(?:s(?:dag)?)?|fre(?:dag)?|lor(?:dag)?|lør(?:dag)?|son(?:dag)?|søn(?:dag)?"
    r"|pon(?:iedziałek|edjeljak|delok|deli)?|wt(?:orek)?|sr(?:oda|ijeda|i)?|czw(?:artek)?|pt|piatek|sob(?:ota)?|niedz(?:iela)?"
    r"|po|ut(?:orak|ery|o)?|st(?:reda)?|ct(?:vrtek)?|cet(?:vrtak)?|pa(?:tek)?|pet(?:ak)?|sub(?:ota)?|ned(?:jelja|ele)?|ne|pi(?:atok)?"
    r"|maanantai|tiistai|keskiviikko|torstai|perjantai|lauantai|sunnuntai|ke|pe|la|su|ti|to"
    r"|пн|вт|ср|чт|пт|сб|вс|нд|понедельник|вторник|среда|среду|четверг|пятница|пятницу|суббота|субботу|воскресенье|понеділок|вівторок|середа"
    r"|четвер|субота|неділя|δευ|τρι|τετ|πεμ|παρ|σαβ|κυρ)"
)
VERB = (
    r"(?:escribio|escribia|ha escrito|escribe|wrote|writes|sent|said|schrieb|hat geschrieben|a ecrit|ha scritto|scrive|scrisse"
    r"|schreef|het volgende geschreven|folgendes geschrieben|geschreven|geschrieben|skrev|napisał(?:\(a\)|a)?|napisal(?:\(a\)|a)?|napsal(?:\(a\)|a)?|pise|pisze"
    r"|kirjoitti|escreveu|a scris|irta|ezt irta|yazdı|sunu yazdı|sunları yazdı|написал(?:\(а\)|а)?|пишет|писал(?:\(а\)|а)?|вы писали"
    r"|написав|пише|đa viet|da viet|va escriure|ha escrit|εγραψε|menulis|写道|寫道|写到|님이 작성(?:한 메시지)?|작성|쓴 글|のメール|さんは書きました"
    r"|wrote the following|escribiu|idatzi du|rakstija|isinulat ni|skrifaði|geskryf|aliandika|a repondu|respondio|kirjutas|rase|je napisao(?:/la)?|je napisala|napisao je|napisala je)"
)
# Verbs that some languages put before the sender's name, or inside.
VERB_INSIDE = r"(?:schrieb|skrev|schreef|heeft|wrote|geschrieben|kirjoitti|napisał|escribio|escreveu|ha escrito|kirjutas|isinulat ni|skrifaði|idatzi du|書きました|pise|irta|писали)"
OPENING = (
    r"(?:el dia|el|on|le|am|il giorno|il|in data|in|op|em|no dia|den|pa|på|w dniu|dnia|dne|dna|vao|в|во|pada|pe|a las|as|a|en|con fecha(?: de)?|date:|fecha:"
    r"|at|um|el passat|al|tarihinde|kl|quoting|citando a|el pasado|la|ha|il di|dana|στις|την|τον|在|於|于)"
)
# Says by itself that a quotation follows.
QUOTING = r"(?:quoting|citando(?: a)?|zitat von|mensaje citado por|cita de|citat|quoth|excerpts from|citation de|citerar|cytowanie|missatge de|wiadomosc napisana przez)"

ADDRESS = r"[^\s<>()\[\]\"',;:@]{1,128}@[^\s<>()\[\]\"',;:@]{1,255}"
IN_BRACKETS = rf"[<(\[]\s*(?:<|mailto:)?\s*{ADDRESS}[^\n]{{0,200}}?[>)\]]"

END = re.compile(rf"(?:{VERB})\s?[*_\"»']{{0,2}}\s?:[\s*_]{{0,4}}$")
VERB_LAST = re.compile(rf"(?:{VERB})$")
HAS_VERB_INSIDE = re.compile(rf"\b{VERB_INSIDE}\b")
COLON_END = re.compile(r":[\s*_]{0,4}$")
START = re.compile(
    rf"^[\s>*_\"-]{{0,8}}(?:(?:{OPENING})\b[\s,*]{{0,3}}[^\n]{{0,45}}?\d|{WEEKDAY}\b[.,]?\s?[^\n]{{0,30}}?\d"
    rf"|\d{{1,4}}[-/.年 ][^\n]{{0,30}}|[^\n]{{1,80}}\shat am\s\d)"
)
MIDDLE = re.compile(rf"^(?P<own>.{{1,400}}?)(?:\s|(?<!-)-{{2,}}(?!-)\s?)(?=(?:on|el|le|em)\s{WEEKDAY}[.,]\s?\w)")
NAMED = re.compile(rf"^[\s>*_\"'-]{{0,8}}[^<>@\n]{{0,90}}{IN_BRACKETS}[^\n]{{0,90}}$")
# «Mesa <a@b> [2020-08-03 10:11 -0500]:», as mutt's users like it.
BRACKETED_DATE = re.compile(rf"^[\s>*_]{{0,6}}[^<>@\n]{{0,90}}{IN_BRACKETS},?\s[\[(]\d[^\n\])]{{6,40}}[\])]\s?:\s*$")
# Scripts in which nobody here writes prose: an address, a date and a colon say enough, whatever the verb.
OTHER_SCRIPT = re.compile("[\u0370-\u1eff\u2e80-\ud7ff]")
ENDS_WITH_ADDRESS = re.compile(rf"{IN_BRACKETS}[^\n]{{0,30}}:[\s*_]{{0,4}}$")
UNFINISHED = re.compile(rf"^(?=[^\n]{{0,60}}\d:\d\d)[^\n]{{0,200}}{IN_BRACKETS},?\s(?:{VERB})\s*$")
# The earlier message on the same line: «… <a@b> wrote: Hi Rosa».
RUN_ON = re.compile(rf"^[^\n]{{0,200}}{IN_BRACKETS},?\s(?:{VERB})(?:\s?:\s[^\n]*|\s*)$")
EMAIL = re.compile(ADDRESS)
YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d\d\b|\d\s?[ap]\.?\s?m\b")
# No person writes a date so: numbers with the time right behind them, or with seconds.
MACHINE_DATE = re.compile(
    r"\d{1,4}[/.-]\s?\d{1,2}[/.-]\s?\d{1,4},?\s(?:(?:um|kl\.?|v|o|a|om|klo|at)\s)?\d{1,2}[:.]\d\d|\d\d?:\d\d:\d\d"
)
# Nor so, with the weekday cut short and the year: «On Mon, Aug 3, 2020, …».
SHORT_WEEKDAY = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mie|jue|vie|sab|dom)[.,]{0,2} (?:[a-z]{3,4}\.? )?\d{1,2}[^\d\n][^\n]{0,12}\b20\d\d\b"
)
QUOTING_LINE = re.compile(rf"^[\s>*_]{{0,4}}{QUOTING}\s[^\n]{{0,200}}:[\s*_]*$")
# «Laura Pérez escribió el lun., 16 nov. 2026 a las 10:02:»: the dot or comma behind the weekday is a program's.
NAME_FIRST = re.compile(
    rf"^[\s>*_]{{0,6}}[^:@\n]{{1,80}}(?<!\bme)(?<!\ble)(?<!\bnos)(?<!\bte)(?<!\bque)(?<!\bno)\s{VERB}\s(?:el|on|em|le)\s{WEEKDAY}[.,]{{1,2}}\s"
    rf"[^:\n]{{0,30}}(?:19|20)\d\d[^:\n]{{0,12}}\d{{1,2}}:\d\d[^:\n]{{0,10}}:\s*$"
)
NAME_AND_MACHINE_DATE = re.compile(
    rf"^[\s>*_]{{0,6}}[^:@\n]{{1,60}}\s(?:{VERB})\s(?:el |on |am |op |le |den |dia |no dia |il |kello |klo |\(){{0,2}}"
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2})"
    r",?\s(?:(?:a las|at|um|om|alle|kl\.?|klo|kello) )?\d{1,2}[:.]\d\d[^\n]{0,12}:\s*$"
)
TOLD_SOMEBODY = re.compile(rf"\b(?:me|le|les|nos|te|se|lo|la|que|no|ya|to me|me a)\s+{VERB}\s?:")
# «03/08/2020 10:11 Juan escribió:», an entry in a log of a person's own.
LOG_ENTRY = re.compile(r"^[\s>*_]{0,6}\d[^\n,]*\b(?:escribio|ha escrito|wrote)\s?:")
COMMA_NAME = re.compile(r"[,)]\s+[^,:]{1,60}\s(?:" + VERB + r")\s?[*_]?\s?:")
DASHED = re.compile(rf"^[\s>]{{0,4}}-{{2,}}(?!-)\s?[^\n]{{0,300}}\b{VERB}\s?:?\s?-{{2,}}\s*$")
DASHED_START = re.compile(r"^[\s>]*-{2,}\s?\S")
DASHED_END = re.compile(rf"\b{VERB}\s?:?\s?-{{2,}}\s*$")
DATED_ADDRESS = re.compile(rf"^[\s>*_]{{0,6}}\d{{4}}[-/.年][^\n]{{0,200}}{IN_BRACKETS}[^\s:]{{0,8}}\s?:?[\s*_]{{0,4}}$")
OPENED_ADDRESS = re.compile(rf"^[\s>*_]{{0,6}}(?:{OPENING}\s)?[^\n]{{0,200}}{IN_BRACKETS}\s?:?[\s*_]{{0,4}}$")
