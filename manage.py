#!/usr/bin/env python
"""Django's command line for Segusoporte."""

import os
import sys


def main() -> None:
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
