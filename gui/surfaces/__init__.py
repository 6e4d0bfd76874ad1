"""What the panels about surfaces show, from results and focus alone: no panel and no widget."""
