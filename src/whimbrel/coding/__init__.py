"""What the text says: acts, claims, times, quantities, places and causes."""
