"""Daiko: a clearing agency (代行機関) for Specific Health Checkups and Guidance."""
