"""Files on their way in: asked for, sent straight to the incoming bucket, judged by content, kept or deleted."""
