from django.db import migrations

# A reversed document was accepted in its month and stays in that month's proof;
# reversal only lets a corrected claim for the same card be accepted.
VIEW = """
CREATE VIEW reception_accepted_claim AS
SELECT d.id AS document_id,
       s.id AS submission_sequence,
       s.receipt_number,
       d.pair_name,
       s.processing_month,
       d.insurer_number,
       d.provider_number,
       'checkup'::text AS kind,
       d.performed_on AS service_on,
       d.unit_total_yen,
       d.payment_yen,
       d.other_program_yen,
       d.claim_yen,
       d.result_sha256,
       d.claim_sha256
FROM reception_document d
JOIN reception_submission s ON s.id = d.submission_id
WHERE d.state IN ('accepted', 'reversed') AND s.state IN ('accepted', 'partly_accepted');
"""


class Migration(migrations.Migration):
    """The published interface of reception: what settlement and delivery build upon."""

    dependencies = [("reception", "0001_tables")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW reception_accepted_claim;")]
