"""What an amending or repealing instrument does to its base text: operations in the order in which they are written."""

from graph_build.converters.changes.comparison import is_comparison
from graph_build.converters.changes.effects import with_effects
from graph_build.converters.changes.own_articles import own_articles
from graph_build.converters.changes.reader import Changes, read_changes
from graph_build.converters.changes.repeal import repeal_operation
from graph_build.converters.changes.sentences import is_change

__all__ = [
    "Changes",
    "is_change",
    "is_comparison",
    "own_articles",
    "read_changes",
    "repeal_operation",
    "with_effects",
]
