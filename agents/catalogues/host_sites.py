"""A host site in the back office: its origins, its secrets, and the snippet that its developers copy."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse

from agents.catalogues.site import site
from tickets.models import Site, SiteSecret
from tickets.refusals import InvalidInput
from tickets.widget.sites import normal_origin


class OriginsField(forms.Field):
    """Origins, one a line, kept as browsers write them."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 60})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def clean(self, value) -> list[str]:
        origins = []
        for line in self.to_python(value):
            try:
                origins.append(normal_origin(line))
            except InvalidInput as error:
                raise forms.ValidationError(str(error)) from error
        return list(dict.fromkeys(origins))


class SiteForm(forms.ModelForm):
    allowed_origins = OriginsField(
        label="Orígenes permitidos", required=False, help_text="Uno por renglón: https://cotizador.ejemplo.mx"
    )

    class Meta:
        model = Site
        fields = ["name", "allowed_origins", "default_process", "active"]


class SecretInline(admin.StackedInline):
    """Two live side by side while one is rotated out: add the new one, change the host's server, retire the old one."""

    model = SiteSecret
    fields = [("kid", "retired_at"), "secret", "created_at"]
    readonly_fields = ["created_at"]
    extra = 0


@admin.register(Site, site=site)
class SiteAdmin(admin.ModelAdmin):
    form = SiteForm
    list_display = ["name", "public_key", "active"]
    fields = ["name", "public_key", "allowed_origins", "default_process", "active", "snippet"]
    readonly_fields = ["public_key", "snippet"]
    inlines = [SecretInline]

    @admin.display(description="Para pegar en el sitio")
    def snippet(self, edited: Site) -> str:
        """The script tag, and how the host's server signs who is there, in Python and in PHP."""
        if edited.pk is None:
            return "Guarda el sitio y aquí aparece lo que hay que pegar."
        secret = edited.current_secret()
        return render_to_string(
            "agents/catalogues/site_snippet.html",
            {
                "loader": settings.SITE_URL + reverse("tickets:widget_loader"),
                "origin": settings.SITE_URL,
                "site": edited,
                "kid": secret.kid if secret else "",
            },
        )
