"""Tools that check and extend the register of actors from the register sources."""
