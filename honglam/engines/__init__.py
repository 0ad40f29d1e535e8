"""How the work is done: engines of one shape, each reached through its `public` door only."""
