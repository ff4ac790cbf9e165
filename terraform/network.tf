# Only with private_database: a network in which nothing but the database and the ways to it are. Calls to the rest of the
# world leave the functions as they do without it.
locals {
  private = var.private_database ? 1 : 0
}

resource "google_compute_network" "private" {
  # checkov:skip=CKV2_GCP_18: no machine is in it, so no rule would apply to anything; what Google answers from is not ours
  count = local.private

  name                    = "aslab"
  auto_create_subnetworks = false
}

# Cloud Run takes two addresses for each instance while a new revision comes.
resource "google_compute_subnetwork" "functions" {
  # checkov:skip=CKV_GCP_26: a line for each connection says what the database's own log says
  # checkov:skip=CKV_GCP_76: there is no IPv6 in it
  count = local.private

  name                     = "functions"
  region                   = var.region
  network                  = google_compute_network.private[0].id
  ip_cidr_range            = "10.20.0.0/22"
  private_ip_google_access = true
}

resource "google_compute_global_address" "database" {
  count = local.private

  name          = "database"
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  address       = "10.21.0.0"
  prefix_length = 20
  network       = google_compute_network.private[0].id
}

resource "google_service_networking_connection" "private" {
  count = local.private

  network                 = google_compute_network.private[0].id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.database[0].name]
  deletion_policy         = "ABANDON"
}
