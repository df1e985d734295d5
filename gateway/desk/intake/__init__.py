"""What a received mail means: one module for each sort of mail, and `receive` that tells them apart."""
