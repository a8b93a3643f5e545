from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who works in the admin. Ours from the first migration, as it cannot be swapped later."""
