"""Single lines with a meaning: separators, forwards, the delimiter. Over normalised text."""

import re

_ORIGINAL = (
    r"(?:mensaje original|mensaje citado|mensaje anterior|original message|reply message|original mail|original appointment|quoted message"
    r"|original-nachricht|originalnachricht|ursprungliche nachricht|urspruengliche nachricht|antwort nachricht|message d'origine|message original"
    r"|message initial|messaggio originale|messaggio originario|oorspronkelijk bericht|oprindelig meddelelse|oprindelig besked|ursprungligt meddelande"
    r"|originalmeddelande|ursprungsmeddelande|opprinnelig melding|alkuperainen viesti|mensagem original|wiadomosc oryginalna|oryginalna wiadomosc"
    r"|wiadomość oryginalna|puvodni zprava|povodna sprava|исходное сообщение|оригинальное сообщение|元のメッセージ|original ?メッセージ|原始邮件|原始郵件"
    r"|邮件原件|원본 메시지|orijinal mesaj|missatge original|eredeti uzenet|mesaj original|mensaxe orixinal|jatorrizko mezua|izvorna poruka"
    r"|vastaus|ursprunglig meddelande|ozgun ileti|asil ileti|оригінальне повідомлення|αρχικο μηνυμα|izvorno sporocilo|algne sonum|original email|mensaje de origen|mensaje original enviado|original|pesan asli|thu goc|previous message|previous email|correo original|correo electronico original)"
)
_FORWARDED = (
    r"(?:forwarded message|mensaje reenviado|inicio del mensaje reenviado|begin forwarded message|reenviado por|forwarded by|weitergeleitete nachricht"
    r"|anfang der weitergeleiteten (?:nachricht|e-mail)|message transfere|debut du message (?:transfere|reexpedie)|messaggio inoltrato|inizio messaggio inoltrato"
    r"|doorgestuurd bericht|begin doorgestuurd bericht|vidarebefordrat meddelande|vidarebefordrat brev|videresendt (?:meddelelse|besked|melding)"
    r"|mensagem encaminhada|mensagem reencaminhada|inicio da mensagem (?:encaminhada|reencaminhada)|przekazana wiadomosc|wiadomosc przekazana"
    r"|preposlana zprava|пересылаемое сообщение|пересланное сообщение|転送されたメッセージ|転送|转发的邮件|전달된 메시지|missatge reenviat|correo reenviado"
    r"|edelleenlahetetty viesti|iletilen mesaj|forwarded mail|fwd message|forward message)"
)
_RULE = r"[-_=~*–—+#]"
_SEPARATOR = re.compile(
    rf"^[\s>|]{{0,8}}{_RULE}{{2,}}\s?[\"'*]?{_ORIGINAL}[\"'*]?(?:\s?[:：]?\s?{_RULE}{{1,}}(?:\s?(?:de|from|von|da|van)\s?:[^\n]{{1,150}})?)?\s*$"
)
_GROUPWISE = re.compile(r"^>>>\s[^\n]{3,120}\d{1,2}:\d\d[^\n]{0,20}>>>\s?:?\s*$")
# Orange: «Message du 03/08/20 10:11»; Notes on a phone: «Mesa---03/08/2020 10:11:12---Hola, Rosa»
_OTHER_SEPARATOR = re.compile(
    r"^[\s>|]{0,8}(?:message du \d\d/\d\d/\d\d(?:\d\d)? \d\d:\d\d\s*$|[^\n-]{1,80}---\d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d\d[^\n-]{0,6}---)"
)
_FORWARD = re.compile(
    rf"^[\s>|]{{0,8}}(?:{_RULE}{{2,}}\s?{_FORWARDED}\b[^\n]{{0,120}}|{_FORWARDED}\s?:)\s*(?:{_RULE}{{2,}})?\s*$"
)
_PLAIN_RULE = re.compile(r"^[\s>]{0,8}(?:_{5,}|-{5,}|—{3,}|={5,}|\*{5,})\s*$")
_DELIMITER = re.compile(r"^[\s>|*_#=~-]{0,20}escribe tu respuesta arriba de esta linea[\s#*_=~-]{0,20}$")
_ANSWER = (
    r"(?:reply|respond|type|write|respuesta|respond[ea]r?|contest[ea]r?|escrib[ae]r?|antwort|antworten|repon(?:se|dre|dez)|respost[ae]|responda"
    r"|rispo(?:sta|ndere)|antwoord|reactie|svar|vastaus|odpowied[zź])"
)
_ABOVE = r"(?:above|arriba|encima|oberhalb|uber|au[- ]dessus|ci-dessus|acima|sopra|boven|bovenstaande|ovanfor|over|ovenfor|powyzej|ylapuolelle)"
_LINE = r"(?:line|linea|linha|zeile|ligne|riga|regel|rad(?:en)?|linje(?:n)?|lini[aię]|below|abajo|je reactie)"
# Other help desks frame theirs as we do: «##- Please type your reply above this line -##».
_FOREIGN_DELIMITER = re.compile(
    rf"^[\s>|*_]{{0,8}}(?=[^\n]{{0,60}}\b{_ANSWER}\b)(?=[^\n]{{0,90}}\b{_ABOVE}\b)[#=~_*+-]{{2,}}\s?[^\n#=~]{{0,90}}\b{_LINE}\b"
    r"[^\n]{0,20}[#=~_*+-]{2,}\s*$"
)


def is_separator(normal: str) -> bool:
    """«-----Mensaje original-----»."""
    return bool(_SEPARATOR.match(normal) or _GROUPWISE.match(normal) or _OTHER_SEPARATOR.match(normal))


def is_forward(normal: str) -> bool:
    """«---------- Mensaje reenviado ---------»: what follows is what the person wants us to read."""
    return bool(_FORWARD.match(normal))


def is_rule(normal: str) -> bool:
    return bool(_PLAIN_RULE.match(normal))


def may_be_delimiter(normal: str) -> bool:
    """A cheap look before the patterns: most lines bear neither our words nor a frame."""
    start = normal.lstrip(" >|")
    return (
        "arriba" in normal
        or start[:2] in ("**", "__")
        or start.lstrip("*_")[:2] in ("##", "--", "==", "~~", "++", "=-")
    )


def is_delimiter(normal: str) -> bool:
    return bool(_DELIMITER.match(normal) or _FOREIGN_DELIMITER.match(normal))
