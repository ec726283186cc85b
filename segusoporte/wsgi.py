"""The WSGI application that the web server loads."""

import os

from django.core.wsgi import get_wsgi_application

from segusoporte.lifeline import die_with_parent_if_supervised

die_with_parent_if_supervised()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segusoporte.settings")
application = get_wsgi_application()

from segusoporte.metrics import tell_prometheus  # noqa: E402  (settings need the application)

tell_prometheus()
