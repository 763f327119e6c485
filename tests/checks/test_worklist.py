"""The clerk's worklist: one line a finding, safe and readable in a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import date

from building import a_claim, a_result, an_archive
from daiko.checks.causes import causes_of
from daiko.checks.findings import Finding, Severity
from daiko.checks.masking import View
from daiko.checks.worklist import HEADINGS, cases_of, worklist_csv, worklist_rows


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def the_file(language: str = "ja", view: View = View.WHOLE) -> bytes:
    report = an_archive([(a_result(), a_claim(name="=HYPERLINK(1)", claim_amount="1"))]).check()
    rows = worklist_rows(cases_of(report), language=language, view=view)
    return b"".join(worklist_csv(rows, language=language))


def test_excel_opens_it_rightly() -> None:
    """Byte order mark, CRLF after every line, the columns in their order."""
    data = the_file()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert data.decode("utf-8-sig").splitlines()[0] == ",".join(HEADINGS["ja"])


def test_a_line_tells_what_to_do() -> None:
    """Pair, file, place, line, values, cause, remedy, return reason, rule."""
    (money,) = [row for row in lines(the_file()) if row["規則"] == "X-CC-041"]
    assert money["組"] == "'13199000132026060501000000"
    assert money["ファイル"].startswith("CLAIMS/c")
    assert (money["記録値"], money["正"], money["返戻理由"]) == ("1", "7680", "09")
    assert money["行"].isdigit()
    assert money["原因"]
    assert money["対処"]
    assert money["区分"] == "返戻"
    (english,) = [row for row in lines(the_file("en")) if row["rule"] == "X-CC-041"]
    assert english["remedy"].isascii()


def test_a_spreadsheet_keeps_numbers_as_they_are_written() -> None:
    """An insurer number without its zero is another number; a pair of 26 digits has no end."""
    finding = Finding("X-CC-003", "x", found="01271022", expected="000001", document="y")
    money = Finding("X-CC-041", "x", found="7680", expected="0", document="y")
    rows = worklist_rows([("1" * 26, causes_of([finding, money]))], language="ja", view=View.WHOLE)
    shown = [(row[0], row[4], row[5]) for row in rows]
    assert shown == [
        ("'" + "1" * 26, "'01271022", "'000001"),
        ("'" + "1" * 26, "7680", "0"),
    ]


def test_no_cell_is_a_formula() -> None:
    """A name that begins with = is text, whole or masked."""
    for view in View:
        for row in lines(the_file(view=view)):
            for value in row.values():
                assert not value.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert "'=HYPERLINK(1)" in the_file().decode()
    assert "HYPERLINK" not in the_file(view=View.MASKED).decode()


def test_followers_stand_below_what_they_follow() -> None:
    """The last column names the rule that leads."""
    found = (Finding("X-IX-007"), Finding("X-ARC-024"))
    rows = list(worklist_rows([("", causes_of(found))], language="ja", view=View.WHOLE))
    assert [(row[9], row[-1]) for row in rows] == [("X-ARC-024", ""), ("X-IX-007", "X-ARC-024")]


def test_a_warning_tells_from_when_it_is_an_error() -> None:
    """Announced strictness: the day stands beside the severity, else nothing."""
    warned = Finding("X-IX-007", severity=Severity.WARNING, becomes_error_on=date(2026, 12, 1))
    rows = worklist_rows(
        [("", causes_of((warned, Finding("X-CC-041"))))], language="ja", view=View.WHOLE
    )
    days = {row[9]: row[HEADINGS["ja"].index("返戻になる日")] for row in rows}
    assert days == {"X-IX-007": "2026-12-01", "X-CC-041": ""}
