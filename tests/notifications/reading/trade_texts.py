"""What people of the trade write that looks like a quotation, a signature, a phone's line or a notice, and is none.

Every one is all their own words. Invented; each was written before the rule that it guards against was touched.
"""

SPOKEN = [
    "El contratante 5520 (raul.meza@correo.example) escribió:\nno me llegó la carátula\n\n¿Se la pueden reenviar hoy?",
    "El asegurado 4471 (juan@correo.example) escribió:\nla póliza salió con otro nombre\n\nFavor de corregir.",
    "La aseguradora (mesa@sol.example) respondió:\nel folio 3301 sigue en revisión\n\n¿Qué le digo al cliente?",
    "Juan Pérez <juan@correo.example> escribió:\nque no puede pagar en el portal\n\n¿Lo ven?",
    "El 16/11/2026 a las 09:40 la clienta escribió:\nnecesito mi factura\n\n¿Dónde la saco?",
    "16/11/2026 09:40 Rosa escribió:\nno abre\n16/11/2026 10:15 Pedro escribió:\nya abrió, pero sin tarifas",
    "16/11 09:40 Rosa: no abre\n16/11 10:15 Pedro: ya abrió\n16/11 11:02 Rosa: otra vez no abre",
    "[09:40] Rosa escribió:\nno abre el cotizador\n[09:41] Mesa escribió:\nreintenta\n[09:52] Rosa escribió:\nigual",
    "Bitácora:\nEl lunes 16 de noviembre de 2026, 09:40, Rosa reportó:\nerror 40\nEl martes 17, 10:00, GNP contestó:\nya quedó\nY no quedó.",
    "El lun, 16 nov 2026 el ajustador me escribió:\nno procede\n\n¿Tienen el dictamen?",
    "El chat de la aseguradora dice:\nEjecutivo escribió: espere\nYo escribí: llevo dos horas\n¿Qué más hago?",
    "Mi promotor escribió:\n\nsin clave no hay comisión\n\n¿Es cierto?",
    "El portal de Zurich escribe:\n«sesión vencida»\ny ya no deja entrar.",
    "On Monday the underwriter (ana@sol.example) wrote:\nplease send the form again\n\nNo sé cuál forma es.",
    "Según la aseguradora el 12/11/2026, 10:05 escribió:\nfalta el RFC\npero sí lo mandamos.",
    "El cliente escribió el 14/11/2026:\nquiero cancelar\n\n¿Cómo lo hago en el portal?",
    "soporte@aseguradora-sol.example escribió:\nsu solicitud fue atendida\n\nNo fue atendida.",
    "Así me contestó Laura (laura@agencia.example):\nque a ella tampoco le cotiza\n\n¿Es general?",
]

DASHES = [
    "Usuario nuevo: mrobles, oficina Toluca\n--\nTambién necesito la baja de jcastro, ya no trabaja aquí",
    "Listo, gracias\n\n--\n\nAhora es HDI el que no cotiza, marca sesión vencida",
    "Póliza 31-008: error 504\n--\nPóliza 31-009: sale en blanco",
    "Alta de clave Zurich\n--\nBaja de clave AXA",
    "Gracias.\n--\nSigue sin emitir.",
    "Gracias\n__\nEl recibo 4 no se ve",
    "Ya emitió\n—\nPero la prima cambió de 8,900 a 11,300",
    "Quálitas: bien\n---\nHDI: mal\n---\nChubb: no carga",
    "Prima neta: 5,000\n-----\nPrima total: 6,140\n-----\nNo coincide con el portal.",
    "Cotización 77-120\n________________\nPaquete amplio\n________________\nNo regresa primas",
    "Oficina Puebla\n--\nmgarza\njcastro\nlperez",
    "Pendientes:\n--\n1. Endoso de domicilio\n2. Factura de octubre",
    "Favor de dar de alta:\n--\nNombre: Iván Kú\nRFC: KUIV800101\nOficina: Mérida",
    "Buen día\n--\nNo imprime la carátula",
    "El deducible dice 5%\n--\n¿O es 10%?",
    "=====\nFLOTILLA 7788\n=====\n12 unidades, no aplica el descuento",
    "Hola\n\n--\nComisión de octubre: no coincide\n--\nComisión de septiembre: tampoco",
    "Gracias, quedó.\n--\nAhora falta la póliza de la señora Arce",
]

