# Two jobs of the functions' own image: the schema, brought up before any function is replaced, and what an operator asks for:
# the first admin, a copy, the steps after a restore. They reach the database by the connector, as its owner.
locals {
  function_users = jsonencode({ for name in keys(local.with_database) : name => local.database_users[name] })

  # As the schema's owner, by the connector.
  owner = merge(local.way, {
    CLOUD_SQL_INSTANCE   = google_sql_database_instance.aslab.connection_name
    CLOUD_SQL_SOCKET_DIR = ""
    DATABASE_NAME        = google_sql_database.aslab.name
    DATABASE_USER        = local.database_users["migrate"]
    DATABASE_POOL_SIZE   = "1"
  })

  operations = {
    # It runs within the apply, for each image and for each change of the list of users.
    # An index of a large table takes minutes, in which nobody waits for it.
    migrate = {
      token       = substr(sha256("${var.image}${local.function_users}"), 0, 10)
      environment = merge(local.owner, { FUNCTION_USERS = local.function_users, DATABASE_STATEMENT_SECONDS = "600" })
    }
    # Its account has no Firestore: the sweep finds the first admin's mail.
    first-admin = {
      token       = null
      environment = merge(local.settings, local.owner, { WAKE_DELIVERY = "false", DATABASE_STATEMENT_SECONDS = "600" })
    }
  }
}

resource "google_service_account" "migrate" {
  account_id   = "migrate"
  display_name = "Owns the schema"
}

# A copy reads every file; after a restore a certificate is drawn again, and what no row knows may be deleted.
resource "google_storage_bucket_iam_member" "operation" {
  for_each = { private = google_storage_bucket.private, certificates = google_storage_bucket.certificates, copies = google_storage_bucket.fetched["copies"] }

  bucket = each.value.name
  role   = "roles/storage.objectUser"
  member = google_service_account.migrate.member
}

resource "google_cloud_run_v2_job" "operation" {
  for_each = local.operations

  name                = each.key
  location            = var.region
  run_execution_token = each.value.token
  deletion_protection = false

  template {
    template {
      service_account = google_service_account.migrate.email
      timeout         = each.key == "migrate" ? "900s" : "3600s"
      max_retries     = 0

      dynamic "vpc_access" {
        for_each = google_compute_subnetwork.functions
        content {
          egress = "PRIVATE_RANGES_ONLY"
          network_interfaces {
            network    = vpc_access.value.network
            subnetwork = vpc_access.value.id
          }
        }
      }

      containers {
        image = "${local.image}:${var.image}"
        # A buildpack's image is entered by its launcher, which sets the environment up and runs what follows "--".
        command = ["/cnb/lifecycle/launcher"]
        args    = ["--", "python", "main.py"]

        resources {
          limits = { cpu = "1", memory = "512Mi" }
        }

        dynamic "env" {
          for_each = each.value.environment
          content {
            name  = env.key
            value = env.value
          }
        }
      }
    }
  }

  depends_on = [google_project_iam_binding.database, google_sql_user.iam]

  lifecycle {
    # Cloud Run keeps the token of an execution that failed: without this the next apply would go on over the old schema.
    postcondition {
      condition     = try(self.terminal_condition[0].state, "") != "CONDITION_FAILED"
      error_message = "The job ${each.key} has failed; its log tells why. `make deploy` runs it again."
    }
  }
}
