"""Half-width kana, the banks' character set, abbreviations, JIS X 0201."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.money.zengin_characters import (
    EDI_CHARACTERS,
    NAME_CHARACTERS,
    abbreviate,
    bank_problems,
    decode,
    encode,
    name_problems,
    to_half_width,
)

KATAKANA = st.text(st.characters(min_codepoint=0x30A1, max_codepoint=0x30F4), max_size=20)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("テストクリニック", "ﾃｽﾄｸﾘﾆﾂｸ"),
        ("キュー", "ｷﾕ-"),
        ("ヴァイオリン", "ｳﾞｱｲｵﾘﾝ"),
        ("がぎぱ", "ｶﾞｷﾞﾊﾟ"),
        ("テスト　ケンシン", "ﾃｽﾄ ｹﾝｼﾝ"),
        ("ｍｉｔｓｕｂｉｓｈｉ　ＵＦＪ", "MITSUBISHI UFJ"),
        ("（イ）", "(ｲ)"),
        ("ｱｧｯ", "ｱｱﾂ"),
        ("ワヶ", "ﾜｹ"),
        ("カ゛", "ｶﾞ"),
        ("セイ－フク‐リ", "ｾｲ-ﾌｸ-ﾘ"),
    ],
)
def test_half_width(text: str, expected: str) -> None:
    """Kana become half width and large, long marks and dashes a hyphen, letters capitals."""
    assert to_half_width(text) == expected


@given(KATAKANA)
def test_katakana_always_fits_a_name(text: str) -> None:
    """Any katakana but ヲ ends inside the banks' set, and converting twice changes nothing."""
    half = to_half_width(text.replace("ヲ", "オ"))
    assert set(half) <= NAME_CHARACTERS
    assert to_half_width(half) == half


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("イリョウホウジン　テストクリニック", "ｲ)ﾃｽﾄｸﾘﾆﾂｸ"),
        ("イリョウホウジンシャダン　テストカイ", "ｲ)ﾃｽﾄｶｲ"),
        ("カブシキガイシャ　テスト", "ｶ)ﾃｽﾄ"),
        ("テスト　カブシキガイシャ", "ﾃｽﾄ(ｶ"),
        ("テスト　カブシキガイシャ　オオサカ", "ﾃｽﾄ(ｶ)ｵｵｻｶ"),
        ("ユウゲンガイシャテスト", "ﾕ)ﾃｽﾄ"),
        ("チホウドクリツギョウセイホウジンテスト", "ﾁﾄﾞｸ)ﾃｽﾄ"),
        ("ドクリツギョウセイホウジンテスト", "ﾄﾞｸ)ﾃｽﾄ"),
        ("シャカイフクシホウジンテスト", "ﾌｸ)ﾃｽﾄ"),
        ("ガッコウホウジンテスト", "ｶﾞｸ)ﾃｽﾄ"),
        ("テストケンコウホケンクミアイ", "ﾃｽﾄｹﾝﾎﾟ"),
        ("テストコクミンケンコウホケンクミアイ", "ﾃｽﾄｺｸﾎ"),
        ("シャカイホケンシンリョウホウシュウシハライキキン", "ｼﾔﾎ"),
        ("テストキョウサイクミアイレンゴウカイ", "ﾃｽﾄｷﾖｳｻｲﾚﾝ"),
        ("カブシキガイシャカブシキガイシャ", "ｶ)ｶﾌﾞｼｷｶﾞｲｼﾔ"),  # one per name
    ],
)
def test_corporate_abbreviations(name: str, expected: str) -> None:
    """Corporate forms shrink to the banks' abbreviations, with the bracket of their place."""
    assert abbreviate(name) == expected
    assert name_problems(expected) == ()


@pytest.mark.parametrize(
    "character", ["ｦ", "ｰ", "･", "ｧ", "a", "'", "+", ",", "/", ":", "?", "&", "株"]
)
def test_forbidden_characters_are_found(character: str) -> None:
    """What a bank refuses is found before the bank sees it."""
    assert name_problems(f"ﾃｽﾄ{character}")
    assert bank_problems(f"ﾃｽﾄ{character}")


def test_names_and_banks_differ() -> None:
    """A name may hold space, brackets and full stop, a bank's name may not; length counts."""
    assert name_problems("ｲ)ﾃｽﾄ A.B-C") == ()
    assert bank_problems("ﾐﾂﾋﾞｼUFJ") == () == bank_problems("")
    assert bank_problems("ﾐﾂﾋﾞｼ UFJ")
    assert name_problems("ｱ" * 31) == ("longer than 30 characters",)
    assert bank_problems("ｱ" * 16)
    assert name_problems("") == ("empty",)


@given(st.text(st.sampled_from(sorted(EDI_CHARACTERS))))
def test_encoding_round_trip(text: str) -> None:
    """Every allowed character is one byte and comes back."""
    assert len(encode(text)) == len(text)
    assert decode(encode(text)) == text


@pytest.mark.parametrize("text", ["ア", "漢", "\r", "\n", "\x00"])
def test_encoding_refuses_what_it_cannot_hold(text: str) -> None:
    """No character is replaced silently, and no line end can slip into a field."""
    with pytest.raises(ValueError, match=r"U\+"):
        encode(text)
