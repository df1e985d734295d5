"""Checks of what is watched: is there an answer, and is it a good one. Decides nothing about tickets."""
