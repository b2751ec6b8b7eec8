"""A codebook is data: types, modes, contexts, sectors, cues and definitions in readable files."""
