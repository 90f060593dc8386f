"""Shared foundations: project folders, errors, locks, atomic replacement of files. Imports no other package."""
