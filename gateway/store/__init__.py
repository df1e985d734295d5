"""What we remember. The only room with SQL, and the only one that knows which database it is."""
