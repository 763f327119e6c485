"""What a clerk types and the rule that must come first."""

from __future__ import annotations

import pytest

from daiko.checks.official_codes import read_official_codes
from daiko.checks.rule_search import fold, same_rule, search_rules
from daiko.checks.rulebook import rules

QUERIES = [
    ("X-CC-034", "X-CC-034"),
    ("xcc34", "X-CC-034"),
    ("ｘ－ｃｃ－０３４", "X-CC-034"),
    ("cc 034", "X-CC-034"),
    ("cc034", "X-CC-034"),
    ("mkca01709e", "MKCA01709E"),
    ("1110-06", "1110-06"),
    ("健診実施年月日が受診券有効期間を経過しています。", "X-EL-003"),
    ("受診券有効期間を経過", "X-EL-003"),
    ("No.3 健診実施年月日が受診券有効期間を経過しています。 エラー", None),
    (
        "単価合計金額が各健診単価金額（基本、詳細、追加、人間ドック）の合計と一致しません。",
        "X-CC-028",
    ),
    ("基本的な健診の窓口負担金額が単価情報", "X-CC-029"),
    (
        "追加健診・人間ドックの窓口負担金額が単価情報、受診券情報から算出した値と一致しません",
        "X-CC-031",
    ),
    ("健診実施時点の被保険者マスタが存在しません", "X-EL-007"),
    ("平成20年4月1日から本システム受付日の間の範囲外", "X-PE-001"),
    ("zipファイル形式ではありません", "X-ARC-001"),
    ("ＺＩＰファイル形式", "X-ARC-001"),
    ("資格喪失後の受診", "1110-06"),
    ("上限の計算", "X-CC-034"),
    ("定率 四捨五入", "X-CC-033"),
    ("窓口負担 上限 計算", None),
    ("身長", "X-HI-001"),
    ("HbA1c", None),
    ("喫煙", "X-HI-034"),
    ("医師の氏名", "X-HI-032"),
    ("半角ｶﾅ", "X-XML-014"),
    ("名前空間 決済情報", "X-XML-004"),
    ("総ファイル数", "X-IX-009"),
    ("同じ受診券 二つ", "X-DU-001"),
    ("定額負担の計算", "X-CC-032"),
    ("ほけんしゃ番号 検証番号", "X-REF-005"),
    ("check digit insurer", "X-REF-005"),
    ("expired card", None),
    ("index.xml", "X-ARC-009"),
    ("summary.xml", "X-ARC-010"),
    ("5年", "X-PE-006"),
]
"""Query, first hit; None: the query must find something."""


@pytest.mark.parametrize(("query", "first"), QUERIES)
def test_a_clerks_query(query: str, first: str | None) -> None:
    """The rule that is meant stands first."""
    found = search_rules(query)
    assert found.ids
    if first:
        assert found.ids[0] == first, found.ids[:5]


GENERAL = [
    ("有効期限切れ", "X-EL-003"),
    ("受診券の期限が切れている", "X-EL-003"),
    ("二重請求", "X-DU-002"),
    ("重複請求", "X-DU-005"),
    ("腹囲 ない", "X-HI-005"),
    ("ウエスト", "X-HI-005"),
    ("ドック 単価", "X-CT-007"),
    ("たばこ", "X-HI-034"),
    ("集計 人数", "X-SU-002"),
    ("外字", "X-XML-014"),
    ("期限切れ", "X-EL-003"),
    ("まどぐち負担 定額", "X-CC-032"),
    ("半角カナ 氏名", "X-CC-007"),
    ("重複 受診券", "X-DU-001"),
    ("paymentForBasic", "X-CC-029"),
    ("HbA1c", "X-HI-022"),
    ("住所 違う", "X-XF-008"),
    ("締切 過ぎた", "X-PE-005"),
    ("パスワード", "X-ARC-002"),
    ("ポイント 180", "X-HG-021"),
    ("初回面接 電話", "X-HG-017"),
    ("利用券 期限", "X-EL-005"),
    ("別表9 05", "X-HC-019"),
]
"""Words that fit several rules, and one that must be among the first five."""


@pytest.mark.parametrize(("query", "wanted"), GENERAL)
def test_general_words_show_the_rule_among_the_first(query: str, wanted: str) -> None:
    """A clerk sees the rule without turning a page."""
    assert wanted in search_rules(query).ids[:5]


def test_every_official_message_finds_its_rule() -> None:
    """Whatever a sheet prints and we know, whole or its first half, finds the rule first."""
    for rule_id, row in rules().items():
        message = row.official_message_ja.split("…")[0]
        if message and not rule_id.startswith("MKCA"):
            assert search_rules(message).ids[0] == rule_id
            assert rule_id in search_rules(message[: len(message) // 2 + 1]).ids


@pytest.mark.parametrize("rule_id", ["X-CC-034", "X-ARC-001", "X-HI-050", "MKCA01709E", "1110-06"])
def test_an_id_is_found_alone_however_it_is_written(rule_id: str) -> None:
    """Dashes, case and width do not matter, and nothing else is shown with it."""
    for written in (rule_id, rule_id.lower(), rule_id.replace("-", ""), f" {rule_id} "):
        assert search_rules(written).ids == (rule_id,)
        assert same_rule(written) == rule_id


def test_several_words_must_all_be_met() -> None:
    """Each word narrows; their order does not matter."""
    one, two = search_rules("受診券").ids, search_rules("受診券 整理番号").ids
    assert set(two) < set(one)
    assert set(two) == set(search_rules("整理番号　受診券").ids)


def test_an_empty_search_is_the_whole_book() -> None:
    """Nothing asked: all rules in the catalogue's order. Only signs: nothing meets them."""
    assert search_rules("  ").ids == tuple(rules())
    assert search_rules("、。…").ids == ()


def test_a_prefix_lists_its_rules() -> None:
    """xcc or arc shows the rules of that kind first."""
    assert all(i.startswith("X-ARC") for i in search_rules("xarc").ids[:27])
    assert all(i.startswith("X-DU") for i in search_rules("du").ids[:9])


def test_english_words_are_met_from_their_beginning() -> None:
    """BMI is not in submitted; namespace is in namespaces."""
    for rule_id in search_rules("BMI").ids:
        assert rule_id.startswith(("X-HI", "X-HR", "X-HC", "X-HG"))


def test_codes_that_a_user_brought_come_first() -> None:
    """A real sheet's code and line find the rule they were laid beside."""
    codes = read_official_codes("rule,code,text,source\nX-CC-029,E0101,負担額相違,実物\n")
    assert search_rules("Ｅ０１０１", official=codes).ids[0] == "X-CC-029"
    assert search_rules("負担額相違", official=codes).ids == ("X-CC-029",)
    assert search_rules("負担額相違").ids != ("X-CC-029",)


@pytest.mark.parametrize("row", ["X-CC-999,E1,x,y", "X-CC-029,,x,y", ",E1,,"])
def test_a_bad_row_of_codes_is_refused_with_its_line(row: str) -> None:
    """An unknown rule or an empty code names the line."""
    with pytest.raises(ValueError, match="line 3"):
        read_official_codes(f"rule,code,text,source\nX-CC-029,E1,x,y\n{row}\n")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ｈｂ Ａ１ｃ", "hba1c"),
        ("ほけんしゃ", "ホケンシャ"),
        ("ﾎｹﾝｼｬ", "ホケンシャ"),
        ("γ-GT", "γgt"),
    ],
)
def test_one_writing_for_all(text: str, folded: str) -> None:
    assert fold(text) == folded
