"""What forms are made of: records picked with search, rows that are added, moved and removed."""
