# What this was written for. The state lives in a bucket that `make deploy` makes first and names at init.
terraform {
  required_version = ">= 1.9"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 8.7"
    }
    # API Gateway is only in the beta provider.
    google-beta = {
      source  = "hashicorp/google-beta"
      version = "~> 8.7"
    }
  }

  backend "gcs" {}
}

provider "google" {
  project               = var.project
  region                = var.region
  user_project_override = true # the budget asks in the name of a person, who has no quota
  billing_project       = var.project
  default_labels        = local.labels
}

provider "google-beta" {
  project               = var.project
  region                = var.region
  user_project_override = true # the budget asks in the name of a person, who has no quota
  billing_project       = var.project
  default_labels        = local.labels
}
