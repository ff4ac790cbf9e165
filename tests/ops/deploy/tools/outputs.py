"""The outputs of a project that has been deployed."""

OUTPUTS = {
    "access_minutes": "10",
    "build_account": "build@si-aslab-uji.iam.gserviceaccount.com",
    "build_bucket": "si-aslab-uji-build",
    "campus_contact": "keamanan@uji.ac.id",
    "campus_name": "Universitas Uji",
    "campus_sign_in": "true",
    "campus_time_zone": "Asia/Makassar",
    "content_security_policy": "default-src 'none'",
    "billing_account": "",
    "database_name": "aslab",
    "event_subscriptions": "projects/si-aslab-uji/subscriptions/eventarc-process-upload",
    "image": "asia-southeast2-docker.pkg.dev/si-aslab-uji/si-aslab/suite",
    "region": "asia-southeast2",
    "site_bucket": "si-aslab-uji-site",
}
