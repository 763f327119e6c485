"""Invented names: people in kana, places, organisations, doctors, findings in words.

Forms: standards/archive-and-xml.md 10.3 (kana without blanks, addresses full width
without blanks) and 10.4 (characters every receiver prints). Nobody is meant: names are
drawn from parts, and places carry a word that says they are invented (架空).
"""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple


def _split(names: str) -> tuple[str, ...]:
    return tuple(names.split())


SURNAMES: Final = _split(
    "アオキ アサノ アライ イイダ イケダ イシイ イトウ イワタ ウエダ ウチダ エンドウ オオタ オカダ "
    "オガワ オノ カトウ カワイ キクチ キノシタ キムラ クドウ クボ コジマ コバヤシ サイトウ サカイ "
    "ササキ シマダ シミズ スガワラ スズキ タカギ タケウチ タナカ チバ ツチヤ ナカムラ ニシムラ "
    "ノグチ ハシモト ハヤシ ヒラノ フジタ ホリ マツイ ミウラ ムラカミ モリ ヤマダ "
    "ヨシダ ワタナベ"
)
GIVEN_NAMES: Final = {
    "1": _split(
        "アキラ イチロウ オサム カズオ ケンイチ コウジ サトシ シゲル ススム タカシ タロウ ツヨシ "
        "テツヤ トシオ ナオキ ノボル ヒロシ マコト ミノル ヤスオ ユウジ ヨシオ リョウタ ワタル"
    ),
    "2": _split(
        "アキコ イクエ エミコ カズコ キョウコ クミコ ケイコ サチコ シズカ スミエ タカコ チエコ "
        "トモミ ナオミ ノリコ ハナコ ヒロミ マユミ ミチヨ メグミ ヤスエ ユミコ ヨウコ リエ"
    ),
}
DOCTORS: Final = (
    "架空一郎", "架空二葉", "見本三郎", "見本四季", "例示五月", "例示六助", "試験七海", "試験八郎",
)  # fmt: skip


class Prefecture(NamedTuple):
    """A prefecture with one of its postal codes' first three digits."""

    code: str
    name: str
    kana: str
    postal: str


PREFECTURES: Final = (
    Prefecture("01", "北海道", "ホツカイドウ", "060"),
    Prefecture("04", "宮城県", "ミヤギケン", "980"),
    Prefecture("11", "埼玉県", "サイタマケン", "330"),
    Prefecture("13", "東京都", "トウキヨウト", "100"),
    Prefecture("14", "神奈川県", "カナガワケン", "231"),
    Prefecture("23", "愛知県", "アイチケン", "460"),
    Prefecture("27", "大阪府", "オオサカフ", "540"),
    Prefecture("34", "広島県", "ヒロシマケン", "730"),
    Prefecture("40", "福岡県", "フクオカケン", "812"),
    Prefecture("47", "沖縄県", "オキナワケン", "900"),
)
_TOWNS: Final = ("旭町", "泉町", "梅園", "桜台", "新町", "中央", "東町", "緑ケ丘", "港町", "若葉台")
_FULL_WIDTH: Final = str.maketrans("0123456789-", "０１２３４５６７８９－")

CLINICS: Final = (
    ("あおぞら", "アオゾラ"), ("いずみ", "イズミ"), ("うめだに", "ウメダニ"), ("かえで", "カエデ"),
    ("けやき", "ケヤキ"), ("さくら", "サクラ"), ("しらかば", "シラカバ"), ("たけのこ", "タケノコ"),
    ("つばき", "ツバキ"), ("なのはな", "ナノハナ"), ("ひなた", "ヒナタ"), ("ふじなみ", "フジナミ"),
    ("みなと", "ミナト"), ("もみじ", "モミジ"), ("やまびこ", "ヤマビコ"), ("わかば", "ワカバ"),
)  # fmt: skip
INDUSTRIES: Final = (
    ("計器", "ケイキ"), ("紡績", "ボウセキ"), ("製菓", "セイカ"), ("運輸", "ウンユ"),
    ("電線", "デンセン"), ("印刷", "インサツ"), ("造船", "ゾウセン"), ("硝子", "ガラス"),
    ("百貨店", "ヒヤツカテン"), ("製紙", "セイシ"), ("通信", "ツウシン"), ("鋳物", "イモノ"),
)  # fmt: skip
HISTORIES: Final = ("胆石、胆のう摘出", "虫垂炎", "腰椎椎間板ヘルニア", "喘息", "胃潰瘍", "痛風")
COMPLAINTS: Final = ("肩こり", "頭痛", "動悸", "腰痛", "息切れ", "めまい")
SIGNS: Final = ("心雑音", "甲状腺腫大", "下肢浮腫", "眼瞼結膜蒼白")


def kana_name(rng: Random, sex: str) -> str:
    """Family and given name in full-width kana without a blank."""
    return rng.choice(SURNAMES) + rng.choice(GIVEN_NAMES[sex])


def address(rng: Random, prefecture: Prefecture) -> tuple[str, str]:
    """Postal code and address text."""
    place = f"{rng.randint(1, 9)}-{rng.randint(1, 28)}-{rng.randint(1, 30)}"
    town = rng.choice(_TOWNS)
    postal = f"{prefecture.postal}-{rng.randint(0, 9999):04d}"
    return postal, f"{prefecture.name}架空市{town}{place.translate(_FULL_WIDTH)}"


def telephone(rng: Random) -> str:
    """Digits only, of no real exchange."""
    return f"0{rng.randint(10, 99)}0000{rng.randint(0, 999):03d}"
