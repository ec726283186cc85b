"""«De: / Enviado el: / Para: / Asunto:», the block that mail programs put above the earlier message.

Patterns run over normalised text. A filled form, an address list or a table of a person's own must not pass.
"""

import re
from dataclasses import dataclass, field

_LABELS = {
    "from": "de|from|von|da|van|fra|fran|från|od|lahettaja|от|від|от кого|kimden|gonderen|差出人|发件人|寄件者|보낸 사람|felado|expediteur|remitente"
    "|mittente|absender|afzender|avsandare|remetente|από|απο|de la|送信者|보낸사람|feladó",
    "date": "enviado(?: el)?|enviados|enviada(?: em)?|fecha(?: de envio)?|date|sent|gesendet|datum|envoye(?: le)?|inviato|data|verzonden|sendt"
    "|dato|skickat|wysłano|wyslano|data wysłania|lahetetty|paivays|paivamaara|отправлено|дата|надіслано|odeslano|odoslane|送信日時|寄件日期|日時|日付|发送时间|日期|gonderildi"
    "|tarih|보낸 날짜|날짜|elkuldve|kuldve|trimis|enviat(?: el)?|enviada el|data/hora|gonderme tarihi|kuldve|poslano|odeslana|wysłane|datum odeslani|sendt den|σταλθηκε|αποστολη|ημερομηνια|αποστολη στις|tanggal|dikirim|đa gui|ngay|saadetud|date d'envoi|postat|изпратено|odoslana",
    "to": "para|to|a|an|aan|til|till|do|komu|кому|до|宛先|收件人|收件者|받는 사람|받는사람|vastaanottaja|kime|cimzett|catre|destinatario|destinataire"
    "|pour|empfanger|per a|προς|za|kepada|den|saaja",
    "cc": "cc|c\\.c\\.|kopie|copie|con copia|copia|kopia|kopi|dw|копия|копія|抄送|参照|cci|bcc|cco|参考|참조|bilgi|kopija|a/c|κοιν(?:οποιηση)?\\.?|masolatot kap|в копии|副本|tembusan",
    "subject": "asunto|subject|betreff|objet|oggetto|onderwerp|emne|amne|ämne|temat|aihe|тема|predmet|件名|主题|主旨|제목|konu|targy|assunto"
    "|subiect|относно|assumpte|θεμα|perihal|chu đe|subjek|teema",
    "other": "importancia|importance|priority|prioridad|prioridade|reply-to|responder a|organizacion|organization|adjuntos|attachments"
    "|datos adjuntos|archivos adjuntos|importancia|wichtigkeit|en nombre de|sensitivity|newsgroups|message-id|anlagen|anexos|priorite|categorias",
}
_LABEL = re.compile(
    r"^[\s>*_|]{0,12}(?:"
    + "|".join(f"(?P<{kind}>{names})" for kind, names in _LABELS.items())
    + r")\s{0,12}[*_]{0,2}\s?:[*_]{0,2}\s?(?P<value>.*)$"
)
# A whole block that lost its line breaks: «De: Mesa <a@b> Enviado: lunes… Para: Rosa Asunto: RE: No»
_INNER = re.compile(
    r"\s[*_]{0,2}(?:"
    + "|".join(f"(?P<{kind}>{_LABELS[kind]})" for kind in ("date", "to", "cc", "subject"))
    + r")[*_]{0,2}\s?:[*_]{0,2}\s"
)
_ANY_LABEL = re.compile(r"^[\s>*_]{0,12}[^\s\d:][^:\n@<>]{0,30}:[*_]{0,2}\s(?P<value>.*)$")
_FORM_FIELD = re.compile(r"^[\s>*_-]{0,8}[^\W\d_][^:\n@<>]{1,30}:\s+\S")
_FORM_LABEL = re.compile(r"^[\s>*_-]{0,8}[^\W\d_][^:\n@<>]{1,30}:(?:\s|$)")
# Notes sets «Para», «cc» and «Asunto» alone on a line, or at its right edge.
_BARE_LABEL = re.compile(
    r"^(?:[\s>*_]{0,12}|.{0,120}\s{3})(?:"
    + "|".join(f"(?P<{kind}>{_LABELS[kind]})" for kind in ("to", "cc", "subject"))
    + r")\s*$"
)
_EMAIL = re.compile(r"[^\s<>@]{1,128}@[^\s<>]{1,255}|\[mailto:")
_TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b(?=\D|$)|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|-\d\d\b|20\d\d[年년]")
_WEEKDAY = re.compile(
    r"\b(?:lun|mar|mie|jue|vie|sab|dom|mon|tue|wed|thu|fri|sat|sun|seg|ter|qua|qui|sex|mont|dien|mitt|donn|frei|sams|sonn|lundi|mardi|mercredi"
    r"|jeudi|vendredi|samedi|dimanche|lunedi|martedi|mercoledi|giovedi|venerdi|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)"
    r"[a-z]{0,8}\b"
)
_RFC_DATE = re.compile(r"\d{1,2} [a-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|gmt|utc|[a-z]{3}\b)")
_SENT_LABEL = re.compile(
    r"\b(?:enviado el|enviados?|sent|gesendet|envoye|enviada em|inviato|verzonden|skickat|sendt|wysłano|lahetetty|odeslano|odoslane|отправлено"
    r"|надіслано|gonderildi|elkuldve|trimis|enviat(?: el)?|poslano|σταλθηκε|送信日時|发送时间|寄件日期|보낸 날짜)\s?[*_]{0,2}\s?:"
)
_ANSWERING = re.compile(
    r"^\W{0,3}(?:re|rv|rw|res|aw|wg|sv|vs|fw|fwd|antw|odp|tr|r|ref|回复|答复|ynt|vl|ang)\s?(?:\[\d+\])?\s?:"
)
_IN_BRACKETS = re.compile(r"[<(\[](?:mailto:)?[^\s<>@]{1,128}@[^\s<>]{1,255}[>)\]]")
# A line of its own with nothing but a moment: «lun 03/08/2020 10:11», «03/08/2020 10:11 a. m.»
_MOMENT = re.compile(
    r"^[\s>*_]{0,6}(?:[a-z]{2,12}[.,]{0,2} )?(?=[^\n]{0,14}\d)[^\n@:]{6,30}?\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.? ?m\.?)?(?:\s{3}.*)?\s*$"
)
_MOST_LINES = 40


