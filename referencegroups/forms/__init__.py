"""What we ask, in order. An action writes."""
