"""What an office does with a run although its SOP has no arrow for it, told as deviations."""
