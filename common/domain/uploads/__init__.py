"""Files on their way in: asked for, sent straight to the incoming bucket, inspected by content, kept or deleted."""
