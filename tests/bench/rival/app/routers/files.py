"""Photos in, certificates out."""

from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from ..files import draw_certificate, get_bucket, shrink_photo
from ..security import CurrentPerson

router = APIRouter(tags=["files"])


@router.post("/photos", status_code=201)
async def upload_photo(request: Request, person: CurrentPerson) -> dict[str, str]:
    shrunk = await run_in_threadpool(shrink_photo, await request.body())
    name = f"photos/{person.id}/{uuid4()}.jpg"
    await run_in_threadpool(get_bucket().blob(name).upload_from_string, shrunk, "image/jpeg")
    return {"name": name}


@router.get("/certificates/{number}")
def get_certificate(number: str, person: CurrentPerson) -> Response:
    content = draw_certificate(person.name, number, "Basis Data", f"https://si-aslab/cek/{number}")
    return Response(content, media_type="application/pdf")
