"""A row that one worker at a time works on: leased until a moment, then settled or given back by whoever holds it.

One statement takes it, so that however many workers ask at once, one gets it. A lease that ran out is taken over, and
what its late holder still writes through `held()` touches nothing.
"""

from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import models, router
from django.db.models import F, Q
from django.db.models.sql import UpdateQuery

Row = TypeVar("Row", bound="Leased")


class LeasedQuerySet(models.QuerySet[Row]):
    def not_leased(self, now: datetime) -> Self:
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=now))

    def take(self, until: datetime, **values: Any) -> list[Row]:
        """Lease these rows: ours until then, one attempt older, with these values; in row order.

        UPDATE … RETURNING, for which Django has no method: an UPDATE and a SELECT would be two statements for every row.
        """
        database = router.db_for_write(self.model)
        query = self.order_by().query.chain(UpdateQuery)
        assert isinstance(query, UpdateQuery)  # as chain() was asked
        query.add_update_values({"leased_until": until, "attempts": F("attempts") + 1, **values})
        statement, parameters = query.get_compiler(database).as_sql()
        taken = self.model._default_manager.using(database).raw(f"{statement} RETURNING *", parameters)
        return sorted(taken, key=lambda row: row.pk)


class Leased(models.Model):
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def held(self) -> "models.QuerySet[Self]":
        """This row while our lease is the last one it had; no row once it ran out and another worker took it."""
        return type(self)._default_manager.filter(pk=self.pk, leased_until=self.leased_until)
