# The sweeps and the nightly work, by the campus's clock.
resource "google_cloud_scheduler_job" "schedule" {
  for_each = { for key, trigger in local.triggers : key => trigger if trigger.kind == "schedule" }

  name        = replace(replace(each.key, "/", "-"), "_", "-")
  region      = var.region
  description = "${each.value.function}: ${each.value.name}"
  schedule    = each.value.source
  time_zone   = var.campus.time_zone
  # Never longer than the function itself may take.
  attempt_deadline = "${local.functions[each.value.function].timeout}s"

  http_target {
    http_method = "POST"
    uri         = "${google_cloud_run_v2_service.function[each.value.function].uri}${each.value.path}"

    oidc_token {
      service_account_email = google_service_account.trigger["scheduler"].email
      audience              = google_cloud_run_v2_service.function[each.value.function].uri
    }
  }

  # What runs every minute is tried again by itself; what runs once a day is not given up at the first fault.
  retry_config {
    retry_count          = each.value.source == "* * * * *" ? 0 : 5
    min_backoff_duration = "30s"
    max_backoff_duration = "600s"
  }
}
