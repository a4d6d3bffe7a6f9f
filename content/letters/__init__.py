"""Letters of the time before Unicode: recognised, converted, reported. Pure."""
