"""What a student's notebook needs: tasks that check themselves, and hints."""

from course_utils.checks.checking import CheckError, check, hint
from course_utils.checks.tasks import sheets

__all__ = ["CheckError", "check", "hint", "sheets"]
