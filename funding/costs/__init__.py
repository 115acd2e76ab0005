"""What a project costs the municipality: the grant, the own share in money and working time, and when money comes."""
