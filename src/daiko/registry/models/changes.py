"""History of the registry: who changed which row when, written by the database alone.

Source: standards/actors-and-contracts.md 5 and 6, security-controls.md A4. Triggers of
migration 0007 write it; the application may read it and nothing else.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Change(models.Model):
    """One change of one row. ``old`` and ``new`` are the row as stored.

    ``action``: added, changed, or began (the registry was in use before it had a history).
    An added card keeps no copy of its values: they stand in the card, or in ``old`` of its
    first change. ``changed_at`` is the moment of the verb, ``recorded_at`` the database's.
    """

    id = models.BigAutoField(primary_key=True)
    table_name = models.TextField()
    row_key = ArrayField(models.TextField())
    action = models.TextField()
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    changed_by = models.TextField()
    changed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    transaction = models.BigIntegerField()  # which transaction of the database

    class Meta:
        db_table = "registry_change"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(action__in=["added", "changed", "began"]),
                name="registry_change_action",
            ),
            models.CheckConstraint(
                condition=~models.Q(changed_by=""), name="registry_change_changed_by"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["row_key", "table_name"], name="registry_change_of_row")
        ]
