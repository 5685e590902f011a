"""A user model without rows, and the backend that knows its only users."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models


class Person(AbstractBaseUser):
    username = models.CharField(max_length=150, primary_key=True)
    last_login = None

    USERNAME_FIELD = "username"

    class Meta:
        managed = False


class FixedPeople:
    PASSWORDS = {"gary": "123"}

    def authenticate(self, request, username, password):
        return self.get_user(username) if self.PASSWORDS.get(username) == password else None

    def get_user(self, username):
        password = self.PASSWORDS.get(username)
        return password and Person(username=username, password=password)
