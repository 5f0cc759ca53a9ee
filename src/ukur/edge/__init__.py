"""What pages and commands share: wiring, who, wording, status."""
