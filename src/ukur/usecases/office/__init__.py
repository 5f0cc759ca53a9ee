"""The office: agency, people, calendar, certificates."""
