"""Indicators (KPI) with their values, in tables, lines and sheets."""
