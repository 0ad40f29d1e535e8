"""Every flow that has something to say at start: sections of reports that other engines fill, events it listens to."""
