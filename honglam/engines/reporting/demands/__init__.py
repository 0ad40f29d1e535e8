"""The register of reporting demands: what is asked of a unit, by whom, how often, by when; and what is asked twice."""
