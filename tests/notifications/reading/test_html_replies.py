"""The markup with which mail programs set a quotation apart."""

import pytest

from tests.notifications.reading.mails import shown
from tests.notifications.reading.shapes import words

REPLY = "Ya cambié la contraseña y sigue sin abrir. Saludos, Rosa"
OURS = "<p>Hola, Rosa:</p><p>Prueba con la contraseña nueva.</p><p>Folio SEG-12</p>"

REPLIES = {
    "gmail": '<div dir="ltr">{REPLY}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">El lun, 3 ago 2020 a las 10:11, Mesa (&lt;<a href="mailto:mesa@segu.example">mesa@segu.example</a>&gt;) escribió:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">{OURS}</blockquote></div>',
    "gmail_noattr": '<div dir="ltr">{REPLY}</div><div class="gmail_extra"><br><div class="gmail_quote">El lun, 3 ago 2020 a las 10:11, Mesa (&lt;<a href="mailto:mesa@segu.example">mesa@segu.example</a>&gt;) escribió:<br><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">{OURS}</blockquote></div></div>',
    "gmail_container": '<div dir="auto">{REPLY}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">El lun, 3 ago 2020 a las 10:11, Mesa (&lt;<a href="mailto:mesa@segu.example">mesa@segu.example</a>&gt;) escribió:<br></div><blockquote class="gmail_quote">{OURS}</blockquote></div>',
    "gmail_unknown_lang": '<div>{REPLY}</div><div class="gmail_quote"><div class="gmail_attr">Xyz 3/8 qq Mesa foo</div><blockquote class="gmail_quote">{OURS}</blockquote></div>',
    "gmail_short": '<div>{REPLY}</div><div class="gmail_quote">El lun, 3 ago 2020 a las 10:11, Mesa (&lt;<a href="mailto:mesa@segu.example">mesa@segu.example</a>&gt;) escribió:<br><blockquote class="gmail_quote">Uno</blockquote></div>',
    "owa": '<html><body><div style="font-family:Calibri">{REPLY}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>De:</b> Mesa &lt;mesa@segu.example&gt;<br><b>Enviado:</b> lunes, 3 de agosto de 2020 10:11 a. m.<br><b>Para:</b> Rosa<br><b>Asunto:</b> RE: X</font><div>&nbsp;</div></div>{OURS}</body></html>',
    "word": '<div class=WordSection1><p class=MsoNormal>{REPLY}<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class=MsoNormal><b><span lang=ES>De:</span></b><span lang=ES> Mesa &lt;mesa@segu.example&gt; <br><b>Enviado el:</b> lunes, 3 de agosto de 2020 10:11 a. m.<br><b>Para:</b> Rosa<br><b>Asunto:</b> RE: X<o:p></o:p></span></p></div></div><p class=MsoNormal><o:p>&nbsp;</o:p></p>{OURS}</div>',
    "word2007": "<div class=Section1><p class=MsoNormal>{REPLY}</p><div style='border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in'><p class=MsoNormal><b>From:</b> Ana [mailto:ana@x.example] <br><b>Sent:</b> Monday, August 3, 2020 10:11 AM<br><b>To:</b> L<br><b>Subject:</b> X</p></div>{OURS}</div>",
    "outlook2003": '<DIV>{REPLY}</DIV><BLOCKQUOTE style="MARGIN-RIGHT: 0px"><DIV class=OutlookMessageHeader dir=ltr align=left lang=es><HR tabIndex=-1><FONT face=Tahoma size=2><B>De:</B> Mesa [mailto:mesa@segu.example]<BR><B>Enviado el:</B> lunes, 03 de agosto de 2020 10:11<BR><B>Para:</B> L<BR><B>Asunto:</B> X<BR></FONT><BR></DIV>{OURS}</BLOCKQUOTE>',
    "outlook_mac": '<div>{REPLY}</div><span id="OLK_SRC_BODY_SECTION"><div style="border-top:#b5c4df 1pt solid"><b>De: </b>Mesa &lt;mesa@segu.example&gt;<br><b>Fecha: </b>lunes, 3 de agosto de 2020, 10:11<br><b>Para: </b>L<br><b>Asunto: </b>X</div>{OURS}</span>',
    "outlook_mac16": '<div class="WordSection1"><p class="MsoNormal">{REPLY}</p><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b><span>De: </span></b><span>Mesa &lt;mesa@segu.example&gt;<br><b>Fecha: </b>lunes, 3 de agosto de 2020, 10:11<br><b>Para: </b>L<br><b>Asunto: </b>X</span></p></div>{OURS}</div>',
    "outlook_new": '<div>{REPLY}</div><div id="mail-editor-reference-message-container"><div><hr><div id="divRplyFwdMsg"><b>De:</b> S</div>{OURS}</div></div>',
    "outlook_mobile": '<div>{REPLY}</div><div id="ms-outlook-mobile-signature">Obtener <a href="https://aka.ms/o0ukef">Outlook para iOS</a></div><div id="mail-editor-reference-message-container"><hr><b>De:</b> x{OURS}</div>',
    "apple": '<html><body dir="auto">{REPLY}<br><br><div dir="ltr">Enviado desde mi iPhone</div><div dir="ltr"><br><blockquote type="cite">El 3 ago 2020, a la(s) 10:11, Mesa &lt;mesa@segu.example&gt; escribió:<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff{OURS}</div></blockquote></body></html>',
    "apple_mac": '<body>{REPLY}<br><div><br><blockquote type="cite"><div>El 3 ago 2020, a las 10:11, Mesa &lt;<a href="mailto:mesa@segu.example">mesa@segu.example</a>&gt; escribió:</div><br class="Apple-interchange-newline"><div>{OURS}</div></blockquote></div></body>',
    "apple_mac_old": '<body>{REPLY}<br><div><div>On 3-Aug-2020, at 6:54 PM, Ana &lt;ana@x.example&gt; wrote:</div><br><blockquote type="cite">{OURS}</blockquote></div></body>',
    "thunderbird": '<body>{REPLY}<br><br><div class="moz-cite-prefix">El 3/8/20 a las 10:11, Mesa escribió:<br></div><blockquote type="cite" cite="mid:x@y">{OURS}</blockquote><br></body>',
    "thunderbird_bottom": '<body><div class="moz-cite-prefix">El 3/8/20 a las 10:11, Mesa escribió:<br></div><blockquote type="cite" cite="mid:x@y">{OURS}</blockquote><p>{REPLY}</p></body>',
    "thunderbird_sig": '<body><p>{REPLY}</p><pre class="moz-signature" cols="72">-- \nRosa</pre><div class="moz-cite-prefix">On 3/8/20 10:11, S wrote:<br></div><blockquote type="cite">{OURS}</blockquote></body>',
    "yahoo": '<div class="ydp1yahoo-style-wrap"><div>{REPLY}</div><div><br></div></div><div id="ydp2yahoo_quoted_123" class="ydp2yahoo_quoted"><div><div>El lunes, 3 de agosto de 2020 10:11:12 CDT, Mesa &lt;mesa@segu.example&gt; escribió: </div><div><br></div><div>{OURS}</div></div></div>',
    "yahoo2": '<div>{REPLY}</div><div class="yahoo_quoted" style="display:block"><div>Xyz</div>{OURS}</div>',
    "yahoo_android": '<div>{REPLY}</div><br><div id="ymail_android_signature"><a href="x">Enviado desde Yahoo Mail para Android</a></div><br><blockquote style="margin: 0 0 20px 0;"><div style="font-family:Roboto"><div>El lun., 3 de ago. de 2020 a la(s) 10:11, Mesa</div><div>&lt;mesa@segu.example&gt; escribió:</div></div><div style="padding: 10px 0 0 20px; border-left: 1px solid #6D00F6;">{OURS}</div></blockquote>',
    "hotmail": '<div dir="ltr">{REPLY}<br><div><hr id="stopSpelling">Date: Mon, 3 Aug 2020 10:11:12 -0500<br>From: mesa@segu.example<br>To: rosa@agencia.example<br>Subject: X<br><br>{OURS}</div></div>',
    "zimbra": '<div>{REPLY}</div><hr id="zwchr"><div><b>De: </b>"S" &lt;mesa@segu.example&gt;<br><b>Para: </b>L<br><b>Enviados: </b>Lunes, 3 de Agosto 2020 10:11:12<br><b>Asunto: </b>X<br></div>{OURS}',
    "zimbra2": '<div>{REPLY}</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>De: </b>"S" &lt;mesa@segu.example&gt;<br><b>Para: </b>L<br></div><div data-marker="__QUOTED_TEXT__">{OURS}</div>',
    "zoho": '<div>{REPLY}<br></div><div class="zmail_extra_hr" style="border-top:1px solid #ccc"></div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- El lun, 03 ago 2020 10:11:12 -0500 <b>S &lt;mesa@segu.example&gt;</b> escribió ----<br></div><blockquote>{OURS}</blockquote></div>',
    "proton": '<div>{REPLY}</div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Enviado con Proton Mail seguro.</div></div><div class="protonmail_quote">El lunes, 3 de agosto de 2020 a las 10:11, S &lt;mesa@segu.example&gt; escribió:<br><blockquote class="protonmail_quote" type="cite">{OURS}</blockquote></div>',
    "samsung": '<div>{REPLY}</div><div><br></div><div id="composer_signature"><div style="font-size:85%">Enviado desde mi Galaxy</div></div><div><br></div><div style="font-size:100%;color:#000000"><!-- originalMessage --><div>-------- Mensaje original --------</div><div>De: S &lt;mesa@segu.example&gt; </div><div>Fecha: 3/8/20  10:11  (GMT-06:00) </div><div>A: L </div><div>Asunto: X </div><div><br></div></div>{OURS}',
    "windows_mail": '<div>{REPLY}</div><div style="padding-top: 5px; border-top-color: rgb(229, 229, 229); border-top-width: 1px; border-top-style: solid;"><div><b>De:</b>&nbsp;<a href="mailto:mesa@segu.example">S</a><br><b>Enviado:</b>&nbsp;lunes, 3 de agosto de 2020 10:11<br><b>Para:</b>&nbsp;L</div></div><div>{OURS}</div>',
    "win10mail": '<div class=WordSection1><p class=MsoNormal>{REPLY}</p><p class=MsoNormal>Enviado desde <a href="x">Correo</a> para Windows 10</p><div style="mso-element:para-border-div;border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class=MsoNormal style="border:none;padding:0cm"><b>De: </b><a href="mailto:mesa@segu.example">S</a><br><b>Enviado: </b>lunes, 3 de agosto de 2020 10:11<br><b>Para: </b>L<br><b>Asunto: </b>X</p></div>{OURS}</div>',
    "sparrow": '<div>{REPLY}</div><div></div><p style="color: #A0A0A8;">On Monday, 3 August 2020 at 10:11, Ana wrote:</p><blockquote type="cite" style="border-left-style:solid;border-width:1px;margin-left:0px;padding-left:10px;"><span>{OURS}</span></blockquote>',
    "mailru": '{REPLY}<br><br>Понедельник,  3 августа 2020, 10:11 +03:00 от Ana &lt;ana@x.example&gt;:<br><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">{OURS}</blockquote>',
    "yandex": '<div>{REPLY}</div><div>&nbsp;</div><div>03.08.2020, 10:11, "Ana" &lt;ana@x.example&gt;:</div><blockquote type="cite">{OURS}</blockquote>',
    "aol": '<div>{REPLY}</div><div style="font-family:arial">-----Original Message-----<br>From: Ana &lt;ana@x.example&gt;<br>To: L &lt;l@x.com&gt;<br>Sent: Mon, Aug 3, 2020 10:11 am<br>Subject: X<br><br><div id="AOLMsgPart_1">{OURS}</div></div>',
    "delim": '<div>{REPLY}</div><div>El lun, 3 ago 2020 a las 10:11, Mesa (&lt;<a href="mailto:mesa@segu.example">mesa@segu.example</a>&gt;) escribió:</div><blockquote><div style="color:#fff">## Escribe tu respuesta arriba de esta línea ##</div>{OURS}</blockquote>',
    "delim_gmail": '<div dir="ltr">{REPLY}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">El lun, 3 ago 2020 a las 10:11, Mesa (&lt;<a href="mailto:mesa@segu.example">mesa@segu.example</a>&gt;) escribió:<br></div><blockquote class="gmail_quote"><u></u><div><p>## Escribe tu respuesta arriba de esta línea ##</p></div>{OURS}</blockquote></div>',
    "from_hr": '<p>{REPLY}</p><hr tabindex="-1"><p><font face="Tahoma" size="2"><b>From:</b> Ana [mailto:ana@x.example]<br><b>Sent:</b> Monday, August 3, 2020 10:11 AM<br><b>To:</b> L<br><b>Subject:</b> X</font></p>{OURS}',
    "edge": '<div>{REPLY}</div><div style="border-top:1px solid #ccc"><div>De: S &lt;mesa@segu.example&gt;<br>Enviado: lunes, 3 de agosto de 2020 10:11<br>Para: L<br>Asunto: X</div></div>{OURS}',
    "roundcube": '<p>{REPLY}</p><p id="reply-intro">El 2020-08-03 10:11, S escribió:</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">{OURS}</blockquote>',
    "horde": '<p>{REPLY}</p><p>Mesa &lt;mesa@segu.example&gt; escribió:</p><blockquote type="cite" style="border-left:2px solid blue;margin-left:2px;padding-left:12px;">{OURS}</blockquote>',
    "ios_es_mx": '{REPLY}<br><br><div>Enviado desde mi iPhone</div><div><br>El 03/08/2020, a la(s) 10:11 a. m., Mesa &lt;<a href="mailto:mesa@segu.example">mesa@segu.example</a>&gt; escribió:<br><br></div><blockquote type="cite"><div>{OURS}</div></blockquote>',
    "evolution": '<div>{REPLY}</div><div>El lun, 03-08-2020 a las 10:11 -0500, S escribió:</div><blockquote type="cite" style="margin:0 0 0 .8ex; border-left:2px #729fcf solid;padding-left:1ex">{OURS}</blockquote>',
    "spark": '<div name="messageBodySection">{REPLY}</div><div name="messageReplySection"><div>El 3 ago 2020 10:11 -0500, S &lt;mesa@segu.example&gt;, escribió:</div><blockquote type="cite" style="border-left-color: grey; border-left-width: thin; border-left-style: solid; margin: 5px 5px;padding-left: 10px;" class="spark_quote">{OURS}</blockquote></div>',
    "airmail": '<div>{REPLY}</div><p class="airmail_on">El 3 de agosto de 2020 a la(s) 10:11, S (<a href="mailto:mesa@segu.example">mesa@segu.example</a>) escribió:</p><div><blockquote type="cite" class="clean_bq">{OURS}</blockquote></div>',
    "notes": "<font>{REPLY}</font><br><br><font color=#5f5f5f>De: </font><font>Mesa &lt;mesa@segu.example&gt;</font><br><font>Para: </font><font>Rosa/MX@E</font><br><font>Fecha: </font><font>03/08/2020 10:11 a. m.</font><br><font>Asunto: </font><font>X</font><br><hr noshade>{OURS}",
    "word_only_sender": '<div class=WordSection1><p class=MsoNormal>{REPLY}</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class=MsoNormal><b>De:</b> Mesa &lt;mesa@segu.example&gt;</p></div>{OURS}</div>',
    "word_each_label": '<div class=WordSection1><p class=MsoNormal>{REPLY}</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class=MsoNormal><b>Lähettäjä:</b> Mesa</p><p class=MsoNormal><b>Lähetetty:</b> maanantai 3. elokuuta 2020 10.11</p></div>{OURS}</div>',
    "notes_table": "<font size=2>{REPLY}</font><br><br><table width=100%><tr valign=top><td width=40%><font size=1><b>Mesa &lt;mesa@segu.example&gt;</b></font><p><font size=1>03/08/2020 10:11 AM</font></p><td width=59%><table width=100%><tr valign=top><td><div align=right><font size=1>Till</font></div><td><font size=1>Rosa/MX@E</font><tr valign=top><td><div align=right><font size=1>cc</font></div><td><tr valign=top><td><div align=right><font size=1>Ämne</font></div><td><font size=1>Re: X</font></table><br></table><br>{OURS}",
    "gmx": '<div>{REPLY}</div><div name="quote"><div><b>Gesendet:</b>&nbsp;Montag, 03. August 2020 um 10:11 Uhr<br/><b>Von:</b>&nbsp;Mesa<br/></div>{OURS}</div>',
    "qq": '<div>{REPLY}</div><div>------------------&nbsp;Original&nbsp;------------------</div><div><div><b>From: </b>&nbsp;"Mesa"&lt;mesa@segu.example&gt;;</div><div><b>Date: </b>&nbsp;Mon, Aug 3, 2020 10:11 AM</div><div><b>Subject: </b>&nbsp;Re: X</div></div>{OURS}',
}
OWN_WORDS = {
    "bq": (
        "<p>El manual dice:</p><blockquote>Presione.</blockquote><p>Ya lo hice.</p>",
        "El manual dice: Presione. Ya lo hice.",
    ),
    "table": (
        "<p>Datos:</p><table><tr><td>De:</td><td>Rosa</td></tr><tr><td>Para:</td><td>Pedro</td></tr><tr><td>Fecha:</td><td>3/8</td></tr></table><p>Gracias</p>",
        "Datos: De: Rosa Para: Pedro Fecha: 3/8 Gracias",
    ),
    "ul": ("<p>Faltan:</p><ul><li>uno</li><li>dos</li></ul><p>¿ok?</p>", "Faltan: uno dos ¿ok?"),
    "hr": ("<p>uno</p><hr><p>dos</p>", "uno dos"),
    "fwd": (
        '<div>FYI</div><div class="gmail_quote">---------- Forwarded message ---------<br>De: <b>S</b> &lt;mesa@segu.example&gt;<br>Date: lun, 3 ago 2020 a las 10:11<br>Subject: X<br>To: L<br><br>{OURS}</div>',
        "FYI ---------- Forwarded message --------- De: S <mesa@segu.example> Date: lun, 3 ago 2020 a las 10:11 Subject: X To: L Hola, Rosa: Prueba con la contraseña nueva. Folio SEG-12",
    ),
    "apple_fwd": (
        '<div>Va<br><blockquote type="cite"><div>Inicio del mensaje reenviado:</div><div><b>De: </b>S &lt;mesa@segu.example&gt;<br><b>Asunto: </b>X<br><b>Fecha: </b>3 de agosto de 2020, 10:11:12 GMT-5<br><b>Para: </b>L</div>{OURS}</blockquote></div>',
        "Va Inicio del mensaje reenviado: De: S <mesa@segu.example> Asunto: X Fecha: 3 de agosto de 2020, 10:11:12 GMT-5 Para: L Hola, Rosa: Prueba con la contraseña nueva. Folio SEG-12",
    ),
    "ent": ("<p>a &lt; b &amp; c &gt; d &nbsp; e</p>", "a < b & c > d e"),
    "onlyquote": (
        '<blockquote type="cite">{OURS}</blockquote>',
        "Hola, Rosa: Prueba con la contraseña nueva. Folio SEG-12",
    ),
    "bordertop": (
        '<div style="border-top:solid 1px #ccc">Nota importante: revisen</div><p>gracias</p>',
        "Nota importante: revisen gracias",
    ),
    "word_rule": (
        '<p>Hola</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>De: lunes a viernes</p><p>Horario: 9 a 6</p></div>',
        "Hola De: lunes a viernes Horario: 9 a 6",
    ),
    "border_left": (
        '<p>El cliente dice:</p><blockquote style="border-left:3px solid red">No quiero.</blockquote><p>¿Procede?</p>',
        "El cliente dice: No quiero. ¿Procede?",
    ),
    "bq_end": (
        "<p>El manual dice:</p><blockquote>Presione el botón<br>Espere<br>Suelte</blockquote>",
        "El manual dice: Presione el botón Espere Suelte",
    ),
}


