#!/usr/bin/env python
"""Django's command line for Segusoporte."""

import os
import sys

KEEPS_MAIL = {0, 66, 75}  # what `receive_mail` itself ends with; anything else would bounce the mail
TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h


def main() -> None:
    """Run one command. Nothing that keeps `receive_mail` from starting, such as a wrong setting, bounces a mail."""
    try:
        run()
    except BaseException as stop:
        if sys.argv[1:2] != ["receive_mail"] or getattr(stop, "code", 1) in KEEPS_MAIL:
            raise
        sys.stderr.write(f"{stop}\n")
        sys.exit(TRY_AGAIN)


def run() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036  (said in words, instead of a traceback)
        sys.exit("Segusoporte necesita Python 3.11 o más nuevo. bin/start busca uno y arranca todo.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segusoporte.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:
        sys.exit("Faltan las dependencias. bin/start las instala en .venv y arranca todo.")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
