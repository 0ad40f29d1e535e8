"""What the province looks after: one folder per sector, almost only declarations. Packs never meet."""
