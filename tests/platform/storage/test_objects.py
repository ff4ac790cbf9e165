"""Objects against the real bucket server."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from common.platform.storage import NoSuchObject, ObjectExists


def test_what_was_written_is_read_again(store):
    generation = store.write("files", "letters/ä b.txt", b"isi", "text/plain")
    assert store.read("files", "letters/ä b.txt") == b"isi"
    assert store.read("files", "letters/ä b.txt", generation) == b"isi"


def test_a_copy_is_an_object_of_its_own(store):
    store.write("files", "copied", b"isi", "text/plain")
    store.copy("files", "copied", "folder/copy")
    store.delete("files", "copied")
    assert store.read("files", "folder/copy") == b"isi"
    with pytest.raises(NoSuchObject):
        store.copy("files", "copied", "folder/other")


def test_a_large_object_survives_the_resumable_way(store):
    data = bytes(range(256)) * 40_000
    store.write("files", "large", data, "application/octet-stream")
    assert store.read("files", "large") == data


def test_the_size_is_known_without_reading(store):
    generation = store.write("files", "sized", b"12345", "text/plain")
    assert store.size("files", "sized", generation) == 5


def test_a_missing_object_bucket_or_generation_is_said_so(store):
    generation = store.write("files", "versioned", b"1", "text/plain")
    store.write("files", "versioned", b"2", "text/plain")
    for place in [("files", "none"), ("no-such-bucket", "none"), ("files", "versioned", generation)]:
        with pytest.raises(NoSuchObject):
            store.read(*place)
        with pytest.raises(NoSuchObject):
            store.size(*place)


def test_a_first_write_refuses_to_overwrite(store):
    store.write("files", "first", b"one", "text/plain", only_new=True)
    with pytest.raises(ObjectExists):
        store.write("files", "first", b"two", "text/plain", only_new=True)
    assert store.read("files", "first") == b"one"


def test_of_eight_first_writes_at_once_exactly_one_wins(store):
    def attempt(number: int) -> int:
        try:
            store.write("files", "race", b"%d" % number, "text/plain", only_new=True)
        except ObjectExists:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1


def test_a_deleted_object_is_gone_and_deleting_again_is_fine(store):
    generation = store.write("files", "deleted", b"1", "text/plain")
    store.delete("files", "deleted", generation)
    with pytest.raises(NoSuchObject):
        store.read("files", "deleted")
    store.delete("files", "deleted", generation)
    store.delete("files", "deleted")


def test_deleting_a_generation_leaves_the_newer_one(store):
    old = store.write("files", "renewed", b"1", "text/plain")
    store.write("files", "renewed", b"2", "text/plain")
    store.delete("files", "renewed", old)
    assert store.read("files", "renewed") == b"2"


def test_no_cache_between_may_keep_an_object_and_its_type_is_kept(store, bucket_server):
    store.write("files", "private", b"1", "application/pdf")
    described = requests.get(f"{bucket_server}/storage/v1/b/files/o/private", timeout=5).json()
    assert described["cacheControl"] == "private, max-age=0"
    assert described["contentType"] == "application/pdf"
