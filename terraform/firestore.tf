# The notification plane: wake-up signals and inboxes. Everything in it can be lost without losing a decision.
resource "google_firestore_database" "live" {
  name                    = "(default)" # only this one has a free tier
  location_id             = local.firestore_location
  type                    = "FIRESTORE_NATIVE"
  delete_protection_state = var.allow_data_loss ? "DELETE_PROTECTION_DISABLED" : "DELETE_PROTECTION_ENABLED"
  deletion_policy         = var.allow_data_loss ? "DELETE" : "ABANDON"
}

# Expired documents go by themselves, a day late or so; nobody ever asks by this field, so it is in no index.
resource "google_firestore_field" "expiry" {
  for_each = toset(["signals", "inbox", "ended_sessions"])

  database   = google_firestore_database.live.name
  collection = each.key
  field      = "expires_at"

  index_config {}
  ttl_config {}
}
