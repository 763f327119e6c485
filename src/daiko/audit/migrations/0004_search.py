"""Indexes for the auditor's questions: which organisation acted, what happened.

Of ten million rows a page shows fifty; without these a rare organisation or event is looked
for in all of them (journeys 6; docs/why/audit-chain.md).
"""

from django.db import migrations

INDEXES = """
CREATE INDEX audit_entry_tenant ON audit_entry (tenant, id);
CREATE INDEX audit_entry_event ON audit_entry (event text_pattern_ops, id);
"""
UNDO = "DROP INDEX audit_entry_tenant, audit_entry_event;"


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_chain_for_all")]
    operations = [migrations.RunSQL(INDEXES, UNDO)]
