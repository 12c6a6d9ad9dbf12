"""Names that more than one module of the integration uses."""

from datetime import timedelta
from typing import Final

DOMAIN: Final = "ring_watch"
SUBENTRY_DOORBELL: Final = "doorbell"
SUBENTRY_REQUESTER: Final = "requester"
SUBENTRY_RING_ACCOUNT: Final = "ring_account"

# The config entry: the home.
CONF_STORAGE: Final = "storage"
CONF_RETENTION_DAYS: Final = "retention_days"
CONF_RETENTION_GB: Final = "retention_gb"

# A subentry: one doorbell.
CONF_CAMERA: Final = "camera"
CONF_SOURCE: Final = "source"
CONF_TRANSPORT: Final = "transport"
CONF_AUDIO: Final = "audio"
CONF_CAMERA_ENTITY: Final = "camera_entity"
CONF_PRESS: Final = "press"
CONF_PRESS_ENTITY: Final = "press_entity"
CONF_MOTION: Final = "motion"
CONF_MOTION_ENTITY: Final = "motion_entity"
CONF_PERSON_ENTITY: Final = "person_entity"
CONF_SENSITIVITY: Final = "sensitivity"

# A subentry: one Ring account.
CONF_HARDWARE_ID: Final = "hardware_id"
CONF_KEEP_COPY: Final = "keep_copy"
CONF_PUSH: Final = "push_credentials"

SOURCE_STREAM: Final = "stream"
SOURCE_ENTITIES: Final = "entities"
SOURCE_DEMO: Final = "demo"

PRESS_NONE: Final = "none"
PRESS_ENTITY: Final = "entity"
PRESS_WEBHOOK: Final = "webhook"

MOTION_NONE: Final = "none"
MOTION_ENTITY: Final = "entity"
MOTION_DETECT: Final = "detect"

DEFAULT_FOLDER: Final = "/share/ring_watch"
DEFAULT_RETENTION_DAYS: Final = 7
DEFAULT_RETENTION_GB: Final = 50
DEFAULT_SENSITIVITY: Final = 50
MEGABYTE: Final = 1_000_000
GIGABYTE: Final = 1_000_000_000

# Under the storage folder.
ARCHIVE_FOLDER: Final = "archive"
CLIPS_FOLDER: Final = "clips"
SHARES_FOLDER: Final = "shares"
RING_FOLDER: Final = "ring"

EVENT_GATHER_PROGRESS: Final = "ring_watch_gather_progress"
EVENT_CLIP_GATHERED: Final = "ring_watch_clip_gathered"
EVENT_CLIP_DELETED: Final = "ring_watch_clip_deleted"
EVENT_REQUEST: Final = "ring_watch_request"
# Sent with the doorbell whose status changed, began or ended.
SIGNAL_STATUS: Final = "ring_watch_status"

MAX_WINDOW: Final = timedelta(hours=12)
# A doorbell that is down this long becomes a repair issue.
REPAIR_AFTER: Final = timedelta(minutes=5)
# An event entity tells that motion began, never that it ended.
MOTION_PULSE: Final = timedelta(seconds=30)
