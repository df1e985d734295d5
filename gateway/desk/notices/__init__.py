"""What many customers are told at once: maintenance and outages. Pure."""
