# What must hold of every installation, by plans without a cloud.
mock_provider "google" {}
mock_provider "google-beta" {}

variables {
  project         = "campus"
  environment     = "prod"
  image           = "0123456789abcdef"
  public_keys     = "{\"keys\":[{\"kid\":\"k1\",\"kty\":\"EC\",\"crv\":\"P-256\"}]}"
  secret_versions = { signing_keys = "3", smtp_password = "1" }
  campus          = { place = "Balunijuk", signer = "Dr. Rahmat Hidayat, M.Kom.", signer_title = "Kepala Laboratorium Terpadu" }
  mail            = { host = "smtp.kampus.ac.id", from = "SI-Aslab <aslab@kampus.ac.id>" }
}

run "two_origins" {
  command = plan

  # --- the functions

  assert {
    condition     = toset(keys(google_cloud_run_v2_service.function)) == toset(keys(jsondecode(file("generated/functions.json")).functions))
    error_message = "Every function of the generated list is deployed, and no other."
  }
  assert {
    condition = alltrue([
      for name, function in google_cloud_run_v2_service.function :
      function.template[0].scaling[0].min_instance_count == 0
      && function.template[0].scaling[0].max_instance_count == local.functions[name].max_instances
      && function.template[0].max_instance_request_concurrency == local.functions[name].concurrency
      && function.template[0].containers[0].resources[0].limits.memory == "${local.functions[name].memory}Mi"
      && function.template[0].containers[0].resources[0].startup_cpu_boost
      && function.template[0].containers[0].resources[0].cpu_idle
    ])
    error_message = "A function is as large as it is declared, scales to zero and starts with a boost."
  }
  assert {
    condition = alltrue([
      for name, function in google_cloud_run_v2_service.function :
      one([for env in function.template[0].containers[0].env : env.value if env.name == "THREADS"]) == tostring(local.functions[name].concurrency)
    ])
    error_message = "A function has as many threads as requests may come at once."
  }
  assert {
    condition = alltrue([
      for name, function in google_cloud_run_v2_service.function :
      length(function.template[0].volumes) == (local.functions[name].database ? 1 : 0)
    ])
    error_message = "The database's socket is mounted where a database is declared, and nowhere else."
  }
  assert {
    condition = alltrue([
      for name, function in google_cloud_run_v2_service.function :
      function.ingress == (local.functions[name].kind == "http" ? "INGRESS_TRAFFIC_ALL" : "INGRESS_TRAFFIC_INTERNAL_ONLY")
    ])
    error_message = "Functions that only events start are out of reach from outside."
  }
  assert {
    condition = alltrue([
      for name, function in google_cloud_run_v2_service.function :
      endswith(function.template[0].containers[0].image, "/suite:${var.image}")
      && one([for env in function.template[0].containers[0].env : env.value if env.name == "FUNCTION_TARGET"]) == name
    ]) && alltrue([for job in google_cloud_run_v2_job.operation : endswith(job.template[0].template[0].containers[0].image, "/suite:${var.image}")])
    error_message = "All run one image, named after what it is built from, and each service says which step of it it is."
  }
  assert {
    condition = alltrue([
      for name, function in google_cloud_run_v2_service.function :
      !local.functions[name].database
      || one([for env in function.template[0].containers[0].env : env.value if env.name == "DATABASE_POOL_SIZE"]) == tostring(local.functions[name].pool)
    ])
    error_message = "A function's pool is as large as the budget counts it."
  }

  # --- least privilege

  assert {
    condition = toset([
      for key, member in google_secret_manager_secret_iam_member.function : key
    ]) == toset(flatten([for name, function in local.functions : [for secret in function.secrets : "${name}/${secret}"]]))
    error_message = "A function reads the secrets that it declares, and no others."
  }
  assert {
    condition = alltrue([
      for name, function in google_cloud_run_v2_service.function :
      join(",", sort([for env in function.template[0].containers[0].env : lower(env.name) if length(env.value_source) > 0]))
      == join(",", sort(setintersection(local.functions[name].secrets, keys(var.secret_versions))))
    ])
    error_message = "A secret is an environment variable of its own function only, and only by reference."
  }
  assert {
    condition     = one([for env in google_cloud_run_v2_service.function["sign_in"].template[0].containers[0].env : env.value_source[0].secret_key_ref[0].version if env.name == "SIGNING_KEYS"]) == "3"
    error_message = "A secret is read in the version that was told, so that it can go back."
  }
  assert {
    condition     = one([for env in google_cloud_run_v2_service.function["sign_in"].template[0].containers[0].env : env.value if env.name == "TRUSTED_PROXIES"]) == "1"
    error_message = "Without a load balancer the gateway is the only proxy that is believed."
  }
  assert {
    condition = alltrue([
      for binding in google_storage_bucket_iam_binding.function :
      contains(["roles/storage.objectViewer", "roles/storage.legacyBucketWriter", "roles/storage.objectCreator"], binding.role)
    ])
    error_message = "Objects are read, written or created; nobody administers a bucket."
  }
  assert {
    condition     = toset(keys(google_service_account_iam_member.signer)) == toset([for row in local.bucket_access : row.function if contains(row.access, "sign")])
    error_message = "Only who declares to sign may sign, and only as itself."
  }
  assert {
    condition = (
      google_storage_bucket_iam_binding.shared.role == "roles/storage.objectUser" &&
      google_storage_bucket_iam_binding.shared.condition[0].expression == "resource.name.startsWith('projects/_/buckets/campus-site/objects/bagikan/')"
    )
    error_message = "Of the site one function writes the pages of open vacancies, and nothing else."
  }
  assert {
    condition = alltrue([
      for member in concat([google_project_iam_binding.live], values(google_secret_manager_secret_iam_member.function)) :
      contains(["roles/datastore.user", "roles/secretmanager.secretAccessor"], member.role)
    ])
    error_message = "Firestore is used, secrets are read, and neither is administered."
  }
  assert {
    condition = alltrue([
      for account in concat(values(google_service_account.function), values(google_service_account.trigger), [google_service_account.build, google_service_account.gateway, google_service_account.migrate]) :
      can(regex("^[a-z][-a-z0-9]{4,28}[a-z0-9]$", account.account_id)) && length(account.display_name) <= 100
    ])
    error_message = "Names of accounts are as Google takes them."
  }
  assert {
    condition     = toset([for binding in google_project_iam_binding.database : binding.role]) == toset(["roles/cloudsql.client", "roles/cloudsql.instanceUser"])
    error_message = "The database is signed in to, and not administered."
  }
  assert {
    condition = alltrue([
      for binding in concat([google_project_iam_binding.live], values(google_project_iam_binding.database)) :
      length(binding.condition) == 1
    ])
    error_message = "A right on the whole project is narrowed to the one database."
  }

  # --- who may call

  assert {
    condition     = { for name, binding in google_cloud_run_v2_service_iam_binding.caller : name => binding.role } == { for name in keys(local.functions) : name => "roles/run.invoker" }
    error_message = "It is said of each function who calls it; who does, does nothing else with it."
  }
  assert {
    condition = alltrue([
      for trigger in values(local.triggers) : local.functions[trigger.function].kind == "event"
    ])
    error_message = "Events and schedules start event functions alone."
  }
  assert {
    condition     = google_storage_bucket_iam_member.everybody.bucket == "campus-site" && google_storage_bucket_iam_member.everybody.role == "roles/storage.legacyObjectReader"
    error_message = "Everybody may read the site, and list nothing."
  }

  # --- files

  assert {
    condition = alltrue([
      for bucket in [google_storage_bucket.incoming, google_storage_bucket.private, google_storage_bucket.certificates, google_storage_bucket.fetched["exports"], google_storage_bucket.build] :
      bucket.public_access_prevention == "enforced" && bucket.uniform_bucket_level_access
    ])
    error_message = "No bucket but the site can ever be public."
  }
  assert {
    condition = alltrue([
      for bucket in [google_storage_bucket.incoming, google_storage_bucket.private, google_storage_bucket.certificates] : !bucket.force_destroy
    ])
    error_message = "A bucket with what people have sent is not destroyed."
  }
  assert {
    condition     = google_storage_bucket.certificates.versioning[0].enabled && one(google_storage_bucket.incoming.lifecycle_rule[0].condition).age == 1 && one(google_storage_bucket.fetched["exports"].lifecycle_rule[0].condition).age == 1
    error_message = "Certificates have versions; a raw upload and an export live a day."
  }
  assert {
    condition     = google_storage_bucket.incoming.cors[0].origin == tolist(["https://campus-site.storage.googleapis.com"])
    error_message = "Only the portal's pages send files."
  }

  # --- the database

  assert {
    condition = (
      google_sql_database_instance.aslab.settings[0].ip_configuration[0].ssl_mode == "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"
      && length(google_sql_database_instance.aslab.settings[0].ip_configuration[0].authorized_networks) == 0
      && google_sql_database_instance.aslab.settings[0].connector_enforcement == "REQUIRED"
    )
    error_message = "The database takes nobody without a certificate and an IAM identity, from no network of its own."
  }
  assert {
    condition = (
      google_sql_database_instance.aslab.deletion_protection
      && google_sql_database_instance.aslab.settings[0].deletion_protection_enabled
      && google_sql_database_instance.aslab.settings[0].backup_configuration[0].enabled
      && google_sql_database_instance.aslab.settings[0].backup_configuration[0].point_in_time_recovery_enabled
      && google_firestore_database.live.delete_protection_state == "DELETE_PROTECTION_ENABLED"
    )
    error_message = "Data are protected and backed up to the minute."
  }
  assert {
    condition     = google_sql_database_instance.aslab.settings[0].edition == "ENTERPRISE" && google_sql_database_instance.aslab.database_version == "POSTGRES_18"
    error_message = "The smallest tiers exist in the edition ENTERPRISE alone; PostgreSQL is the one of the tests."
  }
  assert {
    condition     = alltrue([for name, user in google_sql_user.iam : (user.database_roles == null) == (name != "migrate")])
    error_message = "Nobody but the migration owns anything in the database."
  }
  assert {
    condition     = one([for flag in google_sql_database_instance.aslab.settings[0].database_flags : flag.value if flag.name == "cloudsql.iam_authentication"]) == "on"
    error_message = "Database users are IAM identities."
  }
  assert {
    condition     = google_sql_database.aslab.deletion_policy == "ABANDON" && alltrue([for secret in google_secret_manager_secret.setting : secret.deletion_protection])
    error_message = "A plan takes away neither the database nor a secret."
  }
  assert {
    condition     = alltrue([for user in google_sql_user.iam : user.type == "CLOUD_IAM_SERVICE_ACCOUNT" && user.password == null])
    error_message = "No database user has a password."
  }
  assert {
    condition     = local.connections_needed <= local.connections_usable
    error_message = "The smallest tier has room for all functions at once."
  }

  # --- events and times

  assert {
    condition     = length(google_eventarc_trigger.event) + length(google_cloud_scheduler_job.schedule) == length(local.triggers)
    error_message = "Every declared trigger is there."
  }
  assert {
    condition = alltrue([
      for job in google_cloud_scheduler_job.schedule :
      job.time_zone == "Asia/Jakarta" && length(job.http_target[0].oidc_token) == 1
    ])
    error_message = "Schedules follow the campus's clock and prove who calls."
  }
  assert {
    condition = alltrue([
      for key, trigger in google_eventarc_trigger.event :
      trigger.destination[0].cloud_run_service[0].path == local.triggers[key].path
    ])
    error_message = "An event is brought to the path where the function waits for it."
  }
  assert {
    condition     = toset(keys(google_firestore_field.expiry)) == toset(["signals", "inbox", "ended_sessions"]) && alltrue([for field in google_firestore_field.expiry : length(field.ttl_config) == 1])
    error_message = "Signals and inboxes expire by themselves."
  }

  # --- what can be seen

  assert {
    condition     = length(google_compute_global_address.portal) == 0 && output.dns == ""
    error_message = "Without a domain there is no load balancer to pay for."
  }
  assert {
    condition     = output.address == "https://campus-site.storage.googleapis.com/index.html#"
    error_message = "Without a domain the portal is the site's bucket, with links that a bucket can serve."
  }
  assert {
    condition     = length(google_monitoring_alert_policy.alert) == 0 && length(google_billing_budget.month) == 0
    error_message = "Without an address nobody is woken."
  }
  assert {
    condition     = google_storage_bucket_object.jwks.content == var.public_keys && google_storage_bucket_object.jwks.cache_control == "public, max-age=300"
    error_message = "The gateway finds the public keys in the site's bucket, and asks again after five minutes."
  }
  assert {
    condition     = google_cloud_run_v2_job.operation["migrate"].run_execution_token != null && google_cloud_run_v2_job.operation["first-admin"].run_execution_token == null
    error_message = "The schema is brought up within the apply; an admin is never added by one."
  }
}

