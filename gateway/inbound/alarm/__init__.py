"""What monitoring systems say by mail: of which problem, and whether it is there or over. Pure."""
