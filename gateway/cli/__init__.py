"""What an operator may do. The only place that prints."""
