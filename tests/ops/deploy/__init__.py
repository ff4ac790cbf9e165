"""Deployments against small stand-ins of gcloud and Terraform, which remember what they were asked and made."""
