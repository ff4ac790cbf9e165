# What a campus decides. Everything without a default is given by `make deploy` or by environments/*.tfvars.

variable "project" {
  description = "Id of the project; it may be empty before."
  type        = string
}

variable "environment" {
  description = "Which of the campus's installations this is; each has a project of its own."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "environment is dev or prod."
  }
}

# --- where

variable "region" {
  description = "Where functions, database and files are: Jakarta, unless a campus may keep its data elsewhere."
  type        = string
  default     = "asia-southeast2"

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region is a region such as asia-southeast2, not a zone or a continent."
  }
}

variable "gateway_region" {
  description = "Where API Gateway runs; it exists in ten regions, none of them in South-East Asia."
  type        = string
  default     = "asia-northeast1"

  validation {
    condition = contains([
      "asia-northeast1", "australia-southeast1", "europe-west1", "europe-west2", "us-central1",
      "us-east1", "us-east4", "us-west2", "us-west3", "us-west4",
    ], var.gateway_region)
    error_message = "API Gateway exists in asia-northeast1, australia-southeast1, europe-west1, europe-west2, us-central1, us-east1, us-east4, us-west2, us-west3 and us-west4 only."
  }
}

variable "firestore_location" {
  description = "Where Firestore is; empty = the region. It can never be changed afterwards."
  type        = string
  default     = ""
}

variable "domain" {
  description = "The portal's name, such as aslab.kampus.ac.id: one origin behind a load balancer. Empty = two origins without one."
  type        = string
  default     = ""

  validation {
    condition     = var.domain == "" || can(regex("^([a-z0-9-]+\\.)+[a-z]{2,}$", var.domain))
    error_message = "domain is a bare host name such as aslab.kampus.ac.id."
  }
}

variable "trusted_proxies" {
  description = "How many proxies before a function write into X-Forwarded-For; null = as many as this topology is known to have."
  type        = number
  default     = null
}

# --- how big

variable "tier" {
  description = "Size of the database; see connections.json for how many connections each has."
  type        = string
  default     = "db-f1-micro"

  validation {
    condition     = contains(["db-f1-micro", "db-g1-small", "db-custom-1-3840", "db-custom-2-7680", "db-custom-4-15360"], var.tier)
    error_message = "tier is one of db-f1-micro, db-g1-small, db-custom-1-3840, db-custom-2-7680, db-custom-4-15360."
  }
}

variable "scale" {
  description = "How many times the declared instances each function may have; the tier has to have the connections."
  type        = number
  default     = 1

  validation {
    condition     = var.scale >= 1 && floor(var.scale) == var.scale
    error_message = "scale is a whole number from 1."
  }
}

variable "private_database" {
  description = "Whether the database has an address in a network of its own alone, for an organisation that forbids any other. Each function then starts half a second slower."
  type        = bool
  default     = false
}

variable "highly_available" {
  description = "A second database that takes over when a zone fails; it doubles the price of the database."
  type        = bool
  default     = false
}

# --- how long

variable "retention" {
  description = "Days: how long backups, replaced certificates and an upload that was not inspected are kept."
  type = object({
    backups      = optional(number, 14)
    certificates = optional(number, 365)
    incoming     = optional(number, 1)
  })
  default = {}

  validation {
    condition     = var.retention.backups >= 2
    error_message = "retention.backups is 2 at least."
  }
}

variable "allow_data_loss" {
  description = "Lifts every protection of data, so that they can be destroyed; set by `make destroy` alone, confirmed twice."
  type        = bool
  default     = false
}

# --- the functions' settings

variable "campus" {
  description = "Name, place and zone of the campus; whom to write to about a hole in the system; name and office of who signs its certificates, and a time-stamp server for them."
  type = object({
    name                = optional(string, "Universitas Bangka Belitung")
    place               = optional(string, "")
    time_zone           = optional(string, "Asia/Jakarta")
    zone_label          = optional(string, "")
    contact             = optional(string, "")
    signer              = optional(string, "")
    signer_title        = optional(string, "")
    certificate_numbers = optional(string, "{sequence:04d}/ASLAB/{year}")
    timestamp_url       = optional(string, "")
  })
  default = {}

  validation {
    condition = var.environment != "prod" || alltrue([
      for said in [var.campus.place, var.campus.signer, var.campus.signer_title] : trimspace(said) != ""
    ])
    error_message = "campus needs place, signer (a name) and signer_title (their office): they stand on every certificate."
  }
}

variable "mail" {
  description = "The server that takes mail, and who it is from. The password is the secret smtp-password."
  type = object({
    host = string
    port = optional(number, 587)
    user = optional(string, "")
    from = string
  })
}

variable "whatsapp" {
  description = "meta or fonnte, and the number's id at Meta; provider empty = no WhatsApp. The token is the secret whatsapp-token."
  type = object({
    provider = optional(string, "")
    phone_id = optional(string, "")
    version  = optional(string, "v26.0")
  })
  default = {}

  validation {
    condition     = contains(["", "meta", "fonnte"], var.whatsapp.provider)
    error_message = "whatsapp.provider is meta, fonnte or empty."
  }
}

variable "settings" {
  description = "Any other setting of common/platform/settings.py by its environment variable, such as LATE_ATTENDANCE_DAYS."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setintersection(keys(var.settings), ["SIGNING_KEYS", "SMTP_PASSWORD", "WHATSAPP_TOKEN", "CAMPUS_CLIENT_SECRET", "CERTIFICATE_KEY", "BADGE_KEYS"])) == 0
    error_message = "Secrets are kept in Secret Manager, never in a variable."
  }
}

# --- what `make deploy` finds out

variable "image" {
  description = "Tag of the image to run, which is the digest of what it was built from; empty only where nothing is deployed."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^([0-9a-f]{16})?$", var.image))
    error_message = "image is the 16 letters of a digest."
  }
}

variable "database_instance" {
  description = "Name of the database's instance; a restore makes another, which stays in the state."
  type        = string
  default     = "aslab"
}

variable "public_keys" {
  description = "The public half of the signing keys as a JSON Web Key set."
  type        = string

  validation {
    condition     = can(jsondecode(var.public_keys).keys[0].kid) && !can(jsondecode(var.public_keys).keys[0].d)
    error_message = "public_keys is a JSON Web Key set without any private part."
  }
}

variable "secret_versions" {
  description = "The version of each secret that is in force, by setting; a secret without one is left out."
  type        = map(string)

  validation {
    condition     = alltrue([for name in keys(var.secret_versions) : contains(["signing_keys", "smtp_password", "whatsapp_token", "campus_client_secret", "certificate_key", "badge_keys"], name)])
    error_message = "secret_versions knows signing_keys, smtp_password, whatsapp_token, campus_client_secret, certificate_key and badge_keys."
  }
}

# --- who is notified

variable "alert_email" {
  description = "Who hears that something is wrong; empty = nobody, and there are no alerts."
  type        = string
  default     = ""
}

variable "runbook" {
  description = "Where the alerts' texts lead to: the address of common/docs/runbook in the campus's own forge, without a slash."
  type        = string
  default     = "common/docs/runbook"
}

variable "billing_account" {
  description = "Id of the billing account, for the alert on the budget; `make deploy` finds it. Empty = no such alert."
  type        = string
  default     = ""
}

variable "currency" {
  description = "Of the billing account; `make deploy` finds it."
  type        = string
  default     = ""
}

variable "monthly_budget" {
  description = "What a month should not cost more than, in whole units of that currency; null = what a campus of 10,000 costs, twice."
  type        = number
  default     = null
}