run "one_origin" {
  command = plan

  variables {
    domain          = "aslab.kampus.ac.id"
    alert_email     = "ops@kampus.ac.id"
    billing_account = "000000-000000-000000"
    monthly_budget  = 50
  }

  assert {
    condition     = output.address == "https://aslab.kampus.ac.id" && output.api_origin == ""
    error_message = "With a domain the portal and the API are one origin."
  }
  assert {
    condition = alltrue([
      for function in google_cloud_run_v2_service.function :
      one([for env in function.template[0].containers[0].env : env.value if env.name == "ALLOWED_ORIGIN"]) == ""
    ])
    error_message = "One origin needs no CORS."
  }
  assert {
    condition     = google_compute_ssl_policy.portal[0].min_tls_version == "TLS_1_2" && google_compute_url_map.to_https[0].default_url_redirect[0].https_redirect
    error_message = "Everything is HTTPS."
  }
  assert {
    condition     = anytrue([for header in google_compute_backend_bucket.site[0].custom_response_headers : startswith(header, "Content-Security-Policy: default-src 'none'; script-src 'self';")])
    error_message = "The site's pages carry the policy."
  }
  assert {
    condition = alltrue([
      for rule in ["connect-src 'self' https://storage.googleapis.com/campus-incoming/", "frame-src blob: https://storage.googleapis.com/campus-private/ https://storage.googleapis.com/campus-certificates/;"] :
      strcontains(local.site_headers["Content-Security-Policy"], rule)
    ]) && !strcontains(local.site_headers["Content-Security-Policy"], "googleapis.com ")
    error_message = "A page may use our buckets, and not everybody's."
  }
  assert {
    condition = alltrue([
      for headers in [google_compute_backend_bucket.site[0].custom_response_headers, google_compute_backend_service.gateway[0].custom_response_headers] :
      anytrue([for header in headers : startswith(header, "Strict-Transport-Security: max-age=31536000")])
    ])
    error_message = "Who has been here once never comes without TLS again, by the site or by the API."
  }
  assert {
    condition = {
      for rule in google_compute_url_map.portal[0].path_matcher[0].path_rule : join(" ", sort(rule.paths)) => length(rule.custom_error_response_policy)
    } == { "/v1 /v1/*" = 0, "/assets/*" = 0, "/*" = 1 }
    error_message = "Only a page of the portal stands in for what is not there: not for the API, not for its own parts."
  }
  assert {
    condition     = length(google_monitoring_alert_policy.alert) == 12 && length(google_billing_budget.month) == 1
    error_message = "Whoever is named is told."
  }
}

