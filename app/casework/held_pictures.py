"""What the process that draws pages for the window makes small copies with."""

from app.intake.shrink import in_bands

__all__ = ("in_bands",)
