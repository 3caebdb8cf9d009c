"""Municipalities and prefectures: which there are, where a text names them, which one a name means."""
