"""Bytes to text: byte order mark first, then UTF-8, then the Japanese encodings; never a silent replacement."""

from __future__ import annotations

from dataclasses import dataclass

from graph_build.records.problems import Problem

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

# Shift_JIS in the wild is Microsoft's cp932 (with ①, ㈱, ～); the strict codec has no such characters.
ALIASES = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "windows-31j": "cp932",
}
_GUESSES = ("iso2022_jp_ext", "euc_jp", "cp932")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file; None where the bytes are no text in any encoding we know."""

    text: str | None
    encoding: str | None
    problems: tuple[Problem, ...] = ()


def codec(label: str) -> str:
    """The Python codec for an encoding label of a page or header.

    >>> codec("Shift_JIS"), codec("UTF-8")
    ('cp932', 'utf-8')
    """
    name = label.strip().lower()
    return ALIASES.get(name, name)


def decode(data: bytes) -> Decoded:
    """Decode a text file.

    A file that is not UTF-8 is read all the same and reported (`not_utf8`); one that is no text is None.

    >>> decode("協約".encode()).encoding
    'utf-8'
    >>> decode(bytes(range(256))).text is None
    True
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding)
    if looks_binary(data):
        return Decoded(
            None, None, (Problem("unreadable_file", "binary data", value_ja="文字ではないデータ"),)
        )
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _decode_unmarked(data, error)


def _decode_marked(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    return Decoded(text, encoding, (Problem("corrupt_text", f"{lost} × U+FFFD"),) if lost else ())


def _decode_unmarked(data: bytes, error: UnicodeDecodeError) -> Decoded:
    for encoding in _GUESSES:
        if encoding == "iso2022_jp_ext" and b"\x1b" not in data:
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _reads_as_japanese(text):
            return Decoded(text, encoding, (Problem("not_utf8", encoding),))
    best = min(("utf-8", "cp932"), key=lambda name: data.decode(name, errors="replace").count("\ufffd"))
    text = data.decode(best, errors="replace")
    lost = text.count("\ufffd")
    if lost * 20 > len(text):
        return Decoded(
            None,
            None,
            (Problem("unreadable_file", "no known encoding", value_ja="文字コードが分かりません"),),
        )
    return Decoded(text, best, (Problem("not_utf8", best), Problem("corrupt_text", f"{lost} × U+FFFD")))


def _reads_as_japanese(text: str) -> bool:
    """Kana are a third of Japanese prose; a wrong guess between EUC-JP and cp932 gives rare kanji or half-width kana."""
    letters = [c for c in text if c > "\x7f"]
    kana = sum("\u3040" <= c <= "\u30ff" or c in "、。「」（）　" for c in letters)
    return not letters or kana * 8 >= len(letters)


def looks_binary(data: bytes) -> bool:
    """Whether bytes hold control characters that no text file has.

    >>> looks_binary(b"\\x00\\x01PNG"), looks_binary(b"text\\r\\n\\f")
    (True, False)
    """
    head = data[:65536]
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1b" for byte in head)
    return b"\x00" in head or controls * 50 > len(head)