run "trying_things" {
  command = plan

  variables {
    environment = "dev"
    retention   = { backups = 3, certificates = 30 }
  }

  assert {
    condition = (
      google_sql_database_instance.aslab.settings[0].backup_configuration[0].transaction_log_retention_days
      < one(google_sql_database_instance.aslab.settings[0].backup_configuration[0].backup_retention_settings).retained_backups
    )
    error_message = "The log is kept for fewer days than there are backups, or Google refuses it."
  }
}

run "larger" {
  command = plan

  variables {
    tier  = "db-custom-2-7680"
    scale = 7
  }

  assert {
    condition = alltrue([
      for name, function in google_cloud_run_v2_service.function :
      function.template[0].scaling[0].max_instance_count == 7 * local.functions[name].max_instances
    ])
    error_message = "One number raises the instances of all."
  }
  assert {
    condition     = one([for flag in google_sql_database_instance.aslab.settings[0].database_flags : flag.value if flag.name == "max_connections"]) == "200"
    error_message = "The server has the connections that are counted on."
  }
}

run "more_than_the_tier_has" {
  command = plan

  variables {
    tier  = "db-f1-micro"
    scale = 2
  }

  expect_failures = [google_cloud_run_v2_service.function]
}

run "without_signing_keys" {
  command = plan

  variables {
    secret_versions = {}
  }

  expect_failures = [google_cloud_run_v2_service.function]
}

