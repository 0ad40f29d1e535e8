"""Pages of plans: function views that read, show, and call actions."""
