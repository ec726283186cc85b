"""«Enviado desde mi iPhone»: the line that a phone or a mail program signs with. Over normalised text."""

import re

LONGEST = 130  # characters

_SENT = (
    r"(?:sent (?:from|with|via|using|by|on)|envoye (?:de|depuis|avec|a partir)"
    r"|provenance\s?:|von (?:mein|unterwegs)|vom mein|gesendet (?:von|mit)|diese nachricht wurde von mein|inviato (?:da|dal|dallo|con)"
    r"|verzonden (?:vanaf|vanuit|met|via)|verstuurd (?:vanaf|vanuit|met)|skickat fran|sendt fra"
    r"|lahetetty|wysłan[eo] z|wyslan[eo] z|odeslano z|odoslane z|отправлено (?:с|из)|від?правлено з|вiдправлено з|надіслано з"
    r"|trimis (?:de pe|din)|enviat des de|στα?λθηκε απο|poslano [sz]|đuoc gui tu|dikirim dari|saadetud|bidalia nire|elkuldve az"
    r"|发自|發自|从我的|從我的|나의|נשלח מ|مرسل من|[^ ]{0,4}رسلت من)"
)
_DEVICE = (
    r"(?:i ?phon|i ?pad|i ?pod|galaxy|samsung|huawei|xiaomi|redmi|poco\b|motorola|moto\b|\blg\b|htc|sony|xperia|nokia|lumia|blackberry|honor|oppo|vivo"
    r"|realme|oneplus|pixel|android|\bios\b|windows|outlook|correo|courrier|\bmail|\bposta\b|poczta|gmail|yahoo|proton|tutanota|k-9|spark|airmail"
    r"|mymail|mailbird|bluemail|typeapp|typemail|aqua|\bnine\b|edison|\bfront\b|zoho|telcel|claro|movistar|at&t|verizon|t-mobile|vodafone|smartphone|tablet"
    r"|movil|mobil|celular|cell\b|telefon|dispositivo|device|phone|handy|gerat|appareil|webmail|hushmail|polymail|newton|canary|superhuman|\buol\b|aol"
    r"|telefone|matkapuhel|apparaat|почт|почт[аы]|телефон)"
)
# In Spanish the device stands right behind the verb, and nobody behind it: «Enviado por Outlook a la aseguradora»,
# «Enviado vía portal móvil de AXA», «Enviado desde el correo de la agencia» are sentences.
_IN_SPANISH = re.compile(
    r"^[\s<*_(\[|-]{0,6}(?:enviad[oa]:? (?:desde|con|de|do|a traves(?: de)?|por|usando|mediante|via|del|pelo|dende)|mandado (?:desde|de)) "
    rf"(?:(?:mi|meu|tu|el|la|un|o|dispositivo|app de|aplicacion de|telefono|smartphone|correo de) ){{0,3}}{_DEVICE}"
    r"(?![^\n]{0,70}\b(?:al|a la|a los|a las|a mi|a su|de la|de los|de mi|de su|del|para (?:el|la|los|las|mi|su)|que|cuando|pero|sin)\b)[^\n]{0,70}$"
)
_ANNOUNCED = re.compile(rf"^[\s<*_(\[|-]{{0,6}}{_SENT}[^\n]{{0,70}}?{_DEVICE}[^\n]{{0,70}}$")
# A device of a make that nobody has listed: «Enviado desde mi Mi 9T». Longer ones are sentences, and so in Spanish is
# what has no number: «Enviado por mi jefe», «Enviado desde mi oficina».
_MINE_IN_SPANISH = re.compile(
    r"^[\s<*_(\[|-]{0,6}(?:enviado|mandado) (?:desde|de|do) (?:mi|meu) (?=[^\n]{0,20}\d)(?:\S+\s?){1,4}[.\])*_>]{0,3}\s*$"
)
_MINE = re.compile(
    rf"^[\s<*_(\[|-]{{0,6}}{_SENT} (?:my|mon|ma|meinem|meiner|mein|mio|dal mio|meu|minha|mijn|min|mitt|moj\w*|the)\s(?:\S+\s?){{1,4}}[.\])*_>]{{0,3}}\s*$"
)
_LAST = re.compile(  # languages that put the verb behind
    rf"^[^\n]{{0,60}}?{_DEVICE}[^\n]{{0,50}}(?:gesendet|gonderildi|から送信|에서 보냄|downloaden|herunterladen|herunterladen\.?|lahetetty|ile gonderildi)[.\s]*$"
)
# «Get Outlook for iOS»: the program right behind the verb, or it is a sentence.
_GET = re.compile(
    r"^[\s<*_(\[|-]{0,6}(?:get|obten(?:er|ga)?|descargar?|obter|baix(?:e|ar)|obtenez|telecharger|holen sie sich|scarica|ottieni|hamta|hent|skaff deg"
    r"|hanki|pobierz|download|skaffa)\s(?:o |program )?[\[*]?(?:outlook|bluemail|yahoo|typeapp|aqua mail|spark|proton|mymail|k-9|nine|mailspring|edison|gmx|web\.de)"
    r"\b(?:[^\n]{0,25}\b(?:android\w*|ios|iphone|ipad|mac\w*|windows|mobil\w*|movil\w*|app|mail)\b[^\n]{0,20})?\W{0,6}$"
)
_OTHER = re.compile(
    r"^[\s<*_(\[]{0,4}(?:yahoo mail: busca|disculpa la brevedad|outlook (?:para|for|fur|voor|pour|per|pentru) (?:ios|android|mac)|(?:correo|mail) para windows"
    r"|von unterwegs gesendet|sent on the go)[^\n]{0,90}$"
)
# What people say of something that they sent: «Enviado desde mi cuenta, y sigue sin aparecer».
_SENTENCE = re.compile(
    r"[?¿]|, (?!disculp|perdon|please|sorry|excuse|samsung|enjoy|scus|desol|bitte)\S+ \S+ \S+|\bno (?:me |se )?\w+(?:a|o|e)\b"
)


_LINK = re.compile(r"[<(\[]?https?://[^\s<>)\]]*[>)\]]?")


def is_mobile_signature(normal: str) -> bool:
    if "http" in normal:
        normal = _LINK.sub("", normal)
    if len(normal) > LONGEST or _SENTENCE.search(normal):
        return False
    return bool(
        _IN_SPANISH.match(normal)
        or _MINE_IN_SPANISH.match(normal)
        or _ANNOUNCED.match(normal)
        or _MINE.match(normal)
        or _GET.match(normal)
        or _LAST.match(normal)
        or _OTHER.match(normal)
    )
