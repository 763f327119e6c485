"""The rules: one module a subject, each function marked with the rule it decides.

Archives (``archive_*``, ``index_rules``, ``summary_rules``), the XML form of documents
(``xml_form``), results (``result_*``) and claims (``claim_*``) of checkups, guidance
(``guidance_*``), and what lies between files and registers (``cross_file``, ``reference``,
``contract``, ``eligibility``, ``duplicate``, ``period``). A rule knows its subject and what
the rule book gives it; it never loads a document or decides a severity. ``rulebook.py`` finds the
modules by being here.
"""
