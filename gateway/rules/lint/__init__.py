"""What is written correctly and probably not meant: the checks across rules. Pure."""
