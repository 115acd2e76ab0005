"""Those who work for an organisation in the portal: invited, asking to join, members, responsible."""
