"""Casegate: an email-first mail gateway that keeps support promises."""

__version__ = "0.1.0"