run "nobody_who_signs" {
  command = plan

  variables {
    campus = { place = "Balunijuk", signer = " ", signer_title = "Kepala Laboratorium Terpadu" }
  }

  expect_failures = [var.campus]
}

run "without_an_image" {
  command = plan

  variables {
    image = ""
  }

  expect_failures = [google_cloud_run_v2_service.function]
}

run "what_is_refused" {
  command = plan

  variables {
    gateway_region = "asia-southeast1"
    region         = "jakarta"
    domain         = "https://aslab.kampus.ac.id/"
    environment    = "staging"
    tier           = "db-n1-standard-1"
    scale          = 1.5
    image          = "latest"
    public_keys    = "{\"keys\":[{\"kid\":\"k1\",\"d\":\"private\"}]}"
    settings       = { SMTP_PASSWORD = "plain" }
    retention      = { backups = 1 }
    whatsapp       = { provider = "pigeon" }
  }

  expect_failures = [
    var.gateway_region, var.region, var.domain, var.environment, var.tier, var.scale, var.image, var.public_keys, var.settings, var.whatsapp, var.retention,
  ]
}

run "told_twice" {
  command = plan

  variables {
    allow_data_loss = true
  }

  assert {
    condition = (
      !google_sql_database_instance.aslab.deletion_protection
      && google_storage_bucket.private.force_destroy
      && google_firestore_database.live.deletion_policy == "DELETE"
    )
    error_message = "Data can be destroyed when that has been said twice."
  }
}