SENT = [
    "Adjunté la factura corregida en el portal.\nEnviado por el cliente el viernes",
    "Enviado por el cliente.",
    "La solicitud está como:\nEnviado desde el portal SURA",
    "Ya la mandé.\nEnviado desde el portal de Quálitas, sin respuesta",
    "Estatus:\nEnviado por la aseguradora",
    "El comprobante dice\nEnviado por correo al cliente",
    "Renglón 4:\nEnviado por Outlook a la aseguradora",
    "Así aparece:\nEnviado desde el correo de la agencia",
    "Enviado a la aseguradora el lunes.\nFalta respuesta.",
    "Enviado con la póliza anterior",
    "Enviado desde la oficina de Toluca",
    "Estatus del endoso:\nEnviado vía portal móvil de AXA",
    "En la bandeja dice:\nEnviado: 16/11/2026 09:40",
    "Enviado desde el celular del cliente no abre el enlace",
    "Obtener Outlook me pide contraseña para ver la póliza",
    "Descargar la app de GNP no funciona",
    "El recibo aparece\nEnviado de forma automática",
    "Mandado desde el despacho, ya llegó",
    "Enviado por mi jefe",
    "La póliza fue\nEnviada desde el sistema de emisión",
]

TYPED = [
    "Este es el correo que no le llega a mi cliente:\nDe: cotizador@segupoliza.example\nPara: dario.gil@correo.example\nFecha: 16/11/2026 09:40\nAsunto: Tu cotización 6612\n\nYa revisó la carpeta de no deseados. ¿Lo mandan otra vez?",
    "Correo perdido:\nDe: avisos@sol.example\nPara: rosa@agencia.example\nAsunto: Renovación 31-008\n\nNunca llegó.",
    "De: Toluca\nPara: Puebla\nFecha: 16/11/2026\nAsunto: traslado de unidad\n¿Qué cobertura va?",
    "De: emision@sol.example\nFecha: lunes 16 de noviembre de 2026 09:40\nPara: Rosa\nAsunto: Póliza 31-008\n\nDe ese correo les hablo: no trae el PDF.",
    "Datos del envío\nDe: Agencia Nogal\nEnviado: 16/11/2026 10:00\nPara: Mesa Técnica\nAsunto: Folio 3301\nSin respuesta desde entonces.",
    "Necesito que el aviso salga así:\nDe: Agencia Cedro <avisos@cedro.example>\nPara: el asegurado\nAsunto: Tu póliza está lista\n\nHoy sale con otro nombre.",
    "Remitente: cotizador@segupoliza.example\nDestinatario: dario@correo.example\nFecha: 16/11/2026\nAsunto: Cotización\nNo llegó.",
    "From: cotizador@segupoliza.example\nTo: dario@correo.example\nDate: 16/11/2026 09:40\nSubject: Cotización 6612\n\nRebota siempre.",
    "Asunto: Endoso\nDe: vigencia 01/11/2026\nPara: vigencia 01/12/2026\n¿Se puede mover?",
    "Formulario:\nNombre: Gema Dorantes\nCorreo: gema@correo.example\nFecha: 16/11/2026 09:40\nAsunto: Alta\nMensaje: no puedo entrar",
    "Cambio de contratante\nDe: Berta Lugo <berta@corredor.example>\nPara: Hugo Ferrer <hugo@corredor.example>\nFecha: 16 de noviembre de 2026\nAsunto: póliza 12-90",
    "-----Mensaje original-----\nAsí sale el encabezado cuando mi cliente abre la cotización, ¿por qué?",
    "El cliente ve «Mensaje original» arriba de la carátula:\n----- Mensaje original -----\ny abajo nada.",
    "________________________________\nDe: 8,900\nA: 11,300\n________________________________\nAsí cambió la prima",
]

