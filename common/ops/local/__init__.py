"""The local cloud: the parts that stand in for Google's, for mail and for WhatsApp on one machine."""
