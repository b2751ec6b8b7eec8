"""Conflict events: six families with 25 types of political violence and demonstrations."""
