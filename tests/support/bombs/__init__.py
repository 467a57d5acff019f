"""Files that are made to bring their readers down; see `kinds`."""

from tests.support.bombs import documents, drawings, papers, pictures
from tests.support.bombs.kinds import BOMBS, Bomb

# Each of these enters its kinds in the list.
_ALL = (pictures, papers, drawings, documents)

__all__ = ("BOMBS", "Bomb")
