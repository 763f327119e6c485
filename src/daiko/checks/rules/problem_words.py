"""Japanese words for what the strict ZIP reader found; its English is ``detail``.

Source: archive/problems.py (kinds). A test demands a word for every kind. Pure.
"""

from __future__ import annotations

from typing import Final

from daiko.archive.problems import ProblemKind as Kind

PROBLEM_WORDS: Final[dict[Kind, str]] = {
    Kind.EMPTY: "中身のないファイル",
    Kind.NOT_ZIP: "ZIP ではないファイル",
    Kind.NO_MEMBERS: "ファイルが一つもない ZIP",
    Kind.TRUNCATED: "途中で切れている",
    Kind.PREFIX: "先頭に余分なデータがある",
    Kind.SUFFIX: "末尾に余分なデータがある",
    Kind.COMMENT: "ZIP にコメントが付いている",
    Kind.TWO_END_RECORDS: "終端の記録が二つある",
    Kind.MULTI_DISK: "分割された ZIP",
    Kind.ZIP64: "ZIP64 の記録が矛盾している",
    Kind.END_RECORD: "終端の記録と目録が合わない",
    Kind.ENCRYPTED_DIRECTORY: "目録が暗号化されている",
    Kind.ENCRYPTED: "パスワードで暗号化されている",
    Kind.METHOD: "使えない圧縮方式",
    Kind.FLAGS: "使えない指定がある",
    Kind.LOCAL_MISSING: "目録にあるファイルの実体がない",
    Kind.CENTRAL_MISSING: "目録にないファイルがある",
    Kind.DISAGREEMENT: "目録とファイルの見出しが違う",
    Kind.DUPLICATE: "同じ名前のファイルが二つある",
    Kind.OVERLAP: "ファイルの範囲が重なっている",
    Kind.GAP: "ファイルの間に余分なデータがある",
    Kind.DESCRIPTOR: "ファイル末尾の記録が合わない",
    Kind.EXTRA_FIELD: "追加の情報欄がある",
    Kind.DATA: "圧縮データを展開できない",
    Kind.CRC: "CRC が合わない（データの破損）",
    Kind.SIZE: "大きさが目録と違う",
    Kind.NESTED: "ZIP の中に圧縮ファイルがある",
    Kind.ARCHIVE_TOO_LARGE: "ZIP が大きすぎる",
    Kind.TOO_MANY_MEMBERS: "ファイルが多すぎる",
    Kind.MEMBER_TOO_LARGE: "一つのファイルが大きすぎる",
    Kind.EXPANDED_TOO_LARGE: "展開すると大きすぎる",
    Kind.RATIO: "圧縮率が異常に高い",
    Kind.BACKSLASH: "区切りが「\\」になっている",
    Kind.ABSOLUTE: "絶対パスになっている",
    Kind.PARENT: "上のフォルダーを指している",
    Kind.DRIVE: "ドライブ名が付いている",
    Kind.UNC: "ネットワークの場所を指している",
    Kind.CHARACTER: "名前に使えない文字がある",
    Kind.RESERVED: "Windows が使えない名前",
    Kind.TRAILING: "名前の末尾に点か空白がある",
    Kind.EMPTY_PART: "名前の一部が空",
    Kind.NAME_TOO_LONG: "名前が長すぎる",
    Kind.TOO_DEEP: "フォルダーが深すぎる",
    Kind.NAME_ENCODING: "名前の文字コードを読めない",
    Kind.LINK: "リンク（別の場所への参照）",
    Kind.DEVICE: "通常のファイルではないもの",
}
