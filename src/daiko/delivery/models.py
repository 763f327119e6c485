"""Tables of the delivery room: what was packed for whom, under which names.

Source: standards/routing-and-delivery.md 3 (split and bundle), 3.2 (control
totals), rulings.md 43, 44, 51. Bytes of packages lie in the object store; the
documents themselves stay where reception keeps them.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class DeliveryMonth(models.Model):
    """A processing month whose packages agree with the claims and the invoices: released."""

    month = models.TextField(primary_key=True)  # YYYY-MM
    packages = models.IntegerField()
    documents = models.IntegerField()
    claim_yen = models.BigIntegerField()
    released_at = models.DateTimeField()

    class Meta:
        db_table = "delivery_month"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(month__regex=r"^[0-9]{4}-(0[1-9]|1[0-2])$"),
                name="delivery_month_form",
            ),
        ]


class Package(models.Model):
    """One archive we wrote: type 3 to an insurer or type 2 back to a provider."""

    class Kind(models.TextChoices):
        INSURER = "insurer", "保険者向け送付"
        RETURN = "return", "返戻"

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField(choices=Kind.choices)
    month = models.TextField()  # processing month YYYY-MM
    receiver = models.TextField()  # insurer 8 digits or provider 10 digits
    archive_name = models.TextField(unique=True)
    submitted_on = models.TextField()  # YYYYMMDD of the name
    sequence = models.SmallIntegerField()
    submission_id = models.BigIntegerField(null=True)  # returns: the submission they answer
    sha256 = models.TextField()
    size_bytes = models.BigIntegerField()
    object_key = models.TextField()
    document_count = models.IntegerField()
    claim_yen = models.BigIntegerField()
    schema_set = models.TextField(default="daiko")  # the set enclosed: daiko or official:<id>
    created_at = models.DateTimeField()

    class Meta:
        db_table = "delivery_package"
        ordering: ClassVar = ["month", "kind", "receiver", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receiver", "submitted_on", "sequence"], name="delivery_package_place"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["insurer", "return"]), name="delivery_package_kind"
            ),
            models.CheckConstraint(
                condition=Q(month__regex=r"^[0-9]{4}-(0[1-9]|1[0-2])$"),
                name="delivery_package_month",
            ),
            models.CheckConstraint(
                condition=Q(kind="insurer", receiver__regex=r"^[0-9]{8}$")
                | Q(kind="return", receiver__regex=r"^[0-9]{10}$"),
                name="delivery_package_receiver",
            ),
            models.CheckConstraint(
                condition=Q(kind="insurer", submission_id__isnull=True)
                | Q(kind="return", submission_id__isnull=False),
                name="delivery_package_submission",
            ),
            models.CheckConstraint(
                condition=Q(sequence__gte=0, sequence__lte=9), name="delivery_package_sequence"
            ),
            models.CheckConstraint(
                condition=Q(document_count__gt=0, claim_yen__gte=0, size_bytes__gt=0),
                name="delivery_package_counts",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="delivery_package_sha256"
            ),
        ]


class PackageDocument(models.Model):
    """Where a document went: its new name beside its origin (routing 3, rule 6)."""

    id = models.BigAutoField(primary_key=True)
    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="documents")
    kind = models.TextField()  # that of the package, here so that one document goes out once
    document_id = models.BigIntegerField()
    name = models.TextField()  # new pair name, without prefix letter and .xml

    class Meta:
        db_table = "delivery_package_document"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "document_id"], name="delivery_document_sent_once"
            ),
            models.UniqueConstraint(fields=["package", "name"], name="delivery_name_in_package"),
            models.CheckConstraint(
                condition=Q(kind__in=["insurer", "return"]), name="delivery_document_kind"
            ),
        ]
