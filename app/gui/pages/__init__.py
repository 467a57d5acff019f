"""The pages of the window, one for each step."""
