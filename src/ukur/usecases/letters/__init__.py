"""The register of letters: those that go out, those that come in, and what is to be done."""
