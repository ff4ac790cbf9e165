# Buckets: raw uploads for a moment, what was inspected in private, certificates for good, the site in public, builds.
locals {
  site_bucket = "${var.project}-site"

  # By the setting that functions know them by.
  buckets = {
    incoming_bucket    = google_storage_bucket.incoming.name
    private_bucket     = google_storage_bucket.private.name
    certificate_bucket = google_storage_bucket.certificates.name
    export_bucket      = google_storage_bucket.fetched["exports"].name
    site_bucket        = google_storage_bucket.site.name
  }
}

# Browsers put files here by a signed policy. What is not inspected within a day belongs to nobody.
resource "google_storage_bucket" "incoming" {
  # checkov:skip=CKV_GCP_62: who opens a file is in the product's own audit log, and each link is signed for one person
  # checkov:skip=CKV_GCP_63: it does not log to itself: it logs to nobody
  # checkov:skip=CKV_GCP_78: a raw upload is to be gone when it is deleted
  name                        = "${var.project}-incoming"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = var.allow_data_loss

  cors {
    origin          = [local.site_origin]
    method          = ["POST"]
    response_header = ["Content-Type"]
    max_age_seconds = 3600
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = var.retention.incoming
    }
  }

  # A raw upload may hold what was to be removed from it, such as the place of a photo: deleted is deleted.
  soft_delete_policy {
    retention_duration_seconds = 0
  }
}

# Documents and photos. Retention is kept by a job that knows what each file belongs to; seven days are left to repent.
resource "google_storage_bucket" "private" {
  # checkov:skip=CKV_GCP_62: who opens a file is in the product's own audit log, and each link is signed for one person
  # checkov:skip=CKV_GCP_63: it does not log to itself: it logs to nobody
  # checkov:skip=CKV_GCP_78: what has to be forgotten must not live on as an old version; seven days of soft delete stand in
  name                        = "${var.project}-private"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = var.allow_data_loss

  cors {
    origin          = [local.site_origin]
    method          = ["GET", "HEAD"]
    response_header = ["Content-Type", "Content-Disposition"]
    max_age_seconds = 3600
  }

  soft_delete_policy {
    retention_duration_seconds = 7 * 24 * 3600
  }
}

# A certificate is drawn once and sent as it is for ever; an overwritten one is kept for a year.
resource "google_storage_bucket" "certificates" {
  # checkov:skip=CKV_GCP_62: who opens a file is in the product's own audit log, and each link is signed for one person
  # checkov:skip=CKV_GCP_63: it does not log to itself: it logs to nobody
  name                        = "${var.project}-certificates"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = var.allow_data_loss

  versioning {
    enabled = true
  }

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_noncurrent_time = var.retention.certificates
    }
  }
}

# What is fetched within a day, is full of personal data, and is in no backup: what `make backup-out` brings, and lists
# that somebody asked for.
resource "google_storage_bucket" "fetched" {
  # checkov:skip=CKV_GCP_62: a copy comes by a job that Cloud Run logs, an export is in the product's own audit log
  # checkov:skip=CKV_GCP_63: it does not log to itself: it logs to nobody
  # checkov:skip=CKV_GCP_78: what was fetched is to be gone when it is deleted
  for_each = toset(["copies", "exports"])

  name                        = "${var.project}-${each.key}"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age = 1
    }
  }

  soft_delete_policy {
    retention_duration_seconds = 0
  }
}

# Sources of builds; each can be made again from the checkout.
resource "google_storage_bucket" "build" {
  # checkov:skip=CKV_GCP_62: only builds come here, which Cloud Build logs
  # checkov:skip=CKV_GCP_63: it does not log to itself: it logs to nobody
  # checkov:skip=CKV_GCP_78: the content's digest is in each name, and the checkout makes it again
  name                        = "${var.project}-build"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = true

  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      age            = 30
      matches_prefix = ["source/"]
    }
  }

  soft_delete_policy {
    retention_duration_seconds = 0
  }
}

# The site, which everybody may read and nobody may list; `make deploy` fills it.
resource "google_storage_bucket" "site" {
  # checkov:skip=CKV_GCP_62: what is public needs no log of who read it
  # checkov:skip=CKV_GCP_63: it does not log to itself: it logs to nobody
  # checkov:skip=CKV_GCP_78: a deployment makes it again from the checkout
  # checkov:skip=CKV_GCP_114: the site is public
  name                        = local.site_bucket
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "inherited"
  force_destroy               = true

  website {
    main_page_suffix = "index.html"
  }

  # The parts of an earlier portal are left for tabs that are still open; publishing marks them with the time they went out of use.
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      days_since_custom_time = 30
    }
  }

  soft_delete_policy {
    retention_duration_seconds = 0
  }
}

resource "google_storage_bucket_iam_member" "everybody" {
  # checkov:skip=CKV_GCP_28: the site is public
  bucket = google_storage_bucket.site.name
  role   = "roles/storage.legacyObjectReader"
  member = "allUsers"
}