# What is known only once it is there: who each member is, and what leads where.
run "applied" {
  variables {
    domain = "aslab.kampus.ac.id"
  }

  assert {
    condition = alltrue([
      for rule in google_compute_url_map.portal[0].path_matcher[0].path_rule :
      rule.service == (contains(rule.paths, "/v1/*") ? google_compute_backend_service.gateway[0].id : google_compute_backend_bucket.site[0].id)
    ])
    error_message = "/v1 leads to the gateway, everything else to the site."
  }
  assert {
    condition     = alltrue([for name, function in google_cloud_run_v2_service.function : function.template[0].service_account == google_service_account.function[name].email])
    error_message = "Each function runs as itself."
  }
  assert {
    condition     = length(distinct([for account in google_service_account.function : account.email])) == length(local.functions)
    error_message = "No two functions share an account."
  }
  assert {
    condition = toset([
      for name, binding in google_cloud_run_v2_service_iam_binding.caller : name if toset(binding.members) == toset([google_service_account.gateway.member])
    ]) == toset(keys(local.http))
    error_message = "The gateway's account is the only one that calls the functions behind it, and calls no other."
  }
  assert {
    condition     = google_api_gateway_api_config.api.gateway_config[0].backend_config[0].google_service_account == google_service_account.gateway.email
    error_message = "The gateway calls by that account."
  }
  assert {
    condition = toset(flatten([
      for name, binding in google_cloud_run_v2_service_iam_binding.caller : [for member in binding.members : "${name} ${member}"] if !contains(keys(local.http), name)
      ])) == toset([
      for trigger in values(local.triggers) :
      "${trigger.function} ${google_service_account.trigger[trigger.kind == "schedule" ? "scheduler" : "events"].member}"
    ])
    error_message = "Event functions are called by the account of their kind of trigger."
  }
  assert {
    condition     = alltrue([for name, signer in google_service_account_iam_member.signer : signer.service_account_id == google_service_account.function[name].name && signer.member == google_service_account.function[name].member])
    error_message = "Who signs, signs as itself."
  }
  assert {
    condition = toset(flatten([
      for key, binding in google_storage_bucket_iam_binding.function : [
        for member in binding.members : "${binding.bucket} ${member}" if binding.role == "roles/storage.objectViewer"
      ]
      ])) == toset([
      for row in local.bucket_access : "${local.buckets[row.bucket]} ${google_service_account.function[row.function].member}" if contains(row.access, "read")
    ])
    error_message = "Who declares to read a bucket can, as itself; who does not cannot."
  }
  assert {
    condition = toset(flatten([
      for binding in concat(values(google_storage_bucket_iam_binding.function), [google_storage_bucket_iam_binding.shared]) :
      [for member in binding.members : "${binding.bucket} ${member}"]
      ])) == toset([
      for row in local.bucket_access : "${local.buckets[row.bucket]} ${google_service_account.function[row.function].member}"
    ])
    error_message = "A function has rights of its own on the buckets that it declares, and on no others."
  }
  assert {
    condition     = toset(google_storage_bucket_iam_binding.shared.members) == toset([google_service_account.function["import_people"].member])
    error_message = "The pages of open vacancies are written by one function."
  }
  assert {
    condition     = toset(google_project_iam_binding.live.members) == toset([for name, function in local.functions : google_service_account.function[name].member if function.live])
    error_message = "Firestore is open to those that declare it."
  }
  assert {
    condition = alltrue([
      for binding in google_project_iam_binding.database :
      toset(binding.members) == toset([
        for account in concat([for name in keys(local.with_database) : google_service_account.function[name]], [google_service_account.migrate]) : "serviceAccount:${account.email}"
      ])
    ])
    error_message = "The database is open to those that declare it, and to the migration."
  }
  assert {
    condition     = alltrue([for key, member in google_secret_manager_secret_iam_member.function : member.member == google_service_account.function[local.secret_access[key].function].member])
    error_message = "A right on a secret is the function's own."
  }
  assert {
    condition     = strcontains(google_project_iam_binding.live.condition[0].expression, "databases/(default)'")
    error_message = "The right on Firestore is for the one database."
  }
  assert {
    condition     = alltrue([for binding in google_project_iam_binding.database : strcontains(binding.condition[0].expression, "instances/aslab'")])
    error_message = "The right on Cloud SQL is for the one instance."
  }
  assert {
    condition = alltrue([
      for job in google_cloud_scheduler_job.schedule :
      startswith(job.http_target[0].uri, job.http_target[0].oidc_token[0].audience)
      && job.http_target[0].oidc_token[0].service_account_email == google_service_account.trigger["scheduler"].email
    ])
    error_message = "A schedule proves who it is to the function that it calls."
  }
  assert {
    condition = alltrue([
      for key, trigger in google_eventarc_trigger.event :
      local.triggers[key].kind != "upload" || contains([for filter in trigger.matching_criteria : filter.value if filter.attribute == "bucket"], google_storage_bucket.incoming.name)
    ])
    error_message = "Only what arrives from outside is judged."
  }
}

