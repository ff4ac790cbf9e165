"""Objects in buckets: permission to send one, a short-lived link to see one, and reading and writing them."""

from common.platform.storage.cloud import storage
from common.platform.storage.protocol import NoSuchObject, ObjectExists, Storage, UploadPolicy

__all__ = ["NoSuchObject", "ObjectExists", "Storage", "UploadPolicy", "storage"]
