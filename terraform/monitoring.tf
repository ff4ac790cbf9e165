# What is watched, and who is notified. Each alert is a line of PromQL; the dashboard draws the same lines. Each has a page
# in common/docs/runbook, named after it.
locals {
  run = "monitored_resource=\"cloud_run_revision\""
  # Sweeps, photos and certificates take their time.
  asked_by_people = join("|", [for name in keys(local.http) : replace(name, "_", "-")])

  alerts = {
    "Portal or API cannot be reached" = {
      query = "avg by (check_id) (avg_over_time(monitoring_googleapis_com:uptime_check_check_passed{monitored_resource=\"uptime_url\"}[10m])) < 0.5"
      for   = "300s"
      help  = "Look at the gateway's and the functions' logs, then at Google's status page."
    }
    "More than 2 % of the requests fail" = {
      query = "sum(rate(run_googleapis_com:request_count{${local.run},response_code_class=\"5xx\"}[10m])) / sum(rate(run_googleapis_com:request_count{${local.run}}[10m])) > 0.02 and sum(increase(run_googleapis_com:request_count{${local.run},response_code_class=\"5xx\"}[10m])) > 5"
      for   = "600s"
      help  = "Group the functions' logs by `function` and `message`; 503 with code `busy` means too few connections."
    }
    "One request in twenty takes longer than 3 s" = {
      query = "histogram_quantile(0.95, sum by (le) (rate(run_googleapis_com:request_latencies_bucket{${local.run},service_name=~\"${local.asked_by_people}\"}[10m]))) > 3000"
      for   = "1800s"
      help  = "Cold starts alone do not last half an hour: look at the database's load, then at `scale`."
    }
    "Messages or certificates wait for more than ten minutes" = {
      query = "histogram_quantile(0.99, sum by (le, lane) (rate(logging_googleapis_com:user_queue_age_bucket{${local.run}}[10m]))) > 600"
      for   = "300s"
      help  = "The mail server, the WhatsApp provider or the bucket may be down: `lane` says which, the message ledger why."
    }
    "Nothing has looked after the outbox for ten minutes" = {
      query = "absent_over_time(logging_googleapis_com:user_queue_age_count{${local.run},queue=\"messages\"}[10m])"
      for   = "300s"
      help  = "The sweep does not run: look at the job deliver-notifications-sweep of Cloud Scheduler."
    }
    "More than one message in twenty fails" = {
      query = "histogram_quantile(0.99, sum by (le, lane) (rate(logging_googleapis_com:user_queue_failed_share_bucket{${local.run},queue=\"messages\"}[10m]))) > 0.05 and on() sum(increase(logging_googleapis_com:user_failed_messages{${local.run}}[1d])) > 5"
      for   = "0s"
      help  = "The message ledger lists them with the reason; they can be sent again from there."
    }
    "A channel or a certificate needs an admin" = {
      query = "sum(increase(logging_googleapis_com:user_blocked_lanes{${local.run}}[1h])) + sum(increase(logging_googleapis_com:user_failed_tasks{${local.run}}[1h])) > 0"
      for   = "0s"
      help  = "A token or a password has expired, or a certificate cannot be drawn: the logs name it by `event`."
    }
    "Requests are turned away for want of instances" = {
      query = "sum(rate(run_googleapis_com:request_count{${local.run},response_code=\"429\"}[5m])) > 0.05"
      for   = "300s"
      help  = "More comes in than the instances take: raise `scale`, and `tier` with it."
    }
    "Events are not taken" = {
      query = "max(pubsub_googleapis_com:subscription_oldest_unacked_message_age{subscription_id=~\"eventarc-.*\"}) > 900"
      for   = "300s"
      help  = "Uploads or signals wait: look at the logs of process_upload and deliver_notifications."
    }
    "Scheduled work fails" = {
      query = "sum by (job_id) (increase(logging_googleapis_com:log_entry_count{monitored_resource=\"cloud_scheduler_job\",severity=\"ERROR\"}[1h])) > 3"
      for   = "0s"
      help  = "Cloud Scheduler's log names the job and the answer; what it was to do is done at the next time."
    }
    "The database is short of connections" = {
      query = "sum(cloudsql_googleapis_com:database_postgresql_num_backends{database_id=\"${var.project}:${google_sql_database_instance.aslab.name}\"}) > ${floor(0.8 * local.tiers[var.tier])}"
      for   = "300s"
      help  = "Choose a larger `tier`, or a smaller `scale`."
    }
    "The database's disk is nearly full" = {
      query = "max(cloudsql_googleapis_com:database_disk_utilization) > 0.9"
      for   = "1800s"
      help  = "It grows by itself; if it has not, look at its limit."
    }
  }
  told = var.alert_email == "" ? {} : local.alerts
}

resource "google_monitoring_notification_channel" "mail" {
  count = var.alert_email == "" ? 0 : 1

  display_name = "Who looks after SI-Aslab"
  type         = "email"
  labels       = { email_address = var.alert_email }
}

resource "google_monitoring_alert_policy" "alert" {
  for_each = local.told

  display_name          = each.key
  combiner              = "OR"
  notification_channels = google_monitoring_notification_channel.mail[*].id

  conditions {
    display_name = each.key

    condition_prometheus_query_language {
      query               = each.value.query
      duration            = each.value.for
      evaluation_interval = "60s"
      # The metrics of our own logs exist only once a line has been written.
      disable_metric_validation = true
    }
  }

  documentation {
    content   = "${each.value.help}\n\n[Runbook](${var.runbook}/${trim(replace(lower(each.key), "/[^a-z0-9]+/", "-"), "-")}.md)"
    mime_type = "text/markdown"
  }

  alert_strategy {
    auto_close = "86400s"
  }

  depends_on = [google_logging_metric.queue, google_logging_metric.count]
}