run "private_database" {
  command = plan

  variables {
    private_database = true
  }

  assert {
    condition     = !google_sql_database_instance.aslab.settings[0].ip_configuration[0].ipv4_enabled
    error_message = "The database has no address but that in its own network."
  }
  assert {
    condition = alltrue([
      for name, function in google_cloud_run_v2_service.function :
      length(function.template[0].vpc_access) == (local.functions[name].database ? 1 : 0)
      && alltrue([for access in function.template[0].vpc_access : access.egress == "PRIVATE_RANGES_ONLY"])
      && length(function.template[0].volumes) == 0
      && !(local.functions[name].database && one([for env in function.template[0].containers[0].env : env.value if env.name == "CLOUD_SQL_PRIVATE"]) != "true")
    ])
    error_message = "A function with a database goes to it through the network, by the connector; all others and all other calls stay outside of it."
  }
  assert {
    condition = alltrue([
      for job in google_cloud_run_v2_job.operation :
      length(job.template[0].template[0].vpc_access) == 1
      && one([for env in job.template[0].template[0].containers[0].env : env.value if env.name == "CLOUD_SQL_PRIVATE"]) == "true"
    ])
    error_message = "The migration and what an operator asks for reach it too."
  }
}

run "a_budget_in_a_currency_without_a_usual_one" {
  command = plan

  variables {
    billing_account = "000000-000000-000000"
    currency        = "EUR"
  }

  assert {
    condition     = length(google_billing_budget.month) == 0
    error_message = "What a month should cost in another currency is said by the campus."
  }
}
