"""What the service says of itself: metrics and an access log."""
