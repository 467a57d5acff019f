"""What the words of the product mean: frozen dataclasses and enums, standard library only."""