def label_of(normal: str) -> tuple[str, str] | None:
    """(kind, value) when the line is a header label of one of these languages."""
    found = _LABEL.match(normal[:400])
    if not found:
        return None
    kind = next(name for name in _LABELS if found[name] is not None)
    return kind, found["value"].strip()


def block_end(normal: list[str], start: int) -> int | None:
    """Index after the header block that starts on this line; None when no block does."""
    first = label_of(normal[start])
    if first is None:
        return _sender_and_moment(normal, start) or _in_any_language(normal, start)
    is_turned = first[0] in ("to", "cc") and _names_sender(normal, start + 1)
    if first[0] in ("to", "cc", "other") and not is_turned:
        return _in_any_language(normal, start)
    if first[0] == "from" and len(run_on := _run_on(first[1])) > 2 and _is_convincing(run_on, normal[start], False):
        return start + 1
    block = _collected(normal, start, first[0])
    text = " ".join(normal[start : block.end])
    if is_turned and not ("date" in block.values and _EMAIL.search(text)):
        return None
    around = [normal[start - 1] if start else "", normal[block.end] if block.end < len(normal) else ""]
    is_form = block.is_form or any(_FORM_FIELD.match(one) and not label_of(one) for one in around)
    return block.end if _is_convincing(block.values, text, is_form) else None


@dataclass(slots=True)
class _Block:
    """Labels as they are met from the first line on."""

    end: int  # after the last label
    values: dict[str, str] = field(default_factory=dict)
    is_form: bool = False  # a label that mail does not know stands between the others
    is_parted: bool = False  # a blank line does
    loose: int = 0  # lines since the last label that no list of recipients explains

    def starts_another(self, kind: str, first: str) -> bool:
        """No block names two senders."""
        return kind in ("from", "subject") and (kind in self.values or (self.is_parted and first != "from"))

    def ends_at(self, line: str) -> bool:
        """Count a line without a label; whether it is one too many."""
        self.is_parted = self.is_parted or not line.strip(" >")
        self.loose += not ("@" in line or line.rstrip().endswith((";", ",")))
        is_complete = "subject" in self.values and len(self.values) > 2
        return self.loose > 3 or (not line.strip() and is_complete) or len(line) > 300


