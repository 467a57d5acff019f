"""Reads rule packs; says which categories fit and why, and which requirements follow."""
