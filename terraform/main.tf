# The function list that the declarations generate, and the names that the files here share.
locals {
  generated = jsondecode(file("${path.module}/generated/functions.json"))
  functions = local.generated.functions
  http      = { for name, function in local.functions : name => function if function.kind == "http" }

  # What functions declare, one row for each pair.
  with_database = { for name, function in local.functions : name => function if function.database }
  bucket_access = merge([
    for name, function in local.functions : {
      for bucket, access in function.buckets : "${name}/${bucket}" => { function = name, bucket = bucket, access = access }
    }
  ]...)
  secret_access = merge([
    for name, function in local.functions : { for secret in function.secrets : "${name}/${secret}" => { function = name, secret = secret } }
  ]...)
  triggers = merge([
    for name, function in local.functions : { for trigger in function.triggers : "${name}/${trigger.name}" => merge(trigger, { function = name }) }
  ]...)

  # One origin with a domain; without one the site's bucket and the gateway are two.
  one_origin  = var.domain != ""
  gateway     = "https://${google_api_gateway_gateway.api.default_hostname}"
  site_origin = local.one_origin ? "https://${var.domain}" : "https://${local.site_bucket}.storage.googleapis.com"
  address     = local.one_origin ? local.site_origin : "${local.site_origin}/index.html#"
  api_origin  = local.one_origin ? "" : local.gateway

  firestore_location = coalesce(var.firestore_location, var.region)
  labels             = { product = "si-aslab", environment = var.environment }
}

# What has to stand before images can be built and secrets can have a version.
resource "terraform_data" "foundation" {
  depends_on = [
    google_artifact_registry_repository.images,
    google_artifact_registry_repository_iam_member.build,
    google_firestore_database.live,
    google_project_iam_member.build,
    # A right takes minutes to be known everywhere; while the images are built there is time for these.
    google_project_iam_binding.database,
    google_project_iam_member.event_receiver,
    google_project_iam_member.agent,
    google_project_iam_member.storage_publisher,
    google_secret_manager_secret.setting,
    google_sql_database.aslab,
    google_sql_user.iam,
    google_storage_bucket.build,
    google_storage_bucket.site,
    google_storage_bucket_iam_member.build,
    # Where an organisation forbids it, that is said before anything is built.
    google_storage_bucket_iam_member.everybody,
  ]
}
