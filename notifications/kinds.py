"""The two marks that every mail of ours carries.

Nothing but the standard library: the reader of received mail knows the marks too.
"""

LOOP_HEADER = "X-Segusoporte-Loop"  # whatever comes in with it is our own mail coming back
DELIMITER = "## Escribe tu respuesta arriba de esta línea ##"
