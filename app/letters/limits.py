"""Ends what grows beyond every letter, whatever the template says."""

# Characters of the Word file that a letter of some hundred pages has.
MAX_WRITTEN = 3_000_000
# Of its words: three hundred pages full of them.
MAX_CHARACTERS = 600_000
MAX_PAGES = 300
# All pictures of a letter together; drawing takes memory for each.
MAX_PIXELS = 72_000_000


class TooLong(ValueError):
    """Raised where there is more of a letter than anybody reads."""
