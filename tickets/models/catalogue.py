"""The catalogues: processes of the platform, and insurers with the names people give them."""

import re
from functools import lru_cache
from typing import Self

from django.db import models

from tickets.folding import fold


class ProcessQuerySet(models.QuerySet["Process"]):
    def active(self) -> Self:
        """Those that may still be chosen."""
        return self.filter(active=True)


class Process(models.Model):
    name = models.CharField("nombre", max_length=80, unique=True)
    slug = models.SlugField("clave", max_length=80, unique=True)
    needs_approval = models.BooleanField("requiere VoBo", default=True, help_text="Preselecciona Solución o Cerrar.")
    active = models.BooleanField("activo", default=True)
    position = models.PositiveSmallIntegerField("orden", default=0)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = "proceso"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class InsurerQuerySet(models.QuerySet["Insurer"]):
    def active(self) -> Self:
        """Those that may still be chosen, or named."""
        return self.filter(active=True)

    def named_in(self, text: str) -> "Insurer | None":
        """The insurer whose name or alias stands in the text as whole words, accents folded; the longest wins.

        An alias that is also a common word or a name («ANA») is only believed as it is written in the catalogue:
        «Ana no puede entrar» does not name ANA Seguros, and neither does a text all in capitals, where they say nothing.
        """
        best: tuple[int, int] | None = None
        folded, as_written = fold(text), "" if text.isupper() else text
        for alias, exact, insurer_id in self._names():
            haystack = as_written if exact else folded
            if _whole_word(alias).search(haystack) and (best is None or len(alias) > best[0]):
                best = (len(alias), insurer_id)
        return self.filter(pk=best[1]).first() if best else None

    def _names(self) -> list[tuple[str, bool, int]]:
        """(text to look for, whether case counts, insurer): aliases of active ones, and names that no alias spells.

        So an insurer just added is found by its own name.
        """
        alias = ("aliases__folded", "aliases__text", "aliases__capitals_only")
        rows = list(self.order_by("aliases__text", "name").values_list("pk", "name", "active", *alias))
        spelled = {folded for *_, folded, _text, _exact in rows}
        rows = [row for row in rows if row[2]]
        aliases = [(text if exact else folded, exact, pk) for pk, *_, folded, text, exact in rows if folded]
        own = {(_folded(name), False, pk) for pk, name, *_ in rows if _folded(name) not in spelled}
        return aliases + sorted(own)


@lru_cache(maxsize=1024)
def _folded(name: str) -> str:
    return fold(name)


@lru_cache(maxsize=1024)
def _whole_word(alias: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(alias)}(?!\w)")


class Insurer(models.Model):
    name = models.CharField("nombre", max_length=80, unique=True)
    active = models.BooleanField("activa", default=True)

    objects = InsurerQuerySet.as_manager()

    class Meta:
        verbose_name = "aseguradora"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class InsurerAlias(models.Model):
    insurer = models.ForeignKey(Insurer, models.CASCADE, related_name="aliases", verbose_name="aseguradora")
    text = models.CharField("alias", max_length=80)
    folded = models.CharField(max_length=80, unique=True, editable=False)
    capitals_only = models.BooleanField(
        "sólo como está escrito", default=False, help_text="Para alias que también son palabras o nombres: ANA."
    )

    class Meta:
        verbose_name = "alias"
        verbose_name_plural = "alias"
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs) -> None:
        self.folded = fold(self.text)
        super().save(*args, **kwargs)
