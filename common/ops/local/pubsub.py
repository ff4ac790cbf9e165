"""A Pub/Sub publisher that keeps nothing: it takes the bucket server's events and hands on each finished object."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any
from uuid import uuid4

from common.ops.local.events import ObjectFinalized
from common.ops.local.parts import Part, PartDied
from common.ops.local.places import HOST

PROJECT = "local"
TOPIC = "buckets"
_SERVICE = "google.pubsub.v1.Publisher"
_FINALIZE = "OBJECT_FINALIZE"
_THREADS = 4


# What is read and answered here of google/pubsub/v1/pubsub.proto. Names are not sent, numbers are; a map is sent
# as a list of entries. https://github.com/googleapis/googleapis/blob/master/google/pubsub/v1/pubsub.proto
_PROTO = """
name: "local.proto" package: "local" syntax: "proto3"
message_type { name: "Attribute"
  field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
  field { name: "value" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL } }
message_type { name: "Message"
  field { name: "data" number: 1 type: TYPE_BYTES label: LABEL_OPTIONAL }
  field { name: "attributes" number: 2 type: TYPE_MESSAGE label: LABEL_REPEATED type_name: ".local.Attribute" } }
message_type { name: "PublishRequest"
  field { name: "messages" number: 2 type: TYPE_MESSAGE label: LABEL_REPEATED type_name: ".local.Message" } }
message_type { name: "PublishResponse"
  field { name: "message_ids" number: 1 type: TYPE_STRING label: LABEL_REPEATED } }
"""


class Publisher(Part):
    """`google.pubsub.v1.Publisher` as far as fake-gcs-server needs it.

    `on_finalize` is called in a thread of the server for each OBJECT_FINALIZE, and is better quick; what it raises
    makes the bucket server's client send the event again. `address` is known once started.
    """

    def __init__(self, on_finalize: Callable[[ObjectFinalized], None], port: int = 0) -> None:
        self.port = port
        self._on_finalize = on_finalize
        self._server: Any = None
        self._pool: ThreadPoolExecutor | None = None

    @property
    def address(self) -> str:
        return f"{HOST}:{self.port}"

    def start(self) -> None:
        import grpc  # type: ignore[import-untyped]

        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="publisher")
        # Without the option two publishers could share a port, and an event would reach either.
        self._server = grpc.server(self._pool, options=[("grpc.so_reuseport", 0)])
        self._server.add_generic_rpc_handlers([self._handlers()])
        try:
            self.port = self._server.add_insecure_port(self.address)
        except RuntimeError as refused:
            raise PartDied(f"The Pub/Sub publisher did not start: port {self.port} is in use") from refused
        self._server.start()

    def stop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.stop(grace=1).wait()
        if self._pool is not None:
            self._pool.shutdown()

    def _handlers(self) -> Any:
        import grpc

        request, response = _messages()
        publish = grpc.unary_unary_rpc_method_handler(
            self._publish, request_deserializer=request.FromString, response_serializer=response.SerializeToString
        )
        # GetTopic asks with the topic's name in field 1, CreateTopic with the topic itself, whose name is its field 1;
        # both answer with the topic: so the bytes that came are the answer, without reading them.
        echo = grpc.unary_unary_rpc_method_handler(lambda topic, context: topic)
        methods = {"Publish": publish, "GetTopic": echo, "CreateTopic": echo}
        return grpc.method_handlers_generic_handler(_SERVICE, methods)

    def _publish(self, request: Any, context: Any) -> Any:
        ids = [uuid4().hex for _ in request.messages]
        for message, identity in zip(request.messages, ids, strict=True):
            attributes = {attribute.key: attribute.value for attribute in message.attributes}
            if attributes.get("eventType") == _FINALIZE:
                self._on_finalize(_event(message.data, attributes, identity))
        return _messages()[1](message_ids=ids)


def _event(data: bytes, attributes: Mapping[str, str], identity: str) -> ObjectFinalized:
    found = json.loads(data)
    return ObjectFinalized(
        bucket=found["bucket"],
        name=found["name"],
        generation=str(found["generation"]),
        contentType=found.get("contentType", ""),
        size=str(found["size"]),
        time=attributes["eventTime"],
        id=identity,
    )


@cache
def _messages() -> tuple[Any, Any]:
    """The classes of PublishRequest and PublishResponse."""
    from google.protobuf import (  # type: ignore[import-untyped]
        descriptor_pb2,
        descriptor_pool,
        message_factory,
        text_format,
    )

    file = text_format.Parse(_PROTO, descriptor_pb2.FileDescriptorProto())
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(file.SerializeToString())
    request, response = (pool.FindMessageTypeByName(f"local.{name}") for name in ("PublishRequest", "PublishResponse"))
    return message_factory.GetMessageClass(request), message_factory.GetMessageClass(response)
