"""«De: / Enviado el: / Para: / Asunto:», the block that mail programs put above the earlier message.

Patterns run over folded text. A filled form, an address list or a table of a person's own must not pass.
"""

import re

_LABELS = {
    "from": "de|from|von|da|van|fra|fran|från|od|lahettaja|от|від|от кого|kimden|gonderen|差出人|发件人|寄件者|보낸 사람|felado|expediteur|remitente"
    "|mittente|absender|afzender|avsandare|remetente|από|απο|de la|送信者|보낸사람",
    "date": "enviado(?: el)?|enviados|enviada(?: em)?|fecha(?: de envio)?|date|sent|gesendet|datum|envoye(?: le)?|inviato|data|verzonden|sendt"
    "|dato|skickat|wysłano|wyslano|data wysłania|lahetetty|paivays|paivamaara|отправлено|дата|надіслано|odeslano|odoslane|送信日時|寄件日期|日時|日付|发送时间|日期|gonderildi"
    "|tarih|보낸 날짜|날짜|elkuldve|kuldve|trimis|enviat|enviada el|data/hora|gonderme tarihi",
    "to": "para|to|a|an|aan|til|till|do|komu|кому|宛先|收件人|收件者|받는 사람|받는사람|vastaanottaja|kime|cimzett|catre|destinatario|destinataire"
    "|pour|empfanger|per a|προς",
    "cc": "cc|c\\.c\\.|kopie|copie|con copia|copia|kopia|kopi|dw|копия|копія|抄送|参照|cci|bcc|cco|参考|참조|bilgi",
    "subject": "asunto|subject|betreff|objet|oggetto|onderwerp|emne|amne|ämne|temat|aihe|тема|predmet|件名|主题|主旨|제목|konu|targy|assunto"
    "|subiect|assumpte|θεμα",
    "other": "importancia|importance|priority|prioridad|prioridade|reply-to|responder a|organizacion|organization|adjuntos|attachments"
    "|datos adjuntos|archivos adjuntos|importancia|wichtigkeit|en nombre de|sensitivity|newsgroups|message-id|anlagen|anexos|priorite|categorias",
}
_LABEL = re.compile(
    r"^[\s>*_|]{0,12}(?:"
    + "|".join(f"(?P<{kind}>{names})" for kind, names in _LABELS.items())
    + r")\s?[*_]{0,2}\s?:[*_]{0,2}\s?(?P<value>.*)$"
)
_BARE_LABEL = re.compile(
    r"^[\s>*_]{0,12}(?:(?P<to>para|to|an|a)|(?P<cc>cc|c\.c\.)|(?P<subject>asunto|subject|betreff))\s*$"
)
_EMAIL = re.compile(r"[^\s<>@]{1,128}@[^\s<>]{1,255}|\[mailto:")
_TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|-\d\d\b")
_WEEKDAY = re.compile(
    r"\b(?:lun|mar|mie|jue|vie|sab|dom|mon|tue|wed|thu|fri|sat|sun|seg|ter|qua|qui|sex|mont|dien|mitt|donn|frei|sams|sonn|lundi|mardi|mercredi"
    r"|jeudi|vendredi|samedi|dimanche|lunedi|martedi|mercoledi|giovedi|venerdi|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)"
    r"[a-z]{0,8}\b"
)
_RFC_DATE = re.compile(r"\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|gmt|utc|[a-z]{3}\b)")
_SENT_LABEL = re.compile(
    r"\b(?:enviado el|enviados?|sent|gesendet|envoye|enviada em|inviato|verzonden)\s?[*_]{0,2}\s?:"
)
_MOST_LINES = 40


def label_of(folded: str) -> tuple[str, str] | None:
    """(kind, value) when the line is a header label of one of these languages."""
    found = _LABEL.match(folded[:400])
    if not found:
        return None
    kind = next(name for name in _LABELS if found[name] is not None)
    return kind, found["value"].strip()


def block_end(folded: list[str], start: int, *, after_separator: bool = False) -> int | None:
    """Index after the header block that starts on this line; None when no block does."""
    first = label_of(folded[start])
    if first is None or first[0] in ("to", "cc", "other") and not after_separator:
        return _lotus_block(folded, start)
    values: dict[str, str] = {}
    end, loose, index = start, 0, start
    while index < len(folded) and index < start + _MOST_LINES:
        line = folded[index]
        label = label_of(line)
        if label and label[0] not in values:
            values[label[0]] = label[1]
            end, loose = index + 1, 0
        elif label and label[0] in ("cc", "other"):
            end, loose = index + 1, 0
        else:
            loose += 1
            if loose > 3 or (not line.strip() and "subject" in values and len(values) > 2):
                break
            if len(line) > 300:
                break
        index += 1
    return end if _is_convincing(values, " ".join(folded[start:end]), after_separator) else None


def _is_convincing(values: dict[str, str], text: str, after_separator: bool) -> bool:
    kinds = set(values)
    if after_separator:
        return len(kinds) >= 2
    when = values.get("date", "")
    mailed = bool(_EMAIL.search(text))
    if len(kinds) == 2:
        return "date" in kinds and bool(_RFC_DATE.search(when.replace("=2c", ","))) and mailed
    if len(kinds) < 3 or "from" not in kinds or not kinds & {"date", "subject"}:
        return False
    dated = bool(_TIME.search(when) and (_WEEKDAY.search(when) or _YEAR.search(when)))
    if _SENT_LABEL.search(text) and (_YEAR.search(when) or _WEEKDAY.search(when)):
        dated = True  # a word that forms and memos do not use
    if mailed:
        return dated or "subject" in kinds
    return dated and "subject" in kinds


def _lotus_block(folded: list[str], start: int) -> int | None:
    """Notes: a sender, a date, then «Para», «cc» and «Asunto» on lines of their own."""
    line = folded[start].strip()
    if not (3 < len(line) < 120) or line.endswith((":", "?")):
        return None
    near = folded[start : start + 14]
    if not any(_YEAR.search(one) and _TIME.search(one) and len(one) < 60 for one in near[:2]):
        return None
    found: list[str] = []
    end = start
    for offset, one in enumerate(near[1:], start + 1):
        label = _BARE_LABEL.match(one)
        if label:
            found.append(next(kind for kind in ("to", "cc", "subject") if label[kind]))
            end = offset + 1
    return end if {"to", "subject"} <= set(found) and found[0] == "to" else None
