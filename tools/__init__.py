"""Tools of the project itself: bootstrap, checks, test servers. Nothing here ships with the platform."""
