"""When somebody is there: opening hours, business days and holidays, and arithmetic with them. Pure."""
