"""How a delivery is read: a file, a query, an address, always as rows of texts in one spelling."""
