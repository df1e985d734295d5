"""What somebody newly wrote, and which spans of a body are quotes, signatures and what leads to them."""
