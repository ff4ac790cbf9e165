# The campus that people work with, for about 10,000 students. A very large one takes tier db-custom-2-7680, with a scale from 2 to 7.
environment = "prod"
tier        = "db-g1-small"
scale       = 2

campus = {
  name         = "Universitas Bangka Belitung"
  place        = "Pangkalpinang"
  contact      = "aslab@kampus.ac.id"
  signer       = "Nama Pejabat, M.T."
  signer_title = "Kepala Laboratorium Terpadu"
}

mail = {
  host = "smtp-relay.gmail.com"
  user = "aslab@kampus.ac.id"
  from = "SI-Aslab <aslab@kampus.ac.id>"
}

alert_email = "aslab@kampus.ac.id"
