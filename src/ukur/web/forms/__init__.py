"""The shape of what is typed; its sense is the domain's."""
