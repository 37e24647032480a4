"""How fast the framework is beside its peers: ``make bench`` measures it and writes docs/speed.md and speed.svg."""
