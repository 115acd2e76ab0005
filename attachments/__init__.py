"""Pictures and files that belong to a record of any kind: checked, kept, served to those who may read the record."""
