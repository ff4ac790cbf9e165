# Cloud SQL for PostgreSQL: the system of record. It has no authorized network: whoever connects proves an IAM identity
# through Cloud Run's socket or the connector, over mutual TLS, and is a database user without any password.
locals {
  # tiers: Google's defaults of max_connections, raised a little on the two smallest, where a connection costs a few MiB of
  #   memory. They are set as a flag, so that what is counted on here is what the server has.
  # reserved: superuser_reserved_connections and the standing sessions of Cloud SQL itself.
  # other: the migration job and an operator.
  # The cost model (common/ops/cost) reads the same file.
  connections = jsondecode(file("${path.module}/connections.json"))
  tiers       = local.connections.tiers

  connections_usable = local.tiers[var.tier] - local.connections.reserved
  connections_needed = local.generated.connection_budget.total * var.scale + local.connections.other
  budget_exceeded = join(" ", [
    "The functions may need ${local.connections_needed} connections at once, and ${var.tier} has ${local.connections_usable}:",
    "choose a larger tier, or a smaller scale than ${var.scale}.",
  ])

  # IAM database users are named after their account, without the end that all of them share.
  database_accounts = merge({ migrate = google_service_account.migrate.email }, {
    for name in keys(local.with_database) : name => google_service_account.function[name].email
  })
  database_users = { for name, email in local.database_accounts : name => trimsuffix(email, ".gserviceaccount.com") }
}

resource "google_sql_database_instance" "aslab" {
  # checkov:skip=CKV_GCP_60: the address takes nobody: no network is authorized, and only IAM identities with a client certificate come in; a private one costs a connector
  # checkov:skip=CKV_GCP_108: everybody comes through the connector, whose host name says nothing
  # checkov:skip=CKV_GCP_110: who changed what is in the product's own audit log; DDL is logged by log_statement
  # checkov:skip=CKV2_GCP_13: a line for each statement would cost more than the database; slow ones are in Query Insights
  name                = var.database_instance
  region              = var.region
  database_version    = "POSTGRES_18"
  deletion_protection = !var.allow_data_loss

  settings {
    tier = var.tier
    # Shared cores and small machines exist in this edition alone, and PostgreSQL 16 and later default to the other.
    edition                     = "ENTERPRISE"
    availability_type           = var.highly_available ? "REGIONAL" : "ZONAL"
    connector_enforcement       = "REQUIRED"
    deletion_protection_enabled = !var.allow_data_loss
    disk_autoresize             = true
    retain_backups_on_delete    = !var.allow_data_loss
    user_labels                 = local.labels

    ip_configuration {
      ipv4_enabled    = !var.private_database
      private_network = one(google_compute_network.private[*].id)
      ssl_mode        = "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"
    }

    backup_configuration {
      enabled                        = true
      start_time                     = "19:00" # UTC: two at night in western Indonesia, before the files are cleared
      point_in_time_recovery_enabled = true
      # Fewer than there are backups: a log is only of use with the backup before it.
      transaction_log_retention_days = max(1, min(7, var.retention.backups - 1))

      backup_retention_settings {
        retained_backups = var.retention.backups
      }
    }

    maintenance_window {
      day          = 7 # Sunday
      hour         = 20
      update_track = "stable"
    }

    insights_config {
      query_insights_enabled  = true
      record_application_tags = false
      record_client_address   = false
    }

    dynamic "database_flags" {
      for_each = {
        "cloudsql.iam_authentication" = "on"
        "max_connections"             = tostring(local.tiers[var.tier])
        # Who came, what was waited for and what changed the schema; never a statement with what a person has entered.
        "log_checkpoints"         = "on"
        "log_connections"         = "on"
        "log_disconnections"      = "on"
        "log_lock_waits"          = "on"
        "log_min_messages"        = "warning"
        "log_min_error_statement" = "error"
        "log_statement"           = "ddl"
      }
      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }
  }

  # It begins to cost after all that an organisation may refuse.
  depends_on = [google_service_networking_connection.private, google_storage_bucket_iam_member.everybody]
}

resource "google_sql_database" "aslab" {
  name     = "aslab"
  instance = google_sql_database_instance.aslab.name
  # The schema belongs to the migrations: a database is never dropped by a plan.
  deletion_policy = var.allow_data_loss ? "DELETE" : "ABANDON"
}

# The migration owns the schema; what each function's user may do in it is granted there (common/ops/migrations).
resource "google_sql_user" "iam" {
  for_each = local.database_users

  name            = each.value
  instance        = google_sql_database_instance.aslab.name
  type            = "CLOUD_IAM_SERVICE_ACCOUNT"
  database_roles  = each.key == "migrate" ? ["cloudsqlsuperuser"] : null
  deletion_policy = "ABANDON"
}
