"""What can go wrong with a change of a case. Pages and API answer each with its own status."""


class Conflict(Exception):
    """Someone else is changing the case at this moment: 409, try again."""


class Stale(Exception):
    """The case was changed since the version that the caller saw: 412."""


class NotNow(Exception):
    """The case's state or its facts do not allow the step: 409; the text, if any, says why, in words for people."""


class Incomplete(Exception):
    """What was given is not enough or wrong: 422. `problems`: by field or question, "" for none in particular."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        super().__init__(", ".join(sorted(problems)))
        self.problems = problems
