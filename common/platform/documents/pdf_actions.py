"""What a PDF may do: open on a page of its own, and lead by a click to another page or to the web.

A link with an address does nothing until a person clicks on it, and shows where it leads. The same address as the
action that opens the document is visited without being asked: whoever reads it would be reported. So that is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from common.platform.documents.pdf_objects import Objects
from common.platform.documents.pdf_tokens import Node, Reference, is_number, is_string, string_of

# Scripts, programs, other files, media players, forms that send themselves: active wherever they stand.
_ACTIVE = tuple(
    b"/" + name
    for name in (
        *(b"JavaScript", b"Launch", b"EmbeddedFile", b"FileAttachment", b"RichMedia", b"SubmitForm", b"ImportData"),
        *(b"XFA", b"GoToR", b"GoToE", b"GoToDp", b"Rendition", b"GoTo3DView", b"RichMediaExecute"),
    )
)
# By these names other things are called too; what acts has them as its kind (ISO 32000-2, tables 171 and 201).
_ACTIVE_ACTIONS = (b"/Thread", b"/Sound", b"/Movie", b"/Hide", b"/ResetForm", b"/SetOCGState", b"/Trans")
_ACTIVE_ANNOTATIONS = (b"/Sound", b"/Movie", b"/Screen", b"/3D")
_ACTIONS = (b"/GoTo", b"/URI", b"/Named")
_TURNS_OF_A_PAGE = (b"/NextPage", b"/PrevPage", b"/FirstPage", b"/LastPage")
# Links, signed fields, and marks that people and programs put onto a page; none of them holds or opens anything.
_ANNOTATIONS = frozenset(
    b"/" + name
    for name in (
        *(b"Link", b"Widget", b"Popup", b"Text", b"FreeText", b"Line", b"Square", b"Circle", b"Polygon", b"PolyLine"),
        *(b"Highlight", b"Underline", b"Squiggly", b"StrikeOut", b"Caret", b"Stamp", b"Ink", b"Redact", b"Watermark"),
    )
)
# Word makes http:// of every www. that is typed, and mailto: of every address. Other schemes name files and programs.
_ADDRESSES = (b"https://", b"http://", b"mailto:", b"tel:")
_DEEPEST = 5

_Value = bytes | Reference | Node | None


def acts(objects: Objects) -> bool:
    """Whether anything in the file does more than show a page or lead to one. Raises Unreadable."""
    return any(_node_acts(objects, node) for found in objects.candidates() for node in found)


def _node_acts(objects: Objects, node: Node) -> bool:
    return any(
        isinstance(name, bytes) and name in _RULES and _RULES[name](objects, node, value)
        for name, value in node.pairs()
    )


def _kind_acts(_: Objects, node: Node, value: _Value) -> bool:
    """Of an action; what else has an `S` is called otherwise."""
    if value == b"/Named":
        return any(turn not in _TURNS_OF_A_PAGE for turn in node.values(b"/N"))
    return value in _ACTIVE_ACTIONS


def _annotation_acts(_: Objects, node: Node, value: _Value) -> bool:
    return value in _ACTIVE_ANNOTATIONS or (b"/Rect" in node and value not in _ANNOTATIONS)


def _has_a_value(value: _Value) -> bool:
    if isinstance(value, Node):
        return value.dictionary
    return isinstance(value, Reference) or is_string(value) or is_number(value)


def _is_empty(objects: Objects, value: _Value, depth: int = 0) -> bool:
    """A dictionary without entries, or a name tree without names."""
    if depth > _DEEPEST:
        return False
    if isinstance(value, Reference):
        found = objects.numbered(value.number)
        return bool(found) and all(_is_empty(objects, one[0] if one else None, depth + 1) for one in found)
    if not isinstance(value, Node):
        return False
    if not value.dictionary:
        return all(_is_empty(objects, one, depth + 1) for one in value)
    keys, values = value[::2], value[1::2]
    return all(key in (b"/Names", b"/Kids") for key in keys) and all(
        _is_empty(objects, one, depth + 1) for one in values
    )


def _opens_inside(objects: Objects, value: _Value) -> bool:
    """A place in the document, or the action that leads to one."""
    if isinstance(value, Reference):
        found = _resolved(objects, value)
        return bool(found) and all(not isinstance(one, Reference) and _opens_inside(objects, one) for one in found)
    if isinstance(value, Node) and value.dictionary:
        return value.values(b"/S") == [b"/GoTo"] and b"/Next" not in value
    if isinstance(value, Node):
        return not any(isinstance(one, Node) for one in value)
    return value is None or not is_number(value)


def _resolved(objects: Objects, reference: Reference) -> list[_Value]:
    """What may stand there. A reference to a reference is none that a program writes, and some readers follow it."""
    return [one[0] if one else None for one in objects.numbered(reference.number)]


def _is_listed(objects: Objects, value: _Value) -> bool:
    """`A` and `Next` mean other things elsewhere; only an action has an `S`."""
    if isinstance(value, Reference):
        found = _resolved(objects, value)
        return all(not isinstance(one, Reference) and _is_listed(objects, one) for one in found)
    if isinstance(value, Node) and not value.dictionary:
        return all(_is_listed(objects, one) for one in value if isinstance(one, Node))
    return not isinstance(value, Node) or all(kind in _ACTIONS for kind in value.values(b"/S"))


def _is_address(value: _Value) -> bool:
    """What follows the name `URI`: the next key after the kind `/S /URI`, a dictionary with a base, or an address."""
    if isinstance(value, Node):
        return all(_is_address(base) for base in value.values(b"/Base"))
    if not isinstance(value, bytes):
        return value is None
    return value[:1] == b"/" or string_of(value).strip().lower().startswith(_ADDRESSES)


def _is_file(objects: Objects, _: Node, value: _Value) -> bool:
    """The name of another file, which readers fetch as content or as a page. Fonts and flags are called `F` too."""
    if isinstance(value, Reference):
        return any(isinstance(one, Reference) or is_string(one) for one in _resolved(objects, value))
    return is_string(value)


# Whether what follows a name, in the dictionary that is given, acts. Fonts call glyphs by short names like AA too.
_RULES: Mapping[bytes, Callable[[Objects, Node, _Value], bool]] = {
    **dict.fromkeys(_ACTIVE, lambda _, __, ___: True),
    b"/JS": lambda _, __, value: _has_a_value(value),
    b"/EF": lambda _, __, value: _has_a_value(value),
    b"/AA": lambda objects, _, value: _has_a_value(value) and not _is_empty(objects, value),
    b"/EmbeddedFiles": lambda objects, _, value: not _is_empty(objects, value),
    b"/S": _kind_acts,
    b"/Subtype": _annotation_acts,
    b"/FS": lambda _, __, value: value == b"/URL",
    **dict.fromkeys((b"/F", b"/UF"), _is_file),
    b"/OpenAction": lambda objects, _, value: not _opens_inside(objects, value),
    **dict.fromkeys((b"/A", b"/PA", b"/Next"), lambda objects, _, value: not _is_listed(objects, value)),
    b"/URI": lambda _, __, value: not _is_address(value),
}
