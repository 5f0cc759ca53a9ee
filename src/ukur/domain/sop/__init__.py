"""The SOP as data: what it says, whether it is sound, what may happen next, by when."""
