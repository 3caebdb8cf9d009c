"""Figures as a reader expects them: separators of thousands, a real minus sign, yen as such and in units of 10^4."""

from __future__ import annotations

from decimal import Decimal

from service.language import Language


def whole(value: int | str) -> str:
    """A whole number with separators.

    >>> whole("1234567"), whole(-5)
    ('1,234,567', '−5')
    """
    return f"{int(value):,}".replace("-", "−")


def decimal(value: str | float | Decimal) -> str:
    """A decimal number with separators and the digits that it has.

    >>> decimal("29.50"), decimal(1234.0), decimal("-0.5")
    ('29.50', '1,234', '−0.5')
    """
    figure = Decimal(int(value)) if isinstance(value, float) and value.is_integer() else Decimal(str(value))
    return f"{figure:,f}".replace("-", "−")


def yen(value: int | str, language: Language) -> str:
    """An amount in yen, rounded to three digits or so where it is large, with its unit.

    >>> yen(94326000, "ja"), yen("94326000", "en"), yen(0, "ja"), yen(1234567890, "ja")
    ('9,433万円', '¥94.3 million', '0円', '12.3億円')
    """
    amount = int(value)
    size = abs(amount)
    if language == "ja":
        if size >= 10**8:
            return f"{amount / 10**8:,.1f}億円"
        return f"{amount / 10**4:,.0f}万円" if size >= 10**5 else f"{amount:,}円"
    if size >= 10**9:
        return f"¥{amount / 10**9:,.2f} billion"
    return f"¥{amount / 10**6:,.1f} million" if size >= 10**6 else f"¥{amount:,}"
