"""The domain in plain words: what documents state, as frozen records with ids and places."""
