"""Measures in every layout: tables with row labels or column heads, nested lists, labelled paragraphs, prose."""
