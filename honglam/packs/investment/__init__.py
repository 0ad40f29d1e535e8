"""Investment projects of enterprises, cooperatives and others: from proposal to operation (A18)."""
