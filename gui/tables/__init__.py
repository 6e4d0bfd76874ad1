"""Table models, delegates and views."""
