"""Small networks and what they say about learning speed: data, training, and fair comparisons."""
