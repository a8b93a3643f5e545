"""Settings: `environment` reads the environment, `base` is shared, the others differ where they must."""