NOTICES = [
    "Aviso legal: ya no aparece en la carátula de Zurich. ¿Es normal?",
    "El aviso de confidencialidad de la póliza sale cortado a la mitad.",
    "Este mensaje y sus anexos no se ven en el portal de la aseguradora.",
    "PRECAUCIÓN: la cotización 77-120 sale con prima cero, no la emitan.",
    "ATENCIÓN: hoy vencen las pólizas 12-90 y 12-91, urge.",
    "Este correo se originó porque no puedo entrar al cotizador.",
    "Externo: el ajustador no tiene clave, ¿se la dan?",
    "IMPORTANTE: el descuento de flotilla no aplica desde el lunes.",
    "Advertencia del portal: «su sesión caducó». Sale cada dos minutos.",
    "CAUTION sale en rojo en la pantalla de pago de Chubb.",
    "La leyenda «este correo proviene de fuera» espanta a mis clientes, ¿se puede quitar?",
    "Aviso: mañana no estaré, cualquier cosa con Pedro. Sigue pendiente el endoso.",
    "Disclaimer: no soy de sistemas, pero el error dice timeout 504.",
    "Confidencial: la comisión de octubre no coincide con el estado de cuenta.",
]

MARKED = [
    "Gracias.\n\nEl error completo:\n> npm\n> 504\n\n¿Lo ven?",
    "> 10% de descuento no aplica\n< 10% sí aplica",
    "Ruta: Emisión > Autos > Flotilla\n> y ahí se cierra",
    "Sale esto:\n>>> TypeError: prima is null\nen la pantalla 2",
    "El manual dice:\n> Oprima Emitir\n> Espere el folio\n\nEsperé y no salió.",
    "| Cobertura | Portal | Ustedes |\n| Robo total | 2,075 | |\n| RC | | 900 |",
]

REPORTS = [
    "Error al emitir:\nFecha: 16/11/2026 09:40\nUsuario: mgarza\nMódulo: emisión\nDetalle: 504",
    "550 5.1.1 User unknown\n\nEso me regresa cuando mando la póliza a mi cliente.",
    "Dice «Delivery Status Notification (Failure)» pero el correo del cliente sí existe.",
    "2026-11-16 09:40:12 ERROR cotizador timeout\n2026-11-16 09:41:12 ERROR cotizador timeout\nAsí toda la mañana.",
    "Original Message ID: 4411\nEso aparece en la pantalla de GNP.",
    "Mensaje reenviado no es, es el original: la póliza salió sin sello.",
    "Cotización: 6612\nPara: Darío Gil\nVence: 20/11/2026\nNo la puedo abrir",
    "Total de primas\n------------------\nAutos 12,000\nVida 3,400\n------------------\nFalta gastos médicos",
    "Vigencia\nDe: 16/11/2026 12:00\nA: 16/11/2027 12:00\nEstá mal, es desde el 20.",
    "Saludos,\nRosa Ibarra\nP.D. También falla la impresión de recibos.",
    "Atentamente\nRosa\n--\nNota: la póliza vence hoy",
    "Quedo atenta.\nRosa Ibarra\nAgencia Cedro\n\nAh, y el portal de Sura tampoco abre.",
    "No me deja subir la constancia.\n\nConstancia: https://sat.example/c?id=4471\n\nEs esa.",
    "Estos usuarios:\nmgarza@agencia.example\njcastro@agencia.example\nya no deben entrar",
    "Gracias.\n\nPóliza: 31-008\nEndoso: B\nMotivo: cambio de placas\nNo deja guardar.",
    "1) ¿Con qué paquete? Amplio\n2) ¿Desde cuándo? El jueves\n3) ¿Qué error? 40",
    "Respuesta a su pregunta: El lunes, 16 de noviembre de 2026, a las 09:40 salió el error.",
    "Cita: 17/11/2026 10:00, ajustador Pérez escribió que llega tarde:\n¿se puede reagendar?",
]

TRADE_TEXTS = [*SPOKEN, *DASHES, *SENT, *TYPED, *NOTICES, *MARKED, *REPORTS]
