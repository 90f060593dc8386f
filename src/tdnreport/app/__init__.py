"""Use cases, one a file: what each command does. Values in, values out; nothing here prints."""
