"""Everything that can go wrong at once, at random: workers, databases, queues and providers. See `storm`."""