# --- asked from outside

resource "google_monitoring_uptime_check_config" "check" {
  for_each = {
    api  = { host = trimprefix(coalesce(local.api_origin, local.address), "https://"), path = "/v1/vacancies" }
    site = { host = trimprefix(local.site_origin, "https://"), path = "/index.html" }
  }

  display_name = each.key
  period       = "300s"
  timeout      = "30s" # a cold start is no outage

  http_check {
    path         = each.value.path
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }

  monitored_resource {
    type   = "uptime_url"
    labels = { host = each.value.host, project_id = var.project }
  }
}

# --- read from the functions' own log lines (common/platform/log.py, common/platform/queue)

# Once a minute and lane: a channel of messages, or a kind of task.
resource "google_logging_metric" "queue" {
  for_each = {
    queue_age = {
      field = "oldest_seconds"
      help  = "The age of the oldest item that is not done, since it came into the queue"
      unit  = "s"
      steps = [0, 60, 120, 300, 600, 1200, 3600, 7200, 86400]
    }
    queue_failed_share = {
      field = "failed_share"
      help  = "The share of a day's items that failed"
      unit  = "1"
      steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
    }
  }

  name             = each.key
  description      = each.value.help
  filter           = "resource.type=\"cloud_run_revision\" AND jsonPayload.event=\"queue\""
  value_extractor  = "EXTRACT(jsonPayload.${each.value.field})"
  label_extractors = { for label in ["queue", "lane"] : label => "EXTRACT(jsonPayload.${label})" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = each.value.unit

    dynamic "labels" {
      for_each = ["lane", "queue"]
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  bucket_options {
    explicit_buckets {
      bounds = each.value.steps
    }
  }
}

resource "google_logging_metric" "count" {
  for_each = {
    failed_messages = { event = "item_failed", queue = "messages", help = "Messages that were given up" }
    failed_tasks    = { event = "item_failed", queue = "tasks", help = "Certificates that cannot be drawn" }
    blocked_lanes   = { event = "lane_needs_admin", queue = "", help = "A channel that an admin has to put right" }
  }

  name        = each.key
  description = each.value.help
  filter = join(" AND ", concat(
    ["resource.type=\"cloud_run_revision\"", "jsonPayload.event=\"${each.value.event}\""],
    each.value.queue == "" ? [] : ["jsonPayload.queue=\"${each.value.queue}\""],
  ))

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
    unit        = "1"
  }
}

# --- at a glance

locals {
  charts = {
    "Requests a second, by function"    = "sum by (service_name) (rate(run_googleapis_com:request_count{${local.run}}[5m]))"
    "Instances, by function"            = "sum by (service_name) (run_googleapis_com:container_instance_count{${local.run}})"
    "Start of an instance, median (ms)" = "histogram_quantile(0.5, sum by (le) (rate(run_googleapis_com:container_startup_latencies_bucket{${local.run}}[1h])))"
    "Refused and failed, by class"      = "sum by (response_code_class) (rate(run_googleapis_com:request_count{${local.run},response_code_class!=\"2xx\"}[5m]))"
  }
  # The alerts' own lines, without what they are compared with.
  watched = { for name, alert in local.alerts : name => split(" > ", split(" < ", alert.query)[0])[0] }
  tiles   = merge(local.charts, local.watched)
}

resource "google_monitoring_dashboard" "suite" {
  dashboard_json = jsonencode({
    displayName = "SI-Aslab"
    mosaicLayout = {
      columns = 12
      tiles = [
        # The service leaves a place out that is zero, so it is left out here: else every plan would want to put it back.
        for index, name in keys(local.tiles) : merge(
          index % 2 == 0 ? {} : { xPos = 6 },
          index < 2 ? {} : { yPos = 4 * floor(index / 2) },
          {
            width  = 6
            height = 4
            widget = {
              title = name
              xyChart = {
                dataSets = [{ plotType = "LINE", timeSeriesQuery = { prometheusQuery = local.tiles[name] } }]
              }
            }
          }
        )
      ]
    }
  })
}

# --- the bill

data "google_project" "this" {
  project_id = var.project
}

locals {
  usual_budgets  = { USD = 150, IDR = 2500000 }
  monthly_budget = try(coalesce(var.monthly_budget, lookup(local.usual_budgets, var.currency, null)), null)
}

resource "google_billing_budget" "month" {
  count = var.billing_account != "" && local.monthly_budget != null ? 1 : 0

  billing_account = var.billing_account
  display_name    = "SI-Aslab, ${var.environment}"

  budget_filter {
    projects = ["projects/${data.google_project.this.number}"]
  }
  amount {
    specified_amount {
      currency_code = var.currency == "" ? null : var.currency
      units         = tostring(local.monthly_budget)
    }
  }

  dynamic "threshold_rules" {
    for_each = [0.5, 0.9, 1]
    content {
      threshold_percent = threshold_rules.value
    }
  }

  dynamic "all_updates_rule" {
    for_each = google_monitoring_notification_channel.mail[*].id
    content {
      monitoring_notification_channels = [all_updates_rule.value]
    }
  }
}
