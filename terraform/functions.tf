# Every function of the generated list, as its declaration says, and no more. All run one image, which `make deploy` builds:
# the provider's build_config is kept for functions made elsewhere, and builds nothing.
resource "google_cloud_run_v2_service" "function" {
  for_each = local.functions

  name        = replace(each.key, "_", "-")
  location    = var.region
  description = each.value.description
  labels      = { kind = each.value.kind }
  # API Gateway comes from outside of the project's network; events and schedules count as inside.
  ingress             = each.value.kind == "http" ? "INGRESS_TRAFFIC_ALL" : "INGRESS_TRAFFIC_INTERNAL_ONLY"
  deletion_protection = false

  template {
    service_account                  = google_service_account.function[each.key].email
    timeout                          = "${each.value.timeout}s"
    max_instance_request_concurrency = each.value.concurrency
    # The first generation starts faster; the second one wants 512 MiB at least.
    execution_environment = "EXECUTION_ENVIRONMENT_GEN1"

    scaling {
      min_instance_count = 0
      max_instance_count = each.value.max_instances * var.scale
    }

    containers {
      image = "${local.image}:${var.image}"

      resources {
        limits            = { cpu = "1", memory = "${each.value.memory}Mi" }
        cpu_idle          = true
        startup_cpu_boost = true
      }

      dynamic "env" {
        for_each = local.environment[each.key]
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = setintersection(each.value.secrets, keys(var.secret_versions))
        content {
          name = upper(env.value)
          value_source {
            secret_key_ref {
              secret = google_secret_manager_secret.setting[env.value].secret_id
              # A version, not "latest": a new one comes into force by a deployment, and goes back by one.
              version = var.secret_versions[env.value]
            }
          }
        }
      }

      dynamic "volume_mounts" {
        for_each = each.value.database && !var.private_database ? [1] : []
        content {
          name       = "cloudsql"
          mount_path = "/cloudsql"
        }
      }
    }

    dynamic "vpc_access" {
      for_each = each.value.database ? google_compute_subnetwork.functions : []
      content {
        egress = "PRIVATE_RANGES_ONLY"
        network_interfaces {
          network    = vpc_access.value.network
          subnetwork = vpc_access.value.id
        }
      }
    }

    dynamic "volumes" {
      for_each = each.value.database && !var.private_database ? [1] : []
      content {
        name = "cloudsql"
        cloud_sql_instance {
          instances = [google_sql_database_instance.aslab.connection_name]
        }
      }
    }
  }

  # A rollback sends it elsewhere, until the next apply.
  traffic {
    type    = "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST"
    percent = 100
  }

  # The schema is there, and the rights on it, before code that counts on them.
  depends_on = [
    google_cloud_run_v2_job.operation,
    google_secret_manager_secret_iam_member.function,
  ]

  lifecycle {
    precondition {
      condition     = var.image != ""
      error_message = "No image is named: `make deploy` builds one."
    }
    precondition {
      condition     = contains(keys(var.secret_versions), "signing_keys")
      error_message = "The secret signing-keys has no version: `make deploy` makes the first one."
    }
    precondition {
      condition     = local.connections_needed <= local.connections_usable
      error_message = local.budget_exceeded
    }
  }
}

locals {
  image = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.repository_id}/suite"

  # What common/platform/settings.py reads; whatever it has a good default for is left to it.
  settings = merge({
    CAMPUS_NAME               = var.campus.name
    CAMPUS_PLACE              = var.campus.place
    CAMPUS_TIME_ZONE          = var.campus.time_zone
    CAMPUS_ZONE_LABEL         = var.campus.zone_label
    CERTIFICATE_SIGNER        = var.campus.signer
    CERTIFICATE_SIGNER_TITLE  = var.campus.signer_title
    CERTIFICATE_NUMBER_FORMAT = var.campus.certificate_numbers
    CERTIFICATE_TIMESTAMP_URL = var.campus.timestamp_url
    PORTAL_URL                = local.address
    ALLOWED_ORIGIN            = local.one_origin ? "" : local.site_origin
    # The gateway alone, or the load balancer's two entries before it.
    TRUSTED_PROXIES      = tostring(coalesce(var.trusted_proxies, local.one_origin ? 3 : 1))
    CLOUD_SQL_INSTANCE   = google_sql_database_instance.aslab.connection_name
    DATABASE_NAME        = google_sql_database.aslab.name
    INCOMING_BUCKET      = google_storage_bucket.incoming.name
    PRIVATE_BUCKET       = google_storage_bucket.private.name
    CERTIFICATE_BUCKET   = google_storage_bucket.certificates.name
    EXPORT_BUCKET        = google_storage_bucket.fetched["exports"].name
    SITE_BUCKET          = google_storage_bucket.site.name
    GOOGLE_CLOUD_PROJECT = var.project
    FIRESTORE_DATABASE   = google_firestore_database.live.name
    WAKE_DELIVERY        = "true"
    PUBLIC_KEYS          = var.public_keys
    TOKEN_ISSUER         = local.token.issuer
    TOKEN_AUDIENCE       = local.token.audience
    SMTP_HOST            = var.mail.host
    SMTP_PORT            = tostring(var.mail.port)
    SMTP_USER            = var.mail.user
    MAIL_FROM            = var.mail.from
    WHATSAPP_PROVIDER    = contains(keys(var.secret_versions), "whatsapp_token") ? var.whatsapp.provider : ""
    WHATSAPP_PHONE_ID    = var.whatsapp.phone_id
    WHATSAPP_VERSION     = var.whatsapp.version
  }, local.way, var.settings)

  # To a private address goes the connector; Cloud Run's own socket knows the public one alone.
  way = var.private_database ? { CLOUD_SQL_SOCKET_DIR = "", CLOUD_SQL_PRIVATE = "true" } : {}

  environment = {
    for name, function in local.functions : name => merge(
      local.settings,
      # Which step of the image it is.
      { FUNCTION_TARGET = name },
      # As many threads as requests may come at once; the pool is smaller, since a connection is held for milliseconds.
      { THREADS = tostring(function.concurrency) },
      function.database ? { DATABASE_USER = local.database_users[name], DATABASE_POOL_SIZE = tostring(function.pool) } : {},
      # Nobody waits for the answer of an event or a schedule.
      function.database && function.kind != "http" ? { DATABASE_STATEMENT_SECONDS = "30" } : {},
      contains(flatten(values(function.buckets)), "sign") ? { SIGNING_ACCOUNT = google_service_account.function[name].email } : {},
    )
  }
}
