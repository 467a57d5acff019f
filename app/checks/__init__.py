"""Holds facts against requirements and states findings: codes and values, never sentences."""
