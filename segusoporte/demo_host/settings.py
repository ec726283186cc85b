"""The desk's settings with another urlconf and the strictest policy a host may have."""

from csp.constants import SELF

from segusoporte.settings import *  # noqa: F403
from segusoporte.settings import SITE_URL

ROOT_URLCONF = "segusoporte.demo_host.urls"
WSGI_APPLICATION = "segusoporte.demo_host.wsgi.application"
SECURE_SSL_REDIRECT = False
# One script origin and one connect origin for the button; nothing else of another origin, nothing inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, SITE_URL],
        "connect-src": [SELF, SITE_URL],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["'none'"],
    }
}
