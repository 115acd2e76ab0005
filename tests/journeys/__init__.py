"""What the portal promises those who come to do something on it, told as they go from page to page."""
