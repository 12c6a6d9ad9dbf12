"""What a doorbell is and tells, in words."""

from enum import StrEnum


class Status(StrEnum):
    """What is happening to a doorbell's pictures.

    ``online`` is said of one that is not recorded here.
    """

    STARTING = "starting"
    RECORDING = "recording"
    ONLINE = "online"
    DOWN = "down"
    PAUSED = "paused"


class Topic(StrEnum):
    """What a listener may hear of."""

    UPDATE = "update"
    RING = "ring"
    MOTION = "motion"
