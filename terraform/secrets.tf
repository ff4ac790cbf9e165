# The secrets that functions declare. Their values are versions that `make deploy`, `make secret` and `make rotate-keys` add:
# none is ever in a plan, in the state or in a file.
resource "google_secret_manager_secret" "setting" {
  for_each = toset(flatten([for function in local.functions : function.secrets]))

  secret_id           = replace(each.key, "_", "-")
  deletion_protection = !var.allow_data_loss

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }
}

# Who reads a secret, and when, stays on record.
resource "google_project_iam_audit_config" "secrets" {
  project = var.project
  service = "secretmanager.googleapis.com"

  audit_log_config {
    log_type = "DATA_READ"
  }
}
