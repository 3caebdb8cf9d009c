"""The conjunctions between names and positions; the ordinances of some cities (高松市, 広島市) write them in kana."""

AND = "及び|および|並びに|ならびに"
"""Alternatives of a pattern: 「甲及び乙」, 「甲および乙」."""
