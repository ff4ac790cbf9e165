# A campus to try things on: the smallest of everything, and nobody is woken.
environment = "dev"
tier        = "db-f1-micro"
scale       = 1

retention = {
  backups      = 3
  certificates = 30
}

mail = {
  host = "smtp.gmail.com"
  user = "aslab-dev@kampus.ac.id"
  from = "SI-Aslab (uji coba) <aslab-dev@kampus.ac.id>"
}
