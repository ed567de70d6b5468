"""What is on disk: config.json, contexts, credentials."""
