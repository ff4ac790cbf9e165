# API Gateway by the generated document: one address for all functions, and no token that is not ours gets through.
locals {
  jwks = "jwks.json"
  token = {
    issuer   = "https://${var.project}.si-aslab"
    audience = "si-aslab"
    jwks_uri = "https://storage.googleapis.com/${google_storage_bucket.site.name}/${local.jwks}"
  }
  document = templatefile("${path.module}/generated/gateway.json", merge(
    local.token,
    { for name in keys(local.http) : name => google_cloud_run_v2_service.function[name].uri },
  ))
}

# The keys that tokens are checked with, where the gateway fetches them (every five minutes). They are published after every
# function knows them, so that the object's time shows since when they are good everywhere.
resource "google_storage_bucket_object" "jwks" {
  bucket        = google_storage_bucket.site.name
  name          = local.jwks
  content       = var.public_keys
  content_type  = "application/json"
  cache_control = "public, max-age=300"

  depends_on = [google_cloud_run_v2_service.function]
}

resource "google_api_gateway_api" "api" {
  provider = google-beta
  api_id   = "si-aslab"

  depends_on = [google_project_iam_member.agent]
}

# A configuration cannot be changed: the new one is made, the gateway moves over, the old one goes.
resource "google_api_gateway_api_config" "api" {
  provider             = google-beta
  api                  = google_api_gateway_api.api.api_id
  api_config_id_prefix = "v1-"

  openapi_documents {
    document {
      path     = "gateway.json"
      contents = base64encode(local.document)
    }
  }

  gateway_config {
    backend_config {
      google_service_account = google_service_account.gateway.email
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_api_gateway_gateway" "api" {
  provider   = google-beta
  api_config = google_api_gateway_api_config.api.id
  gateway_id = "si-aslab"
  region     = var.gateway_region

  depends_on = [google_cloud_run_v2_service_iam_binding.caller]
}
