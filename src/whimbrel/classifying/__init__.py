"""Which types of a codebook a text tells, learned from the codebook's words and a few examples."""
