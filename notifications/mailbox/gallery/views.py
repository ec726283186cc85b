"""Every mail in its variants, to be looked at before anybody receives it. Development only; nothing of it is kept."""

from itertools import groupby

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from ..reading import in_a_frame
from ..views import development_only, mail_csp
from .looks import LOOKS
from .samples import SAMPLES, Sample, sample_called

VIEWS = {"html": "Como se ve", "texto": "Texto"}
FRAMES = [  # width, look, words
    ("wide", "claro", "600 px, claro"),
    ("wide", "oscuro", "600 px, oscuro"),
    ("narrow", "claro", "360 px, claro"),
    ("narrow", "oscuro", "360 px, oscuro"),
    ("narrow", "sin-estilos", "360 px, sin estilos ni imágenes"),
]


@development_only
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    groups = [(kind.label, list(samples)) for kind, samples in groupby(SAMPLES, key=lambda sample: sample.kind)]
    return render(request, "mailbox/gallery.html", {"groups": groups})


@development_only
@require_safe
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    """One mail: in its frames, or its text part."""
    shown = _found(slug)
    seen = request.GET.get("ver", "html")
    if seen not in VIEWS:
        raise BadRequest("Unknown view")
    place = SAMPLES.index(shown)
    context = {
        "sample": shown, "kind": shown.kind.label, "mail": shown.mail(timezone.now()), "seen": seen, "views": VIEWS,
        "frames": FRAMES, "earlier": SAMPLES[place - 1] if place else None,
        "later": SAMPLES[place + 1] if place + 1 < len(SAMPLES) else None,
    }  # fmt: skip
    return render(request, "mailbox/gallery_sample.html", context)


@development_only
@require_safe
@xframe_options_sameorigin
@mail_csp
def frame(request: HttpRequest, slug: str, look: str) -> HttpResponse:
    """The HTML part alone, for a sandboxed frame."""
    if look not in LOOKS:
        raise Http404
    return HttpResponse(in_a_frame(LOOKS[look](_found(slug).mail(timezone.now()).html)))


def _found(slug: str) -> Sample:
    found = sample_called(slug)
    if found is None:
        raise Http404
    return found
