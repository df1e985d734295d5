"""What files a mail carries, what they are by their content, and which are dangerous."""
