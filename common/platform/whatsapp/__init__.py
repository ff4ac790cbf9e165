"""WhatsApp: one message to one number, by Meta's Cloud API or by Fonnte."""

from common.platform.whatsapp.whatsapp import MissingTemplate, WhatsApp, whatsapp

__all__ = ["MissingTemplate", "WhatsApp", "whatsapp"]
