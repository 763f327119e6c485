import django.db.models.deletion
from django.db import migrations, models

BEFORE = (
    "claim_confirmed", "fee", "reversal", "held_cancelled", "collected", "collection_cancelled",
    "suspense_applied", "repayment", "payee_changed", "paid", "shortfall", "shortfall_recovered",
)
AFTER = (*BEFORE[:9], "credit_passed_on", *BEFORE[9:])
WORDS = (
    ("posting", "event", "settlement_posting_event"),
    ("entry", "reason", "settlement_entry_reason"),
)


def one_word_more(table: str, field: str, name: str) -> str:
    words = ", ".join(f"'{word}'" for word in AFTER)
    return (
        f"ALTER TABLE settlement_{table} DROP CONSTRAINT {name}, "
        f"ADD CONSTRAINT {name} CHECK ({field} IN ({words})) NOT VALID;"
    )


def one_word_less(table: str, field: str, name: str) -> str:
    words = ", ".join(f"'{word}'" for word in BEFORE)
    return (
        f"ALTER TABLE settlement_{table} DROP CONSTRAINT {name}, "
        f"ADD CONSTRAINT {name} CHECK ({field} IN ({words}));"
    )


class Migration(migrations.Migration):
    """Credits that pass on with a merger. NOT VALID: rows that stand met the narrower word
    list, so that a ledger of millions is not scanned."""

    dependencies = [("settlement", "0002_append_only_ledger")]
    operations = [
        migrations.CreateModel(
            name="CreditTransfer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("processing_month", models.TextField()),
                ("from_insurer", models.TextField()),
                ("to_insurer", models.TextField()),
                ("invoice_number", models.TextField()),
                ("amount_yen", models.BigIntegerField()),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="settlement.invoice"
                    ),
                ),
            ],
            options={
                "db_table": "settlement_credit_transfer",
                "ordering": ["processing_month", "from_insurer"],
            },
        ),
        *(
            migrations.AddConstraint(model_name="credittransfer", constraint=constraint)
            for constraint in (
                models.UniqueConstraint(
                    fields=("invoice",), name="settlement_credit_passes_once"
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("processing_month__regex", "^20[0-9]{2}-(0[1-9]|1[0-2])$")
                    ),
                    name="settlement_credit_transfer_month",
                ),
                models.CheckConstraint(
                    condition=models.Q(("from_insurer__regex", "^[0-9]{8}$")),
                    name="settlement_credit_transfer_from",
                ),
                models.CheckConstraint(
                    condition=models.Q(("to_insurer__regex", "^[0-9]{8}$")),
                    name="settlement_credit_transfer_to",
                ),
                models.CheckConstraint(
                    condition=models.Q(("amount_yen__gt", 0)),
                    name="settlement_credit_transfer_amount",
                ),
                models.CheckConstraint(
                    condition=models.Q(("from_insurer", models.F("to_insurer")), _negated=True),
                    name="settlement_credit_transfer_other",
                ),
            )
        ),
        migrations.RunSQL(
            "CREATE TRIGGER settlement_credit_transfer_append_only "
            "BEFORE UPDATE OR DELETE ON settlement_credit_transfer "
            "FOR EACH STATEMENT EXECUTE FUNCTION settlement_refuse_change();",
            "DROP TRIGGER settlement_credit_transfer_append_only ON settlement_credit_transfer;",
        ),
        *(
            migrations.RunSQL(
                one_word_more(table, field, name),
                one_word_less(table, field, name),
                state_operations=[
                    migrations.RemoveConstraint(model_name=table, name=name),
                    migrations.AddConstraint(
                        model_name=table,
                        constraint=models.CheckConstraint(
                            condition=models.Q((f"{field}__in", list(AFTER))), name=name
                        ),
                    ),
                ],
            )
            for table, field, name in WORDS
        ),
    ]
