"""Layer 4: what Flask has beyond the core, one file a feature, each on the core's public hooks."""
