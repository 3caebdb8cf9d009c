"""Amounts by year: who pays, totals, shares of members, subsidies."""
