# An account for each function, with what its declaration names and nothing else. No key is ever made.
resource "google_service_account" "function" {
  for_each = local.functions

  account_id   = "fn-${replace(each.key, "_", "-")}"
  display_name = each.key
  description  = each.value.description
}

# What many functions need is one binding by role; its list is whole, so whoever is added by hand is taken off again.

# --- the database

resource "google_project_iam_binding" "database" {
  for_each = toset(["roles/cloudsql.client", "roles/cloudsql.instanceUser"])

  project = var.project
  role    = each.key
  members = [for email in values(local.database_accounts) : "serviceAccount:${email}"]

  condition {
    title      = "only the suite's database"
    expression = "resource.name == 'projects/${var.project}/instances/${google_sql_database_instance.aslab.name}' && resource.service == 'sqladmin.googleapis.com'"
  }
}

# --- files

# Only who may list can see a missing object from a forbidden one, so readers are viewers. Who writes and signs hands out
# policies by which a browser creates one object; who writes alone also replaces and deletes, and reads nothing by that.
locals {
  bucket_rights = flatten([
    for row in local.bucket_access : [
      for role in compact([
        contains(row.access, "read") ? "roles/storage.objectViewer" : "",
        contains(row.access, "write") ? contains(row.access, "sign") ? "roles/storage.objectCreator" : "roles/storage.legacyBucketWriter" : "",
      ]) : merge(row, { role = role })
    ] if row.bucket != "site_bucket"
  ])
}

# What everybody reads is the deployment's, but for the pages of open vacancies: a function gets no further than those.
resource "google_storage_bucket_iam_binding" "shared" {
  bucket  = google_storage_bucket.site.name
  role    = "roles/storage.objectUser"
  members = [for row in values(local.bucket_access) : google_service_account.function[row.function].member if row.bucket == "site_bucket"]

  condition {
    title      = "only pages of vacancies"
    expression = "resource.name.startsWith('projects/_/buckets/${local.site_bucket}/objects/bagikan/')"
  }
}

resource "google_storage_bucket_iam_binding" "function" {
  for_each = { for row in local.bucket_rights : "${row.bucket} ${row.role}" => row.function... }

  bucket  = local.buckets[split(" ", each.key)[0]]
  role    = split(" ", each.key)[1]
  members = [for name in each.value : google_service_account.function[name].member]
}

# Policies and links are signed by IAM in the name of the account itself, without a key.
resource "google_service_account_iam_member" "signer" {
  for_each = toset([for row in local.bucket_access : row.function if contains(row.access, "sign")])

  service_account_id = google_service_account.function[each.key].name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = google_service_account.function[each.key].member
}

# --- Firestore

resource "google_project_iam_binding" "live" {
  project = var.project
  role    = "roles/datastore.user"
  members = [for name, function in local.functions : google_service_account.function[name].member if function.live]

  condition {
    title      = "only the suite's Firestore database"
    expression = "resource.name == 'projects/${var.project}/databases/${google_firestore_database.live.name}'"
  }
}

# --- secrets

resource "google_secret_manager_secret_iam_member" "function" {
  for_each = local.secret_access

  secret_id = google_secret_manager_secret.setting[each.value.secret].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.function[each.value.function].member
}

# --- who may call

# The gateway alone calls the functions behind it, which check the caller's token once more; each event function is called by
# one account of its own kind of trigger.
resource "google_cloud_run_v2_service_iam_binding" "caller" {
  for_each = local.functions

  name     = google_cloud_run_v2_service.function[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  members = each.value.kind == "http" ? [google_service_account.gateway.member] : [
    for by in distinct([for trigger in each.value.triggers : trigger.kind == "schedule" ? "scheduler" : "events"]) :
    google_service_account.trigger[by].member
  ]
}

resource "google_service_account" "gateway" {
  account_id   = "api-gateway"
  display_name = "Calls the functions behind API Gateway"
}

resource "google_service_account" "trigger" {
  for_each = { events = "Brings Eventarc's events to functions", scheduler = "Calls functions by the clock" }

  account_id   = "trigger-${each.key}"
  display_name = each.value
}

# --- builds

resource "google_service_account" "build" {
  account_id   = "image-builder"
  display_name = "Builds the image of all steps"
}

resource "google_project_iam_member" "build" {
  project = var.project
  role    = "roles/logging.logWriter"
  member  = google_service_account.build.member
}

# What runs during a build may read the sources and write its log and an image, of which no tag can be moved: what it could do is
# put an image up under a tag that is yet to come. So packages are pinned, and a build runs nothing but their installation.
resource "google_storage_bucket_iam_member" "build" {
  bucket = google_storage_bucket.build.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.build.member
}

resource "google_artifact_registry_repository_iam_member" "build" {
  repository = google_artifact_registry_repository.images.name
  location   = var.region
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.build.member
}

resource "google_artifact_registry_repository" "images" {
  # checkov:skip=CKV_GCP_84: Google's own keys encrypt images, which hold nothing but public packages and this code
  repository_id = "si-aslab"
  location      = var.region
  format        = "DOCKER"
  description   = "Images of all steps"

  # A tag is the digest of what the image was built from, and means the same for ever.
  docker_config {
    immutable_tags = true
  }

  # Enough to go back to; older ones cost and are never started again.
  cleanup_policies {
    id     = "keep-the-last-five"
    action = "KEEP"
    most_recent_versions {
      keep_count = 5
    }
  }
  cleanup_policies {
    id     = "delete-the-rest"
    action = "DELETE"
    condition {
      older_than = "2592000s"
    }
  }
}
