"""Check digits: the six-digit code and the corporate number of a municipality or prefecture."""

from __future__ import annotations


def code6(code5: str) -> str:
    """The code with its check digit (総務省「全国地方公共団体コード仕様」).

    >>> code6("43100"), code6("01100")
    ('431001', '011002')
    """
    weighted = sum(int(digit) * weight for digit, weight in zip(code5, (6, 5, 4, 3, 2), strict=True))
    return code5 + str((11 - weighted % 11) % 10)


def corporate_number(code6: str) -> str:
    """The 法人番号 of a local government: check digit, ``000020``, code (法人番号の指定等に関する省令 第2条).

    >>> corporate_number("431001"), corporate_number("430005")
    ('9000020431001', '7000020430005')
    """
    base = "000020" + code6
    weighted = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(base)))
    return str(9 - weighted % 9) + base
