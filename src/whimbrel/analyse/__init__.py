"""What records tell when they are taken together, and how good they are."""
