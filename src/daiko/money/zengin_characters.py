"""Characters of the Zengin files: half-width kana, the allowed set, JIS X 0201 bytes.

Source: standards/settlement.md 6 (characters, corporate abbreviations).
Pure. Converting never hides anything: what has no counterpart stays in the text
and ``name_problems`` / ``bank_problems`` say so.
"""

from __future__ import annotations

import unicodedata
from typing import Final

import jaconv

_LARGE: Final = str.maketrans("ｧｨｩｪｫｬｭｮｯ", "ｱｲｳｴｵﾔﾕﾖﾂ")
_HYPHENS: Final = dict.fromkeys(map(ord, "ｰ‐‑‒–—―−－"), "-")
# What half-width kana cannot write: small wa, ka, ke, the old wi and we; lone voicing marks.
_FULL: Final = str.maketrans("ヮヵヶヰヱ゛゜", "ワカケイエ\u3099\u309a")

KANA: Final = frozenset("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ")
BANK_CHARACTERS: Final = KANA | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
NAME_CHARACTERS: Final = BANK_CHARACTERS | frozenset(" ().")
EDI_CHARACTERS: Final = NAME_CHARACTERS | frozenset("\\｢｣ｦ")

NAME_LENGTH: Final = 30
REMITTER_NAME_LENGTH: Final = 40
BANK_LENGTH: Final = 15

# Longer words first where one holds another. Brackets mark the place in the name.
_CORPORATE: Final = (
    ("ﾁﾎｳﾄﾞｸﾘﾂｷﾞﾖｳｾｲﾎｳｼﾞﾝ", "ﾁﾄﾞｸ"),
    ("ｺｸﾘﾂﾀﾞｲｶﾞｸﾎｳｼﾞﾝ", "ﾀﾞｲ"),
    ("ﾄﾞｸﾘﾂｷﾞﾖｳｾｲﾎｳｼﾞﾝ", "ﾄﾞｸ"),
    ("ｼﾔｶｲﾌｸｼﾎｳｼﾞﾝ", "ﾌｸ"),
    ("ｲﾘﾖｳﾎｳｼﾞﾝｼﾔﾀﾞﾝ", "ｲ"),
    ("ｲﾘﾖｳﾎｳｼﾞﾝｻﾞｲﾀﾞﾝ", "ｲ"),
    ("ｲﾘﾖｳﾎｳｼﾞﾝ", "ｲ"),
    ("ｶﾞﾂｺｳﾎｳｼﾞﾝ", "ｶﾞｸ"),
    ("ｼﾕｳｷﾖｳﾎｳｼﾞﾝ", "ｼﾕｳ"),
    ("ｲﾂﾊﾟﾝｼﾔﾀﾞﾝﾎｳｼﾞﾝ", "ｼﾔ"),
    ("ｺｳｴｷｼﾔﾀﾞﾝﾎｳｼﾞﾝ", "ｼﾔ"),
    ("ｼﾔﾀﾞﾝﾎｳｼﾞﾝ", "ｼﾔ"),
    ("ｲﾂﾊﾟﾝｻﾞｲﾀﾞﾝﾎｳｼﾞﾝ", "ｻﾞｲ"),
    ("ｺｳｴｷｻﾞｲﾀﾞﾝﾎｳｼﾞﾝ", "ｻﾞｲ"),
    ("ｻﾞｲﾀﾞﾝﾎｳｼﾞﾝ", "ｻﾞｲ"),
    ("ｶﾌﾞｼｷｶﾞｲｼﾔ", "ｶ"),
    ("ｶﾌﾞｼｷｶｲｼﾔ", "ｶ"),
    ("ﾕｳｹﾞﾝｶﾞｲｼﾔ", "ﾕ"),
    ("ﾕｳｹﾞﾝｶｲｼﾔ", "ﾕ"),
    ("ｴｲｷﾞﾖｳｼﾖ", "ｴｲ"),
)
_BUSINESS: Final = (
    ("ｼﾔｶｲﾎｹﾝｼﾝﾘﾖｳﾎｳｼﾕｳｼﾊﾗｲｷｷﾝ", "ｼﾔﾎ"),
    ("ｺｸﾐﾝｹﾝｺｳﾎｹﾝﾀﾞﾝﾀｲﾚﾝｺﾞｳｶｲ", "ｺｸﾎﾚﾝ"),
    ("ｺｸﾐﾝｹﾝｺｳﾎｹﾝｸﾐｱｲ", "ｺｸﾎ"),
    ("ｹﾝｺｳﾎｹﾝｸﾐｱｲ", "ｹﾝﾎﾟ"),
    ("ｷﾖｳｻｲｸﾐｱｲ", "ｷﾖｳｻｲ"),
    ("ﾚﾝｺﾞｳｶｲ", "ﾚﾝ"),
)


