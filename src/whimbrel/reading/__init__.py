"""What a text is made of: sentences, tokens, heads, mentions and what they refer to."""
