"""What could stand at the cursor, from the declarations and from what exists. Pure: no terminal, no Engine."""
