# With a domain: one HTTPS address for site and API. The site is a bucket behind the load balancer, /v1/** the gateway.
# Without one none of this exists, and the site's bucket is an origin of its own.
locals {
  # Said by the load balancer with every answer of the domain, also those that the gateway makes itself.
  https_only = "Strict-Transport-Security: max-age=31536000; includeSubDomains"

  # A bucket by its path: the host has everybody's buckets.
  site_headers = jsondecode(templatefile("${path.module}/generated/site_headers.json", merge(
    { for setting, name in local.buckets : setting => "https://storage.googleapis.com/${name}/" },
    { api = local.api_origin },
  )))
}

resource "google_compute_global_address" "portal" {
  count = local.one_origin ? 1 : 0

  name = "portal"
}

resource "google_compute_backend_bucket" "site" {
  count = local.one_origin ? 1 : 0

  name        = "site"
  bucket_name = google_storage_bucket.site.name
  enable_cdn  = true
  custom_response_headers = concat(
    [for name, value in local.site_headers : "${name}: ${value}"],
    [local.https_only],
  )

  cdn_policy {
    # The site says itself how long each file is good: the hashed ones for ever, the page never without asking.
    cache_mode = "USE_ORIGIN_HEADERS"
  }
}

resource "google_compute_region_network_endpoint_group" "gateway" {
  count    = local.one_origin ? 1 : 0
  provider = google-beta

  name                  = "api-gateway"
  region                = var.gateway_region
  network_endpoint_type = "SERVERLESS"

  serverless_deployment {
    platform = "apigateway.googleapis.com"
    resource = google_api_gateway_gateway.api.gateway_id
  }
}

resource "google_compute_backend_service" "gateway" {
  count = local.one_origin ? 1 : 0

  name                    = "api-gateway"
  load_balancing_scheme   = "EXTERNAL_MANAGED"
  protocol                = "HTTPS"
  custom_response_headers = [local.https_only]

  backend {
    group = google_compute_region_network_endpoint_group.gateway[0].id
  }
}

resource "google_compute_url_map" "portal" {
  count = local.one_origin ? 1 : 0

  name            = "portal"
  default_service = google_compute_backend_bucket.site[0].id

  host_rule {
    hosts        = [var.domain]
    path_matcher = "portal"
  }

  path_matcher {
    name            = "portal"
    default_service = google_compute_backend_bucket.site[0].id

    # A refusal of the API is passed on as it is.
    path_rule {
      paths   = ["/v1", "/v1/*"]
      service = google_compute_backend_service.gateway[0].id
    }

    # A part of the portal that is no more is missing, so that an open tab starts afresh.
    path_rule {
      paths   = ["/assets/*"]
      service = google_compute_backend_bucket.site[0].id
    }

    # An address that is no file is a page of the portal. A bucket that nobody may list says 403 of what it does not have.
    path_rule {
      paths   = ["/*"]
      service = google_compute_backend_bucket.site[0].id

      custom_error_response_policy {
        error_service = google_compute_backend_bucket.site[0].id

        error_response_rule {
          match_response_codes   = ["403", "404"]
          path                   = "/index.html"
          override_response_code = 200
        }
      }
    }
  }
}

resource "google_compute_managed_ssl_certificate" "portal" {
  count = local.one_origin ? 1 : 0

  # A new domain has a new certificate beside the old one, until the load balancer has changed over.
  name = "portal-${substr(sha256(var.domain), 0, 8)}"
  managed {
    domains = [var.domain]
  }


  lifecycle {
    create_before_destroy = true
  }
}

resource "google_compute_ssl_policy" "portal" {
  count = local.one_origin ? 1 : 0

  name            = "portal"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "portal" {
  count = local.one_origin ? 1 : 0

  name             = "portal"
  url_map          = google_compute_url_map.portal[0].id
  ssl_certificates = [google_compute_managed_ssl_certificate.portal[0].id]
  ssl_policy       = google_compute_ssl_policy.portal[0].id
}

resource "google_compute_global_forwarding_rule" "https" {
  count = local.one_origin ? 1 : 0

  name                  = "portal-https"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.portal[0].id
  target                = google_compute_target_https_proxy.portal[0].id
  port_range            = "443"
}

# Who types the address without https is sent there.
resource "google_compute_url_map" "to_https" {
  count = local.one_origin ? 1 : 0

  name = "to-https"
  default_url_redirect {
    https_redirect = true
    strip_query    = false
  }
}

resource "google_compute_target_http_proxy" "to_https" {
  count = local.one_origin ? 1 : 0

  name    = "to-https"
  url_map = google_compute_url_map.to_https[0].id
}

resource "google_compute_global_forwarding_rule" "http" {
  count = local.one_origin ? 1 : 0

  name                  = "portal-http"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.portal[0].id
  target                = google_compute_target_http_proxy.to_https[0].id
  port_range            = "80"
}
