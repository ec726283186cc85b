"""How mail servers announce that a message came back. Over normalised text: lower case, no accents."""

import re

# No person begins a subject so: enough by itself, whoever the sender.
MTA_SUBJECT = re.compile(
    r"^(?:undelivered mail returned to sender|mail delivery failed(?:$|:)|mail delivery failure|mail delivery system$"
    r"|delivery status notification ?(?:$|\()|returned mail:|failure notice$|undeliverable(?: mail| message)?\s?:"
    r"|no se puede entregar\s?:|mensaje no entregado\s?:|correo devuelto al remitente|unzustellbar\s?:|non remis\s?:"
    r"|non recapitabile\s?:|nao (?:e|foi) possivel entregar\s?:|mail system error - returned mail|\[bounce\]"
    r"|delivery failure notification|delivery[ _]failure\s?:|automatically rejected mail|onbestelbaar\s?:|niet te bezorgen\s?:|olevererbart\s?:)"
)

# Usual subjects; a person may begin so, so something else must agree.
SUBJECT = re.compile(
    r"^(?:\W{0,4}(?:re|rif)\s?:\s?)?\W{0,4}(?:"
    r"undeliver|non-?deliver|non delivery|not delivered|mail delivery|mail could not|mail failure|mail system error"
    r"|mail not delivered|mail notification"
    r"|message (?:delivery|could not|undeliverable|not delivered|you sent)|delivery[ _](?:failure|fail|status|notification|report|error|problem|delay|has|incomplete|unsuccessful)"
    r"|failed delivery|failure delivery|failed mail|failure notice|returned (?:mail|email|message|to sender)|return(?:ed)? ?to ?sender|unable to deliver|could not (?:send|deliver)"
    r"|notice: mail delivery|warning: (?:message|could|delayed|mail)|delayed mail|postmaster notify|rejected (?:mail|message|posting)|mdaemon notification"
    r"|permanent delivery|sorry, your message|there was an error sending|your (?:message|e-?mail|mail) (?:wasn|was not|could|has not|to)|e-?mail (?:delivery|could|not)|error (?:sending|in|delivering|report)"
    r"|user unknown|unknown user|unknown address|bounce|bounced|ignored|content filtering|blocked|address not found|recipient|[^\n]{0,40}not member article|fml (?:command )?status report"
    r"|no se (?:puede|pudo|ha podido|pueden) entregar|mensaje (?:no entregado|devuelto|rechazado|no enviado)|correo (?:no entregado|devuelto|rechazado)|devuelto al remitente"
    r"|notificacion (?:de|del) (?:estado de (?:la )?entrega|no entrega)|aviso de no entrega|error (?:de|en la) entrega|fall[oa] (?:de|en la|en el) (?:entrega|envio)|entrega fallida|informe de (?:no )?entrega|no entregable|no enviado"
    r"|imposible entregar|demora en la entrega|retraso en la entrega|notificacion de demora"
    r"|nao foi possivel|falha (?:na|de) entrega|nao entregue|mensagem (?:nao entregue|devolvida)|unzustellbar|nicht zustellbar|zustell|non remis|non distribu|echec de|message non"
    r"|non recapitabile|mancata consegna|niet te bezorgen|onbestelbaar|olevererbar|kan inte leverera|niedostarczal|nie dostarczono|не доставлен|недоставлен|сообщение не"
    r"|メッセージを配信|メール(?:が|を|は)?(?:配信|送信)|メール配信|送信(?:でき|エラー)|配信(?:でき|エラー|不能)|エラー|配送|宛先|系统退信|退信|邮件无法|무효|반송"
    r")"
)

FAILING_TEXT = re.compile(
    r"could not be (?:delivered|sent|completed)|couldn't be (?:delivered|sent|found)|wasn't (?:delivered|found)|was not delivered|not (?:be )?delivered|undeliver|unable to deliver|unable to relay"
    r"|deliver(?:y|ies)[^\n]{0,60}(?:fail|unsuccess|delay|abort|error|problem|reject)|fail(?:ed|ure)[^\n]{0,60}(?:deliver|recipient|address|send)|failed to (?:deliver|send|reach)|permanent (?:fatal )?(?:error|failure)|fatal errors?|transient"
    r"|returned (?:to (?:the )?sender|to you|mail|message|unopened)|giving up on|user (?:unknown|not found|doesn't exist|does not exist)|unknown (?:user|address|recipient|local)|no such (?:user|address|mailbox|recipient)|invalid (?:user|recipient|address|mailbox)|address(?:es)? (?:rejected|not found|had|failed|unknown)"
    r"|mailbox (?:is )?(?:full|unavailable|not found|disabled|exceed)|recipient[^\n]{0,40}(?:reject|unknown|not|invalid|refus|over quota|fail)|over quota|quota exceeded|does not (?:exist|like recipient)|doesn't exist|host (?:unknown|not found|or domain)|was rejected|were rejected|has been (?:rejected|blocked|returned)|rejected (?:by|because|for)"
    r"|error (?:occurred|while|message|sending|processing)|unexpected error|cannot (?:be delivered|deliver|send)|can't (?:be delivered|deliver)|message blocked|delayed|not yet been delivered|will (?:be retried|keep trying|continue)|following (?:recipient|address|message|error)|non-?deliver|not a member|not member|posting rejected"
    r"|no (?:se )?(?:pudo|puede|ha podido|pueden|fue posible) (?:ser )?(?:entregar|entregado|enviar|enviado)|no (?:se )?(?:entrego|ha sido entregado|fue entregado)|rechazad[oa]|devuelto|buzon (?:lleno|no)|(?:usuario|destinatario|direccion)[^\n]{0,40}(?:no existe|desconocid|no (?:se )?encontr)|error (?:de|en la|al) (?:entrega|envi)"
    r"|nao (?:pode|foi|e possivel)[^\n]{0,30}entreg|nicht (?:zugestellt|zustellbar|zugestellt werden)|konnte nicht|unzustellbar|n'a pas (?:pu|ete)[^\n]{0,30}(?:remis|distribu|deliv|envoy)|non (?:remis|recapitat|e stato possibile)|niet (?:worden )?(?:bezorgd|afgeleverd)|kunde inte leverera"
    r"|не (?:может|удалось|было|доставлен)|送信できません|配信できません|送信できなかった|届けられません|見つかりません|存在しません|宛先不明|エラー|失敗|無法|无法|退回|배달|반송"
)

STILL_TRYING = re.compile(
    r"\bdelay(?:ed)?\b|warning message only|still (?:being|be) |will (?:be retried|keep trying|continue (?:to )?(?:try|be))|not yet been delivered|has not been delivered (?:yet|within)"
    r"|do not need to resend|no need to resend|se ha retrasado|esta demorad|demora en la entrega|retraso en la entrega|seguira intentando|aun no (?:se )?ha"
    r"|verzogert|retarde|em atraso|in ritardo"
)
