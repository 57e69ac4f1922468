"""The database's refusal, said in words: a broken constraint becomes its own sentence."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction


@contextmanager
def sentences(model):
    """Let the constraints of `model` speak: their message, as a ValidationError.

    The database is asked by writing, not before it: no extra query, and nobody can slip in between.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        for constraint in model._meta.constraints:
            if constraint.name == broken:
                raise ValidationError(constraint.get_violation_error_message(), code=broken) from error
        raise