def _collected(normal: list[str], start: int, first: str) -> _Block:
    """The labels from this line on, whose own kind is `first`."""
    block = _Block(start)
    for index in range(start, min(len(normal), start + _MOST_LINES)):
        label = label_of(normal[index])
        if label and block.starts_another(label[0], first):
            break
        if label and (label[0] not in block.values or label[0] in ("cc", "other")):
            block.values.setdefault(*label)
            block.is_form = block.is_form or any(map(_FORM_LABEL.match, normal[block.end : index]))
            block.end, block.loose = index + 1, 0
        elif block.ends_at(normal[index]):
            break
    return block


def _names_sender(normal: list[str], index: int) -> bool:
    label = label_of(normal[index]) if index < len(normal) else None
    return bool(label and label[0] == "from")


def _run_on(value: str) -> dict[str, str]:
    """The labels of a block written on one line, whose first value this is."""
    if value.count(":") < 3:
        return {}
    found = list(_INNER.finditer(value[:600]))
    if not found:
        return {}
    values = {"from": value[: found[0].start()]}
    for label, following in zip(found, [*found[1:], None], strict=True):
        kind = next(name for name, words in label.groupdict().items() if words is not None)
        values.setdefault(kind, value[label.end() : following.start() if following else None].strip())
    return values


def _is_convincing(values: dict[str, str], text: str, is_form: bool) -> bool:
    kinds = set(values)
    when = values.get("date", "")
    mailed = bool(_EMAIL.search(text))
    dated = bool(_TIME.search(when) and (_WEEKDAY.search(when) or _YEAR.search(when)))
    if "from" in kinds and len(kinds) == 2 and _IN_BRACKETS.search(values["from"]):
        answering = bool(_ANSWERING.match(values.get("subject", "")))
        return answering or (dated and bool(_SENT_LABEL.search(text)))
    if len(kinds) == 2:
        return "date" in kinds and bool(_RFC_DATE.search(when.replace("=2c", ","))) and mailed
    if len(kinds) < 3 or "from" not in kinds or not kinds & {"date", "subject"}:
        return False
    sent = bool(_SENT_LABEL.search(text))  # a word that forms and memos do not use
    dated = dated or sent and bool(_YEAR.search(when) or _WEEKDAY.search(when))
    if mailed:
        return dated or "subject" in kinds
    answering = bool(_ANSWERING.match(values.get("subject", "")))
    leads = next(iter(values)) == "from"
    return (
        dated and "subject" in kinds and not is_form and (sent or answering or (leads and bool(_WEEKDAY.search(when))))
    )


def _sender_and_moment(normal: list[str], start: int) -> int | None:
    """Notes and Outlook on the web: a sender, a moment, then «Para», and perhaps «cc» and «Asunto»."""
    line = normal[start].strip()
    if not (3 < len(line) < 120) or line.endswith((":", "?")):
        return None
    near = [index for index in range(start, min(len(normal), start + 14)) if normal[index].strip()]
    parted = len(near) > 2 and normal[near[1]].lstrip(" >").startswith(("<", "(", "["))  # a name, its address below
    moment = near[1 + parted] if len(near) > 1 + parted else start
    if moment == start or not _MOMENT.match(normal[moment]):
        return None
    found: list[str] = []
    end = start
    for index in near:
        if label := _BARE_LABEL.match(normal[index]):
            found.append(next(kind for kind in ("to", "cc", "subject") if label[kind]))
            end = index + 1
    if {"to", "subject"} <= set(found) and found[0] == "to":
        return end
    after = next((index for index in near if index > moment), None)
    labelled = label_of(normal[after]) if after is not None and after - moment < 3 else None
    sender_above = bool(_IN_BRACKETS.search(" ".join(normal[start:moment])))
    return after + 1 if after and labelled and labelled[0] == "to" and sender_above else None


def _in_any_language(normal: list[str], start: int) -> int | None:
    """Four labels without a gap: a sender with its address, a moment, somebody, and «RE: …»."""
    lines = normal[start : start + 4]
    values = [label["value"] for line in lines if (label := _ANY_LABEL.match(line[:400]))]
    if len(values) < 4 or not _IN_BRACKETS.search(values[0]):
        return None
    if not (_YEAR.search(values[1]) and _TIME.search(values[1])):
        return None
    return start + 4 if any(map(_ANSWERING.match, values[2:])) else None
