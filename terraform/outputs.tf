# What `make deploy` goes on with, and what an operator has to know.
output "address" {
  description = "Where the portal is, as every link in a mail begins."
  value       = local.address
}

output "api_origin" {
  description = "Origin of the API where it is not the portal's own, else empty."
  value       = local.api_origin
}

output "gateway" {
  description = "The gateway's own address."
  value       = local.gateway
}

output "dns" {
  description = "What the domain's zone has to say; empty without a domain."
  value       = local.one_origin ? "${var.domain}. A ${google_compute_global_address.portal[0].address}" : ""
}

output "content_security_policy" {
  description = "For the portal's pages where the site cannot send headers."
  value       = local.site_headers["Content-Security-Policy"]
}

output "campus_name" {
  description = "What the portal calls the campus."
  value       = var.campus.name
}

output "campus_contact" {
  description = "Whom to write to about a hole in the system, which security.txt says; empty = there is none."
  value       = var.campus.contact
}

output "campus_time_zone" {
  description = "In which zone the portal shows times."
  value       = var.campus.time_zone
}

output "campus_sign_in" {
  description = "Whether the portal offers to sign in with the campus account: true, or empty."
  value       = lookup(var.settings, "CAMPUS_ISSUER", "") == "" ? "" : "true"
}

output "billing_account" {
  description = "Whose cost alarm is on; empty where none is."
  value       = one(google_billing_budget.month[*].billing_account) == null ? "" : var.billing_account
}

output "currency" {
  description = "Of the cost alarm."
  value       = var.currency
}

output "access_minutes" {
  description = "How long an access token is good; a key that signed one is not dropped before."
  value       = lookup(var.settings, "ACCESS_MINUTES", "10")
}

output "event_subscriptions" {
  description = "What Eventarc brings events by, parted by spaces; `make deploy` gives them the time that the functions take."
  value = join(" ", flatten([
    for trigger in google_eventarc_trigger.event : [for way in trigger.transport : [for pubsub in way.pubsub : pubsub.subscription]]
  ]))
}

output "site_bucket" {
  description = "Where the portal is published."
  value       = google_storage_bucket.site.name
}

output "build_bucket" {
  description = "Where sources of builds go."
  value       = google_storage_bucket.build.name
}

output "build_account" {
  description = "The account that builds."
  value       = google_service_account.build.email
}

output "image" {
  description = "The image of all steps, without its tag."
  value       = local.image
}

output "database_instance" {
  description = "Connection name of the database, for the connector and the proxy."
  value       = google_sql_database_instance.aslab.connection_name
}

output "database_name" {
  description = "Name of the database's instance, which later plans keep."
  value       = google_sql_database_instance.aslab.name
}

output "connections" {
  description = "Database connections: what the functions may need at once, and what the tier has for them."
  value       = { needed = local.connections_needed, usable = local.connections_usable }
}
