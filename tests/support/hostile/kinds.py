"""The table of the 118 kinds: id, group, words. Ids are stable; nothing is ever renumbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GROUPS: Final = {"ZIP": 40, "NAME": 18, "XML": 18, "ATTACK": 14, "VALUE": 28}


@dataclass(frozen=True)
class Kind:
    """One kind of hostile input. ``id`` is group and number, e.g. ZIP-07."""

    id: str
    words: str
    words_ja: str

    @property
    def group(self) -> str:
        return self.id.partition("-")[0]


_WORDS: Final = {
    "ZIP": (
        ("empty file", "空のファイル"),
        ("no members", "中身のない ZIP"),
        ("not a ZIP", "ZIP ではないファイル"),
        ("truncated at each record", "各レコードで途切れた ZIP"),
        ("truncated data of a member", "中のファイルのデータが途中まで"),
        ("bad CRC", "CRC の不一致"),
        ("junk before or after", "前後の余分なバイト"),
        ("two end records", "終端レコードが二つ"),
        ("an end record inside a comment", "コメントの中の終端レコード"),
        ("comments", "コメント付き"),
        ("central entry without local header", "目録だけにあるファイル"),
        ("local header without central entry", "目録にないファイル"),
        ("name differs between the headers", "二つのヘッダーで名前が違う"),
        ("size or CRC differs between the headers", "二つのヘッダーで大きさが違う"),
        ("method or flags differ between the headers", "二つのヘッダーで圧縮方法が違う"),
        ("duplicate names", "同じ名前が二つ"),
        ("duplicate names after case folding", "大文字小文字だけ違う名前"),
        ("duplicate names after NFKC", "全角半角だけ違う名前"),
        ("overlapping entries", "重なったファイル"),
        ("quoted overlap", "引用型の重なり"),
        ("ratio bomb in one member", "一つのファイルの展開爆弾"),
        ("ratio bomb over many members", "多数のファイルの展開爆弾"),
        ("nested archive", "ZIP の中の書庫"),
        ("recursive archive", "入れ子が続く書庫"),
        ("zip64, valid", "正しい zip64"),
        ("zip64, contradictory", "矛盾する zip64"),
        ("data descriptors, honest", "正しいデータ記述子"),
        ("data descriptors, lying", "偽りのデータ記述子"),
        ("unsupported compression methods", "扱わない圧縮方法"),
        ("legacy password", "旧式のパスワード"),
        ("AES password", "AES のパスワード"),
        ("encrypted directory", "暗号化された目録"),
        ("several disks", "分割 ZIP"),
        ("polyglot with tar", "tar を兼ねる"),
        ("polyglot with PDF", "PDF を兼ねる"),
        ("polyglot with PNG", "PNG を兼ねる"),
        ("gzip renamed", "名前だけ変えた gzip"),
        ("7z renamed", "名前だけ変えた 7z"),
        ("odd extra fields", "変わった拡張フィールド"),
        ("odd timestamps", "変わった日時"),
    ),
    "NAME": (
        ("paths that climb out", "親フォルダへ出るパス"),
        ("absolute paths", "絶対パス"),
        ("drive letters", "ドライブ名"),
        ("backslashes", "円記号（\\）区切り"),
        ("names of other machines (UNC)", "他の計算機のパス（UNC）"),
        ("symbolic links", "シンボリックリンク"),
        ("devices, pipes and sockets", "装置・パイプ・ソケット"),
        ("NUL in the name", "名前の中の NUL"),
        ("control and bidirectional characters", "制御文字・書字方向文字"),
        ("names reserved for devices", "予約された名前"),
        ("trailing dots and blanks", "末尾の点・空白"),
        ("names too long", "長すぎる名前"),
        ("paths too deep", "深すぎるパス"),
        ("names in Shift_JIS", "Shift_JIS の名前"),
        ("mojibake in names", "文字化けした名前"),
        ("full-width digits", "全角数字の名前"),
        ("Thumbs.db and __MACOSX", "Thumbs.db と __MACOSX"),
        ("wrong root folder", "最上位フォルダの誤り"),
    ),
    "XML": (
        ("UTF-8 with byte order mark", "BOM 付き UTF-8"),
        ("Shift_JIS, declared", "Shift_JIS（宣言あり）"),
        ("Shift_JIS under the name of UTF-8", "Shift_JIS（UTF-8 と宣言）"),
        ("EUC-JP and ISO-2022-JP", "EUC-JP・ISO-2022-JP"),
        ("UTF-16 and UTF-32", "UTF-16・UTF-32"),
        ("another encoding declared than used", "宣言と実際の文字コードの違い"),
        ("other versions and declarations", "XML 宣言の誤り"),
        ("invalid UTF-8", "不正な UTF-8"),
        ("control characters", "制御文字"),
        ("control characters by reference", "文字参照による制御文字"),
        ("CP932 look-alikes", "CP932 の似た文字"),
        ("gaiji", "外字"),
        ("variation sequences and rare kanji", "異体字セレクタ・JIS 外の漢字"),
        ("half-width kana", "半角カナ"),
        ("two roots", "根が二つ"),
        ("junk around the root", "根の前後の余分な文字"),
        ("wrong namespace", "名前空間の誤り"),
        ("another document altogether", "別の文書"),
    ),
    "ATTACK": (
        ("entity expansion, exponential", "実体の展開（指数的）"),
        ("entity expansion, quadratic", "実体の展開（二乗）"),
        ("entity expansion, recursive and by parameter", "実体の展開（再帰・パラメータ）"),
        ("external entities", "外部実体"),
        ("external parameter entities", "外部パラメータ実体"),
        ("document type definitions", "DTD"),
        ("XInclude", "XInclude"),
        ("schemaLocation", "schemaLocation"),
        ("stylesheets and other processing instructions", "処理命令"),
        ("depth 10,000", "深さ 10,000"),
        ("100,000 attributes", "属性 100,000 個"),
        ("100 MB of text", "100 MB の文字"),
        ("scripts in the narrative", "本文の中のスクリプト"),
        ("hash collisions and invented names", "ハッシュ衝突・膨大な名前"),
    ),
    "VALUE": (
        ("count of the index differs", "基本情報の件数の違い"),
        ("count of the summary differs", "集計の件数の違い"),
        ("sums of the summary differ", "集計の金額の違い"),
        ("amounts of a claim do not add up", "決済情報の金額の不一致"),
        ("documents in the wrong folder", "フォルダの取り違え"),
        ("files and folders that do not belong there", "余分なファイル"),
        ("half of a pair is missing", "組の片方の欠け"),
        ("schemas missing", "XSD の欠け"),
        ("schemas modified", "XSD の改変"),
        ("guidance files among checkups", "保健指導の混在"),
        ("gap in the split", "連番の抜け"),
        ("name already received", "受付済みの名前"),
        ("claimed twice in one archive", "同じ ZIP での二重請求"),
        ("claimed before", "受付済みの請求"),
        ("check digit of the provider", "機関番号の検査数字"),
        ("check digit of the insurer", "保険者番号の検査数字"),
        ("ended insurer", "消滅した保険者"),
        ("ended provider", "廃止された機関"),
        ("expired card", "期限切れの受診券"),
        ("impossible dates", "暦にない日付"),
        ("dates out of order", "前後する日付"),
        ("negative amounts", "負の金額"),
        ("full-width amounts", "全角の金額"),
        ("overflowing amounts", "桁あふれの金額"),
        ("amounts in other notations", "別の書き方の金額"),
        ("HTML in texts", "HTML の混入"),
        ("formulas in texts", "数式の混入"),
        ("terminal escapes, line breaks, bidi in texts", "端末制御・改行・書字方向の混入"),
    ),
}

KINDS: Final = {
    kind.id: kind
    for group, rows in _WORDS.items()
    for number, (words, words_ja) in enumerate(rows, start=1)
    for kind in (Kind(f"{group}-{number:02}", words, words_ja),)
}
