"""Layer 1: from a path to a callable. Standard library only."""
