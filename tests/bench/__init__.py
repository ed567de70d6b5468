"""How we compare with the docker client, measured in one run on one engine."""
