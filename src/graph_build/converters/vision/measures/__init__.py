"""Measures (取組) that a plan quotes from its agreements, with the roles of each speaker."""
