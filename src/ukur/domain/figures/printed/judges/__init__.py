"""The judges of printed figures: each does one sum, and finds its cause or keeps silent."""