def filled(html: str) -> str:
    return html.replace("{REPLY}", REPLY).replace("{OURS}", OURS)


@pytest.mark.parametrize("program", REPLIES)
def test_the_quotation_that_a_program_marks_is_not_the_reply(program):
    assert words(shown("", filled(REPLIES[program])).replace("\ufeff", "")) == words(REPLY)


@pytest.mark.parametrize("kind", OWN_WORDS)
def test_citations_tables_and_forwards_stay(kind):
    html, expected = OWN_WORDS[kind]

    assert words(shown("", filled(html))) == expected


def test_the_plain_part_speaks_where_the_markup_announces_nothing():
    text = "Sigue igual.\n\nEl 3/8/20 a las 10:11, Mesa escribió:\n> Prueba de nuevo."

    assert (
        shown(text, "<div>Sigue igual.<br>El 3/8/20 a las 10:11, Mesa escribió:<br>Prueba de nuevo.</div>")
        == "Sigue igual."
    )


def test_a_forward_stays_though_its_program_marks_it_like_a_quotation():
    html = (
        '<div dir="ltr">Les paso esto</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded'
        " message ---------<br>De: <strong>Ana</strong> &lt;ana@x.example&gt;<br>Date: lun, 3 ago 2026 a las 10:11<br>"
        "Subject: no abre<br>To: Rosa<br></div><br><br><div>No me abre la póliza.</div></div>"
    )

    assert shown("", html).endswith("No me abre la póliza.")


def test_a_preview_that_the_markup_hides_is_nobodys_words():
    html = '<div style="display: none; max-height:0">Vista previa</div><p>Sigue igual.</p>'

    assert shown("", html) == "Sigue igual."
    assert shown("", '<div style="display:none"><p>Sigue igual.</p></div>') == "Sigue igual."
