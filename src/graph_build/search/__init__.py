"""The search index of a release: what is searched, in which form it is compared, how it is kept and asked."""
