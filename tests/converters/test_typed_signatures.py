"""Signatures set by tabs, in text files and Word files. All texts are fiction."""

from __future__ import annotations

import pytest

from graph_build.converters import convert
from graph_build.documents.read import read_bytes
from graph_build.records.agreement import Signature
from graph_build.records.document import Records
from tests.documents.render import typed_docx

AGREEMENT = """阿蘇市及び山鹿市における連携中枢都市圏形成に係る連携協約

　阿蘇市（以下「甲」という。）と山鹿市（以下「乙」という。）は、次のとおり連携協約を締結する。

（目的）
第1条\tこの協約は、川を守ることを目的とする。

　　令和3年3月24日

"""
SIGNED = {
    "rows": "甲\t阿蘇市北町1番地\n\t阿蘇市長\t佐藤　茂\n乙\t山鹿市南町2番地\n\t山鹿市長\t早田　実\n",
    "a table each": "甲\t阿蘇市北町1番地\n\t阿蘇市長\t佐藤　茂\n\n乙\t山鹿市南町2番地\n\t山鹿市長\t早田　実\n",
    "tabs and blanks": "甲\t阿蘇市北町1番地\n　　阿蘇市長　佐藤　茂\n乙\t山鹿市南町2番地\n　　山鹿市長　早田　実\n",
    "a line each": "甲\t阿蘇市長\t佐藤　茂\n\n乙\t山鹿市長\t早田　実\n",
    "labels": "甲\t住所　阿蘇市北町1番地\n\t職　　阿蘇市長\n\t氏　名　佐藤　茂　㊞\n"
    "乙\t住所　山鹿市南町2番地\n\t職　　山鹿市長\n\t氏　名　早田　実　㊞\n",
    "side by side": "阿蘇市北町1番地\t山鹿市南町2番地\n阿蘇市\t山鹿市\n阿蘇市長　佐藤　茂\t山鹿市長　早田　実\n",
    "side by side, no address": "阿蘇市\t山鹿市\n阿蘇市長　佐藤　茂\t山鹿市長　早田　実\n",
    "side by side, names below": "甲\t乙\n\n阿蘇市長\t山鹿市長\n佐藤　茂\t早田　実\n",
    "indented": "\t\t甲　阿蘇市北町1番地\n\t\t\t阿蘇市長　佐藤　茂\n\n\t\t乙　山鹿市南町2番地\n\t\t\t山鹿市長　早田　実\n",
}


@pytest.mark.parametrize("name", ["a.txt", "a.docx"])
@pytest.mark.parametrize("way", SIGNED)
def test_both_parties_sign(way: str, name: str) -> None:
    text = AGREEMENT + SIGNED[way]
    found = convert(read_bytes(name, typed_docx(text) if name == "a.docx" else text.encode()))
    assert isinstance(found, Records)
    signed = [
        (one.position, one.office, one.signatory_name) for one in found.items if isinstance(one, Signature)
    ]
    assert signed == [("甲", "阿蘇市長", "佐藤 茂"), ("乙", "山鹿市長", "早田 実")]
