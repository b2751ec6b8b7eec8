"""Training of the encoder that the shipped coder reads with: examples, model, training, export."""
