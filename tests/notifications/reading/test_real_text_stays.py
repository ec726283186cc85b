"""Cutting a person's own words is worse than showing a quotation."""

from html import escape

import pytest

from tests.notifications.reading.mails import shown
from tests.notifications.reading.shapes import words

OWN_WORDS = [
    "Mi jefe me escribió el lun., 16 nov. 2026 a las 10:02:\nque no cotiza\ny que lo vea con ustedes",
    "Laura escribió el lunes 16 de noviembre de 2026 a las 10:02:\nya quedó, pero sigue igual",
    """Solicito alta de usuario:

De: Rosa Ibarra
Para: Pedro Ramírez
Fecha: 3 de agosto de 2020

Gracias""",
    """Formato de vale:

De: Almacén central
Para: Sucursal Norte
Fecha: lunes 3 de agosto de 2020
Asunto: Traslado de equipo

Por favor autoricen.""",
    """Datos del formulario:
Nombre: Rosa
Fecha: 03/08/2020 10:11
Para: laura@agencia.example
Asunto: no puedo entrar

¿Me ayudan?""",
    """Hola,

El lunes el proveedor me escribió:
"No podemos entregar hasta el jueves"

¿Qué hago?""",
    """El lunes 3 de agosto el cliente escribió:

No quiero la póliza.

¿La cancelo?""",
    """El 3 de agosto de 2020 a las 10:11 el cliente nos escribió:
No quiero la póliza.

¿La cancelo?""",
    """El cliente escribió:
No me llegó la póliza

Favor de revisar""",
    """Juan Pérez escribió:
que no puede entrar

¿lo revisan?""",
    """On Monday we had a call and the client wrote:

I want to cancel.

What should I do?""",
    """Paso los datos:

> 100 pesos la prima
< 50 el deducible

Saludos""",
    """Ruta: C:\\>dir
C:\\>cd temp

No funciona""",
    """Mi pregunta es la siguiente:
> ¿Cómo cambio la contraseña?
No me queda claro""",
    """El manual dice:
> Presione el botón
> Espere 10 segundos
> Suelte el botón

Ya lo hice y no funciona.""",
    """Sale esto en la consola:

> npm install
> error E404
> code 1""",
    """Total:
------
100
------
Gracias""",
    """Lista:
--
uno
--
dos
--
¿está bien?""",
    """Hola
________________________________
Nombre del asegurado: Juan
________________________________
Firma""",
    """Asunto: no puedo cotizar

Buenas tardes, no puedo cotizar en QUALITAS. El error es 500.""",
    """Para: soporte
De: Rosa
Buenos días, necesito ayuda con mi usuario.""",
    """De: México
A: Guadalajara
Fecha: 12/10/2020 10:00
Aseguradora: GNP
Cotización de viaje.""",
    """Ciudad de origen y destino:
De: Monterrey
A: Cancún
Fecha: lunes 12 de octubre 2020
Hora: 10:00 am
¿Se puede asegurar?""",
    """Enviado desde la sucursal el martes, el paquete no llegó. ¿Pueden revisarlo?""",
    """El reporte fue enviado desde mi cuenta pero no aparece.

Enviado desde mi cuenta a las 10:00 y sigue sin aparecer, me urge.

Gracias""",
    """Correo del cliente: juan@x.mx
Teléfono: 5555
Fecha: 10/10/2020
Asunto: alta
De: agencia""",
    """Error:
-----BEGIN CERTIFICATE-----
MIIB
-----END CERTIFICATE-----
¿Qué hago?""",
    """1. De: 10 a 20
2. Para: todos
3. Fecha: hoy""",
    """El viernes a las 10:30, Juan y yo llamamos.
Nadie contestó:
así que escribo.""",
    """Ya envié el correo el lunes, 3 de agosto de 2020 a las 10:11, y nadie me escribió:
sigo esperando""",
    """*** URGENTE ***
No hay sistema
***************
Gracias""",
    """Gracias -- de verdad -- por todo.
--
Pero todavía falla la impresión. ¿Qué hago ahora?""",
    """Hola equipo,

From: the user says
To: nothing
Subject: test

es lo que aparece en el campo.""",
    """Tabla:
| De | Para | Fecha |
|----|------|-------|
| A  | B    | 3/8   |
""",
    """El 15/08/2020 10:30 quedó listo.
El 16/08/2020 11:30 falló otra vez.
¿Qué significa «ausente»?""",
    """Me aparece "Mensaje original" en la pantalla y no avanza.
Mensaje original
no avanza""",
    """Buen día
Nombre: Ana López
Correo: ana@x.mx
Fecha de nacimiento: 01/01/1980
RFC: LOAA800101
Gracias""",
    """Fecha: 03/08/2020
Para: Gerencia
De: Ventas
Asunto: Reporte de ventas

Adjunto el reporte.""",
    """MEMORÁNDUM

PARA: Todo el personal
DE: Recursos Humanos
FECHA: 3 de agosto de 2020
ASUNTO: Vacaciones

Se informa que...""",
    """El día 3 de agosto de 2020, a las 10:11, recibí un correo de juan@x.mx que decía:
No puedo entrar

¿Qué hago?""",
    """Según juan@x.mx, el lunes 3 de agosto escribió:
"no tengo acceso"
Favor de apoyar""",
    """Hola
- - - - - - - - -
Punto 1
- - - - - - - - -
Punto 2""",
    """Les comparto la conversación de WhatsApp:
[10:11, 3/8/2020] Juan: no puedo entrar
[10:12, 3/8/2020] Ana: yo tampoco
¿Qué hacemos?""",
    """Les comparto la conversación:
Juan Pérez, 10:11: no puedo entrar
Ana López, 10:12: ya escribió:
gracias""",
    """Pasos:
1) Entro a cotizar
2) Sale >> error
>> y se cierra
>> no hay más
Ayuda""",
    """El sistema me pide:
Usuario:
Contraseña:
Para:
Asunto:
¿qué pongo?""",
    """____
Hola, mi firma no aparece
____""",
    """Saludos,
--
Ojo: la póliza vence hoy, ¿la renuevan?""",
    """Origen y destino:
De: CDMX
Para: Monterrey
Fecha: 3 de agosto de 2020 10:11
Hora: 10:11
Asunto: traslado de unidad
Gracias""",
    """El jueves, 6 de agosto de 2020 a las 10:00, Pedro escribió:
"sigue fallando"
y ya no contestó""",
    """Acta: el día 12 de octubre de 2024 a las 10:30, el asegurado, con póliza 123, escribió:
«Choqué en Reforma»
Se anexa foto.""",
    """Les paso lo que dice:

Enviado desde mi cuenta, no aparece nada""",
    """Llegó un paquete.

Sent from our warehouse on Monday""",
    """Pedro Ramírez <pedro@x.mx>:
ese es el usuario que no entra.""",
    """Recibí esto de Juan <juan@x.mx> el 3 de agosto a las 10:11:
no puede entrar.""",
    """Opción A: GNP
--
Opción B: Qualitas
--
Opción C: AXA""",
    """Gracias por la ayuda
--
PD: también falla la impresora de Laura""",
    """Asegurado: Juan Pérez
De: 45 años
Para: cobertura amplia
Asunto: cotización
Fecha: 3 de agosto de 2020 10:11

¿Cuánto sale?""",
    """Reporte del siniestro
Fecha: lunes 3 de agosto de 2020, 10:11 a.m.
De: ajustador Pérez
Para: cabina
Asunto: choque en Reforma
Folio: 123""",
    """Así venía la nota:
Para: Rosa
De: Laura
Asunto: x
Fecha: 3/8/2020 10:11""",
    """03/08/2020 10:11 Juan Pérez escribió:
- No abre

04/08/2020 11:20 Ana escribió:
- Ya abrió""",
    """No puedo descargar
Descargar la póliza en mi iPhone marca error""",
    """Cita de mañana:
> 10:00 Ana
> 11:00 Luis""",
    """Según el contrato (página 3):
> La cobertura inicia a las 12:00.
> Termina un año después.
> Se renueva sola.

¿Es correcto?""",
    """Pego el correo sospechoso:

De: "Banco" <aviso@banco.example>
Asunto: Su cuenta será bloqueada

¿Es de ustedes?""",
    """Alta de asegurado:
Cliente: Juan <juan@x.mx>
Fecha de alta: 3/8/2020 10:11
Agente: Rosa
Póliza: nueva""",
]


@pytest.mark.parametrize("text", OWN_WORDS)
def test_forms_memos_logs_and_rules_of_a_person_stay(text):
    assert words(shown(text)) == words(text)
    assert words(shown(text.replace("\n", "\r\n"))) == words(text)


@pytest.mark.parametrize("text", OWN_WORDS)
def test_they_stay_in_html_too(text):
    html = "<div>" + escape(text).replace("\n", "<br>\n") + "</div>"

    assert words(shown("", html)) == words(text)


@pytest.mark.parametrize(
    "text", [text for text in OWN_WORDS if ":" in text and not text.startswith(("Saludos", "____"))]
)
def test_they_stay_above_a_quoted_mail_too(text):
    block = "De: Mesa <mesa@segu.example>\nEnviado el: lunes, 3 de agosto de 2020 10:11\nPara: Rosa\nAsunto: RE: No"

    assert words(shown(f"{text}\n\n{block}\n\nHola, Rosa.")) == words(text)


def test_a_list_glued_below_its_sentence_stays():
    text = "Hice esto\n> entro a la página\n> doy clic en cotizar\n> sale error"

    assert shown(text) == text
