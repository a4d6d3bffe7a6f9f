"""The commands of `hub`, one module a subject; each loads what it needs only when it runs."""
