"""Troubleshooting links for acknowledgements: what there is, and which of it fits a mail. Pure."""
