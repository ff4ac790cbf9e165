# What happens in a bucket or in Firestore reaches the function that declared it; what it does not take is brought again for
# a day, and after that the sweeps find it.
locals {
  event_filters = {
    for key, trigger in local.triggers : key => trigger.kind == "upload" ? [
      { attribute = "type", value = "google.cloud.storage.object.v1.finalized", operator = null },
      { attribute = "bucket", value = local.buckets[trigger.source], operator = null },
      ] : [
      { attribute = "type", value = "google.cloud.firestore.document.v1.created", operator = null },
      { attribute = "database", value = google_firestore_database.live.name, operator = null },
      { attribute = "document", value = trigger.source, operator = "match-path-pattern" },
    ] if trigger.kind != "schedule"
  }
}

resource "google_eventarc_trigger" "event" {
  for_each = local.event_filters

  name = replace(replace(each.key, "/", "-"), "_", "-")
  # An event is picked up where its source is.
  location                = local.triggers[each.key].kind == "upload" ? var.region : local.firestore_location
  service_account         = google_service_account.trigger["events"].email
  event_data_content_type = local.triggers[each.key].kind == "upload" ? "application/json" : "application/protobuf"

  dynamic "matching_criteria" {
    for_each = each.value
    content {
      attribute = matching_criteria.value.attribute
      value     = matching_criteria.value.value
      operator  = matching_criteria.value.operator
    }
  }

  destination {
    cloud_run_service {
      service = google_cloud_run_v2_service.function[local.triggers[each.key].function].name
      region  = var.region
      path    = local.triggers[each.key].path
    }
  }

  depends_on = [
    google_cloud_run_v2_service_iam_binding.caller,
    google_project_iam_member.event_receiver,
    google_project_iam_member.storage_publisher,
    google_project_iam_member.agent,
  ]
}

resource "google_project_iam_member" "event_receiver" {
  project = var.project
  role    = "roles/eventarc.eventReceiver"
  member  = google_service_account.trigger["events"].member
}

# Cloud Storage reports new objects through Pub/Sub, by an account of Google's own.
data "google_storage_project_service_account" "storage" {
}

resource "google_project_iam_member" "storage_publisher" {
  project = var.project
  role    = "roles/pubsub.publisher"
  member  = data.google_storage_project_service_account.storage.member
}

# Google's own accounts come to be when a service is first used; asking for them makes them, before something needs them.
resource "google_project_service_identity" "agent" {
  for_each = toset(["apigateway", "eventarc", "firestore"])
  provider = google-beta
  service  = "${each.key}.googleapis.com"
}

resource "google_project_iam_member" "agent" {
  for_each = google_project_service_identity.agent
  # checkov:skip=CKV_GCP_49: the account is Google's own agent, and this is the role made for it
  project = var.project
  role    = "roles/${each.key}.serviceAgent"
  member  = each.value.member
}
