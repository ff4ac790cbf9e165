"""The application."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from .routers import attendances, auth, files, inbox, vacancies

app = FastAPI(title="SI-Aslab")
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
for router in (auth.router, vacancies.router, attendances.router, inbox.router, files.router):
    app.include_router(router)
