"""The words of «El lun, 3 ago …, Soporte escribió:» in the languages that mail programs speak. Over normalised text."""

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
