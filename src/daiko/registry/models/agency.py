"""The agency itself: its profile, its 48 offices, the entry agents and who appointed them.

Source: standards/actors-and-contracts.md 1 (代行入力機関) and 2 (agency numbers); issue "who
may do what" (head office and 47 prefectural branches).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daiko.registry.models.constraints import digits, in_order
from daiko.registry.models.parties import Provider


class Agency(models.Model):
    """代行機関の名乗り: what papers and notices say of the agency, for some days."""

    id = models.BigAutoField(primary_key=True)
    agency_number = models.TextField()  # 8 digits
    name = models.TextField()
    kana = models.TextField()
    postal_code = models.TextField()
    address = models.TextField()
    telephone = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "registry_agency"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_number", "valid_from"], name="registry_agency_once"
            ),
            digits("agency_number", 8, "registry_agency_number"),
            models.CheckConstraint(condition=~Q(name=""), name="registry_agency_name"),
            in_order("valid_from", "valid_to", "registry_agency_days"),
        ]


class Office(models.Model):
    """本部・支部. ``office_number``: 00 head office, 01 to 47 the branch of a prefecture."""

    office_number = models.TextField(primary_key=True)
    name = models.TextField()
    postal_code = models.TextField()
    address = models.TextField()
    telephone = models.TextField()
    start_on = models.DateField()
    end_on = models.DateField(null=True)

    class Meta:
        db_table = "registry_office"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(office_number__regex=r"^([0-3][0-9]|4[0-7])$"),
                name="registry_office_number",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="registry_office_name"),
            in_order("start_on", "end_on", "registry_office_days"),
        ]


class EntryAgent(models.Model):
    """代行入力機関: types paper results for clinics; ``files_claims``: claims for them too."""

    agent_number = models.TextField(primary_key=True)  # 10 digits
    name = models.TextField()
    kana = models.TextField()
    postal_code = models.TextField()
    address = models.TextField()
    telephone = models.TextField()
    files_claims = models.TextField()  # yes | no
    start_on = models.DateField()
    end_on = models.DateField(null=True)

    class Meta:
        db_table = "registry_entry_agent"
        constraints: ClassVar = [
            digits("agent_number", 10, "registry_entry_agent_number"),
            models.CheckConstraint(condition=~Q(name=""), name="registry_entry_agent_name"),
            models.CheckConstraint(
                condition=Q(files_claims__in=["yes", "no"]), name="registry_entry_agent_files"
            ),
            in_order("start_on", "end_on", "registry_entry_agent_days"),
        ]


class EntryAppointment(models.Model):
    """A provider has appointed an entry agent to send for it, for some days."""

    id = models.BigAutoField(primary_key=True)
    agent = models.ForeignKey(EntryAgent, models.PROTECT, db_column="agent_number")
    provider = models.ForeignKey(Provider, models.PROTECT, db_column="provider_number")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "registry_entry_appointment"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agent", "provider", "valid_from"], name="registry_entry_appointment_once"
            ),
            models.CheckConstraint(
                condition=~Q(agent=models.F("provider")), name="registry_entry_appointment_other"
            ),
            in_order("valid_from", "valid_to", "registry_entry_appointment_days"),
        ]
