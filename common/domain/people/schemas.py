"""Forms, queries and views of people."""

from marshmallow import fields

from common.domain.people.tables import NOTICE_VERSION, Language, PeopleOrder, PersonRole
from common.platform.auth import Role
from common.platform.fields import (
    Choice,
    Email,
    Form,
    LabelledBoolean,
    LabelledPassword,
    LabelledString,
    NumberField,
    View,
    WhatsApp,
)
from common.platform.pages import PageQuery, PageView
from common.platform.text import Text

NUMBER = Text("NIM/NIP", en="NIM/NIP")
PASSWORD = Text("Kata sandi", en="Password")
NEW_PASSWORD = Text("Kata sandi baru", en="New password")
CURRENT_PASSWORD = Text("Kata sandi saat ini", en="Current password")
NAME = Text("Nama", en="Name")
PROGRAM = Text("Program studi", en="Study program")
EMAIL = Text("Email", en="E-mail")
WHATSAPP = Text("Nomor WhatsApp", en="WhatsApp number")
ROLE = Text("Peran", en="Role")
LANGUAGE = Text("Bahasa", en="Language")
PAGE = Text("Halaman", en="Page")
NOTICE = Text("Pemberitahuan privasi", en="Privacy notice")
WHATSAPP_WANTED = Text("Pesan WhatsApp", en="WhatsApp messages")


class SignIn(Form):
    number = NumberField(NUMBER)
    password = LabelledPassword(PASSWORD)


class CampusErrand(Form):
    """`page` is the one that was asked for, to be opened after the sign-in."""

    page = LabelledString(PAGE, longest=500, optional=True, load_default=None)


class CampusAnswer(Form):
    """What the campus's page gave the browser; `errand` is its `state`. Without a `code` it was broken off there."""

    errand = LabelledPassword(Text("Urusan", en="Errand"))
    code = LabelledString(Text("Kode", en="Code"), longest=4000, optional=True, load_default=None)
    iss = LabelledString(Text("Penerbit", en="Issuer"), longest=500, optional=True, load_default=None)


class RoleChoice(Form):
    role = Choice(ROLE, Role)


class PasswordLinkRequest(Form):
    email = Email(EMAIL)


class NewPassword(Form):
    token = LabelledPassword(Text("Tautan", en="Link"))
    password = LabelledPassword(PASSWORD)


class PasswordChange(Form):
    current_password = LabelledPassword(CURRENT_PASSWORD)
    password = LabelledPassword(NEW_PASSWORD)


class ProfileChange(Form):
    """Every field is optional; name and NIM or NIP are none of them. A new `email` takes the `current_password`."""

    email = Email(EMAIL, left_out=True)
    whatsapp = WhatsApp(WHATSAPP, optional=True)
    whatsapp_wanted = LabelledBoolean(WHATSAPP_WANTED, left_out=True)
    language = Choice(LANGUAGE, Language, left_out=True)
    notice_version = Choice(NOTICE, (NOTICE_VERSION,), left_out=True)
    current_password = LabelledPassword(CURRENT_PASSWORD, optional=True)


class ProfileView(View):
    """One's own account. `whatsapp_wanted` says whether messages come by WhatsApp beside the mail.

    `notice_version` is the privacy notice that one has agreed to, at `notice_at`.
    """

    id = fields.UUID()
    number = fields.String()
    name = fields.String()
    program = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    whatsapp = fields.String(allow_none=True)
    whatsapp_wanted = fields.Boolean()
    language = fields.String(metadata={"enum": list(Language)})
    notice_version = fields.String(allow_none=True)
    notice_at = fields.DateTime(allow_none=True)


class NewUser(Form):
    number = NumberField(NUMBER)
    name = LabelledString(NAME, longest=120)
    role = Choice(ROLE, PersonRole)
    program = LabelledString(PROGRAM, longest=120, optional=True, load_default=None)
    email = Email(EMAIL)
    whatsapp = WhatsApp(WHATSAPP, optional=True, load_default=None)


class UserChange(Form):
    """Every field is optional; the NIM or NIP is none of them (USR-05)."""

    name = LabelledString(NAME, longest=120, left_out=True)
    program = LabelledString(PROGRAM, longest=120, optional=True)
    email = Email(EMAIL, left_out=True)
    whatsapp = WhatsApp(WHATSAPP, optional=True)


class UserQuery(PageQuery):
    search = LabelledString(Text("Pencarian", en="Search"), optional=True, load_default=None, longest=100)
    role = Choice(ROLE, PersonRole, optional=True, load_default=None)
    active = LabelledBoolean(Text("Aktif", en="Active"), optional=True, load_default=None, in_query=True)
    order = Choice(Text("Urutan", en="Order"), PeopleOrder, load_default=str(PeopleOrder.NEWEST))


class UserView(View):
    id = fields.UUID()
    number = fields.String()
    number_double = fields.Integer(
        metadata={"description": "0; 1, 2, … for older accounts whose number is another spelling of a number in use"}
    )
    name = fields.String()
    role = fields.String(metadata={"enum": list(PersonRole)})
    program = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    whatsapp = fields.String(allow_none=True)
    active = fields.Boolean()
    language = fields.String(metadata={"enum": list(Language)})
    created_at = fields.DateTime()


class UserPage(PageView):
    items = fields.List(fields.Nested(UserView))
    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        allow_none=True,
        metadata={"description": "all accounts by role; with the first page only"},
    )


class PersonView(View):
    id = fields.UUID()
    number = fields.String()
    name = fields.String()
    email = fields.String(allow_none=True)
    whatsapp = fields.String(allow_none=True)
    language = fields.String(metadata={"enum": list(Language)})


class SessionView(View):
    """Who is signed in, in which role, and which roles there are to choose from.

    `notice_due`: the privacy notice that is in force has not been agreed to.
    """

    role = fields.String(metadata={"enum": list(Role)})
    roles = fields.List(fields.String(metadata={"enum": list(Role)}))
    person = fields.Nested(PersonView)
    notice_due = fields.Boolean()


class SignedInView(SessionView):
    access_token = fields.String()
    expires_in = fields.Integer(metadata={"description": "seconds"})


class CampusDoor(View):
    address = fields.String(metadata={"description": "the campus's own page, to which the browser goes"})


class CampusSignedInView(SignedInView):
    page = fields.String(metadata={"description": "the page that was asked for, empty where none was"})


class OwnSession(View):
    """`device` is what its browser said of itself; `used_at` is renewed every few minutes while it is in use."""

    id = fields.UUID()
    device = fields.String(allow_none=True)
    created_at = fields.DateTime()
    used_at = fields.DateTime()
    current = fields.Boolean(metadata={"description": "whether it is the session of this request"})


class OwnSessions(View):
    items = fields.List(fields.Nested(OwnSession))


class Notice(View):
    message = fields.String()


class JsonWebKeySet(View):
    keys = fields.List(fields.Dict())


class DutyView(View):
    """A vacancy that a lecturer is still responsible for."""

    id = fields.UUID()
    course = fields.String()
    open = fields.Boolean(metadata={"description": "whether it takes applications, now or later"})
    undecided = fields.Integer(metadata={"description": "applicants to be decided or activated"})
    aslab = fields.Integer(metadata={"description": "running contracts"})


class DutiesView(View):
    items = fields.List(fields.Nested(DutyView))