def to_half_width(text: str) -> str:
    """Zengin spelling of a kana name: half width, large kana, hyphen, capitals.

    >>> to_half_width("てすと　ケンシンセンター Ａa")
    'ﾃｽﾄ ｹﾝｼﾝｾﾝﾀ- AA'
    """
    composed = unicodedata.normalize("NFKC", text.translate(_FULL))
    katakana: str = jaconv.hira2kata(composed).translate(_FULL)
    half: str = jaconv.z2h(katakana, kana=True, ascii=True, digit=True)
    return half.translate(_LARGE).translate(_HYPHENS).upper().strip()


def abbreviate(name: str) -> str:
    """A spelled-out kana name with the banks' abbreviations, one corporate form per name.

    >>> abbreviate("イリョウホウジン　テストクリニック"), abbreviate("テストカブシキガイシャ")
    ('ｲ)ﾃｽﾄｸﾘﾆﾂｸ', 'ﾃｽﾄ(ｶ')
    """
    text = to_half_width(name)
    for word, short in _BUSINESS:
        text = text.replace(word, short, 1)
    for word, short in _CORPORATE:
        if word in text:
            before, after = (part.strip() for part in text.split(word, 1))
            opening = f"{before}(" if before else ""
            closing = f"){after}" if after or not before else ""
            return opening + short + closing
    return text


def name_problems(text: str, length: int = NAME_LENGTH) -> tuple[str, ...]:
    """Why a requester's or payee's name cannot stand in a bank file; empty when it can."""
    return _problems(text, NAME_CHARACTERS, length)


def bank_problems(text: str) -> tuple[str, ...]:
    """Why a bank's or branch's name cannot stand in a bank file; empty is allowed."""
    return _problems(text, BANK_CHARACTERS, BANK_LENGTH) if text else ()


def _problems(text: str, allowed: frozenset[str], length: int) -> tuple[str, ...]:
    found = []
    foreign = sorted({character for character in text if character not in allowed})
    if foreign:
        found.append("not allowed: " + " ".join(f"U+{ord(c):04X}" for c in foreign))
    if not text.strip():
        found.append("empty")
    elif text != text.strip():
        found.append("space at the beginning or end")
    if len(text) > length:
        found.append(f"longer than {length} characters")
    return tuple(found)


def encode(text: str) -> bytes:
    """JIS X 0201, one byte a character; ValueError names a character it has not.

    >>> encode("ｱ1").hex()
    'b131'
    """
    out = bytearray()
    for character in text:
        code = ord(character)
        if 0xFF61 <= code <= 0xFF9F:
            out.append(code - 0xFF61 + 0xA1)
        elif 0x20 <= code <= 0x7E:
            out.append(code)
        else:
            raise ValueError(f"U+{code:04X} is not in JIS X 0201")
    return bytes(out)


def decode(data: bytes) -> str:
    """Text of JIS X 0201 bytes; bytes outside the set become U+FFFD."""
    return "".join(map(_character, data))


def _character(byte: int) -> str:
    if 0xA1 <= byte <= 0xDF:
        return chr(byte - 0xA1 + 0xFF61)
    return chr(byte) if 0x20 <= byte <= 0x7E else "\ufffd"
