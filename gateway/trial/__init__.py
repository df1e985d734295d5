"""Trying rules out: the same decisions as the desk's about mail and tickets, and nothing is carried out."""
