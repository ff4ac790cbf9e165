"""Configuration from the environment, read when the application starts."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Config(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore")

    database_url: str = "postgresql://postgres@localhost/postgres"
    signing_keys: str = '{"keys": []}'
    token_issuer: str = "https://si-aslab"
    token_audience: str = "si-aslab"
    private_bucket: str = "aslab-private"
    storage_emulator_host: str = ""
    google_cloud_project: str = "si-aslab"
    access_minutes: int = 10


config = Config()
