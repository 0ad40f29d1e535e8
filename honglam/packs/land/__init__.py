"""The cadastral register: parcels, owners, who holds what share, and the transactions that change them (G10)."""
