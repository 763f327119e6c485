"""What stands in the addresses: for each route the things of each organisation, and one of nobody.

A route with arguments and without a line here turns the matrix red: whoever adds a page says
whose things it shows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from daiko.platform.tenancy import AGENCY
from daiko.portal.declared import View, views
from daiko.standard.identifiers import check_digit
from matrix_callers import EVERYBODY, NOBODY, OWN, Caller
from matrix_world import I1, I2, INSURERS, P1, P2, PROVIDERS, World

PROVIDER, INSURER = (P1, P2), (I1, I2)
Values = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Sample:
    """Arguments of an address. ``owner``: an organisation, or one of the words above."""

    owner: str
    values: Values = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)


Samples = Callable[[World, Caller], list[Sample]]


def _missing_receipt() -> str:
    body = "20260605009999"
    return f"{body[:8]}-{body[8:]}-{check_digit(body)}"


def _of(
    name: str, things: str, owners: tuple[str, ...], missing: str | int, **fixed: str | int
) -> Samples:
    """Things that the world keeps by their organisation."""

    def samples(world: World, _: Caller) -> list[Sample]:
        kept = getattr(world, things)
        found = [Sample(owner, {name: kept[owner], **fixed}) for owner in owners]
        return [*found, Sample(NOBODY, {name: missing, **fixed})]

    return samples


def _open(present: Values, missing: Values) -> Samples:
    return lambda _world, _caller: [Sample(EVERYBODY, present), Sample(NOBODY, missing)]


def _receipts(owners: tuple[str, ...] = PROVIDER, **fixed: str | int) -> Samples:
    return _of("receipt", "receipts", owners, _missing_receipt(), **fixed)


def _packages(*owners: str) -> Samples:
    return _of("archive_name", "packages", owners, "94899010_06132013_202607109_1.zip")


def _month_lists(**fixed: str | int) -> Samples:
    def samples(_: World, __: Caller) -> list[Sample]:
        numbers = [*zip(PROVIDER, PROVIDERS, strict=True), (NOBODY, "4719900013")]
        return [
            Sample(owner, {"month": "2026-06", "provider": number, **fixed})
            for owner, number in numbers
        ]

    return samples


def _checks(**fixed: str) -> Samples:
    """A check belongs to the visitor who has its key: to no caller of the matrix."""

    def samples(world: World, _: Caller) -> list[Sample]:
        present, missing = world.check_id, "0" * len(world.check_id)
        return [
            Sample("visitor", {"check_id": present, **fixed}),
            Sample(NOBODY, {"check_id": missing, **fixed}),
        ]

    return samples


def _checks_by_key(**fixed: str) -> Samples:
    """The same for programs: with a key that fits neither."""
    samples = _checks(**fixed)
    headers = {"HTTP_CHECK_KEY": "0" * 64}
    return lambda world, caller: [
        Sample(one.owner, one.values, headers=headers) for one in samples(world, caller)
    ]


def _factors(world: World, caller: Caller) -> list[Sample]:
    """The own one, one of each other organisation, one that is not there."""
    found = [Sample(OWN, {"factor_id": caller.factor})] if caller.factor else []
    others = [
        Sample(f"{tenant} alone", {"factor_id": factor})
        for tenant, factor in world.factors.items()
        if factor != caller.factor
    ]
    return [*found, *others, Sample(NOBODY, {"factor_id": 999_999_999})]


def _opening(state: str) -> Samples:
    return lambda world, _caller: [
        Sample(AGENCY, {"opening_id": world.openings[state]}),
        Sample(NOBODY, {"opening_id": 999_999_999}),
    ]


def _rows(world: World, _: Caller) -> list[Sample]:
    present = {"number": world.audit_row}
    return [Sample(EVERYBODY, present), Sample(NOBODY, {"number": 999_999_999})]


def _archives(world: World, _: Caller) -> list[Sample]:
    """Own bytes again (the same receipt), another's, and a sender that does not exist."""
    found = []
    unknown = ("4719900013_94899010_202606050_1.zip", b"PK")
    for owner, (name, data) in [*world.archives.items(), (NOBODY, unknown)]:
        headers = {"HTTP_ARCHIVE_SHA256": hashlib.sha256(data).hexdigest()}
        found.append(Sample(owner, {}, {"name": name}, data, headers))
    return found


_ACCOUNT = _of("account_id", "accounts", (*PROVIDER, *INSURER, AGENCY), 999_999_999)
_OPENINGS = "accounts/openings/<int:opening_id>/"
_PROGRAMS = "accounts/programs/"
_CREDENTIAL = _of("credential_id", "credentials", (*PROVIDER, *INSURER), 999_999_999)
_CERTIFICATE = _of("certificate_id", "certificates", (*PROVIDER, *INSURER), 999_999_999)
_PAPERS = "submissions/<str:receipt>/papers/"
_MONTH = {"month": "2026-06"}, {"month": "2026-02"}
_INVOICE = _of("number", "invoices", INSURER, "202606-06990014")

SAMPLES: dict[str, Samples] = {
    "invitation/<str:token>/": lambda world, _: [
        Sample(EVERYBODY, {"token": world.invitation}),
        Sample(NOBODY, {"token": "x" * len(world.invitation)}),
    ],
    "accounts/<int:account_id>/move/": _of("account_id", "accounts", (AGENCY,), 999_999_999),
    "accounts/openings/ask/": lambda world, _: [
        Sample(EVERYBODY, form={"account": str(world.opened)})
    ],
    **{f"{_OPENINGS}{act}": _opening("waits") for act in ("", "approve/", "refuse/")},
    f"{_OPENINGS}close/": _opening("open"),
    **{f"{_PROGRAMS}<int:credential_id>/{act}": _CREDENTIAL for act in ("", "revoke/", "rotate/")},
    **{
        f"{_PROGRAMS}certificates/<int:certificate_id>/{act}/": _CERTIFICATE
        for act in ("issue", "revoke")
    },
    "account/factors/<int:factor_id>/remove/": _factors,
    "accounts/<int:account_id>/": _ACCOUNT,
    **{
        f"accounts/<int:account_id>/{verb}/": _ACCOUNT
        for verb in ("grant", "revoke", "end", "reset")
    },
    "accounts/networks/<int:network_id>/end/": _of(
        "network_id", "networks", (*PROVIDER, *INSURER), 999_999_999
    ),
    "audit/rows/<int:number>/": _rows,
    "check/<str:check_id>/": _checks(),
    **{
        f"check/<str:check_id>/{page}/": _checks()
        for page in ("status", "mended", "worklist", "end")
    },
    "check/<str:check_id>/causes/<str:group>/": _checks(group="1"),
    "insurer/packages/<str:archive_name>/": _packages(*INSURER),
    "insurer/packages/<str:archive_name>/fetch/": _packages(*INSURER, *PROVIDER),
    "provider/returns/<str:archive_name>/": _packages(*PROVIDER, *INSURER),
    **{
        f"insurer/invoices/<str:number>/{page}": _INVOICE
        for page in ("", "documents/", "documents.csv")
    },
    **{
        f"months/<str:month>/{page}": _open(*_MONTH)
        for page in ("", "close/", "invoices/", "payments/", "packages/")
    },
    "months/<str:month>/returns/": _open(_MONTH[0], {"month": "2026-13"}),
    "months/<str:month>/returns/<str:provider>-<int:number>.pdf": _month_lists(number=1),
    "months/<str:month>/returns/<str:provider>.csv": _month_lists(),
    "provider/submissions/<str:receipt>/": _receipts(),
    "provider/persons/<int:document_id>/": _of("document_id", "documents", PROVIDER, 999_999_999),
    **{
        f"registry/proposals/<int:number>/{page}": _of("number", "proposals", PROVIDER, 999_999_999)
        for page in ("", "approve/", "reject/")
    },
    "registry/insurers/<str:number>/": _open({"number": INSURERS[1]}, {"number": "06470013"}),
    "registry/providers/<str:number>/": _open({"number": PROVIDERS[1]}, {"number": "4719900013"}),
    "rules/<str:rule_id>/": _open({"rule_id": "X-EL-001"}, {"rule_id": "X-ZZ-999"}),
    "submissions/<str:receipt>/": _receipts(),
    **{f"{_PAPERS}receipt.{kind}": _receipts() for kind in ("pdf", "pdf.sig", "csv")},
    f"{_PAPERS}<str:kind>-<int:number>.pdf": _receipts(kind="errors", number=1),
    **{
        f"{_PAPERS}<str:kind>{end}": _receipts(kind="returns")
        for end in (".pdf", ".csv", "/order/")
    },
    "api/v1/check/<check_id>": _checks_by_key(),
    **{
        f"api/v1/check/<check_id>/{part}": _checks_by_key()
        for part in ("pairs", "mended", "worklist")
    },
    "api/v1/rules/<rule_id>": _open({"rule_id": "X-EL-001"}, {"rule_id": "X-ZZ-999"}),
    "api/v1/packages/<archive_name>": _packages(*INSURER, *PROVIDER),
    "api/v1/submissions": _archives,
    "api/v1/packages": lambda _world, _caller: [Sample(EVERYBODY, {}, {"month": "2026-06"})],
}

FORMS: dict[str, dict[str, str]] = {
    "accounts/<int:account_id>/grant/": {"role": "auditor"},
    "accounts/<int:account_id>/revoke/": {"role": "auditor"},
    "accounts/<int:account_id>/move/": {"office": "13"},
    "accounts/programs/certificates/<int:certificate_id>/issue/": {"days": "365"},
    "accounts/networks/approve/": {"line": "ip-vpn", "address_range": "10.9.0.0/16"},
    "accounts/invite/": {
        "tenant": "provider:1",  # of no organisation: told in words
        "login": "new@canary.example",
        "display_name": "新人",
        "role": "auditor",
    },
    "registry/proposals/<int:number>/reject/": {"reason": "試験"},
}
"""What a form needs to be more than an empty one."""


@dataclass(frozen=True, slots=True)
class Case:
    """One request of one caller."""

    view: View
    verb: str
    sample: Sample

    @property
    def path(self) -> str:
        text = "/" + self.view.route
        for name, value in self.sample.values.items():
            for before in ("", "int:", "str:"):
                text = text.replace(f"<{before}{name}>", quote(str(value)))
        assert "<" not in text, f"no sample argument for {text}"
        return text + (f"?{urlencode(self.sample.query)}" if self.sample.query else "")

    @property
    def said(self) -> list[str]:
        """What the request says itself, and an answer may repeat."""
        words = [*self.sample.values.values(), *self.sample.query.values()]
        return sorted((str(word) for word in words), key=len, reverse=True)

    @property
    def content(self) -> tuple[bytes, str]:
        """The body with its kind: of the sample, or the form of the route."""
        if self.sample.body:
            return self.sample.body, "application/zip"
        form = {**FORMS.get(self.view.route, {}), **self.sample.form} if self.verb == "POST" else {}
        return urlencode(
            form
        ).encode(), "application/x-www-form-urlencoded" if self.verb == "POST" else ""


def samples_of(view: View, world: World, caller: Caller) -> list[Sample]:
    """One thing that would be there for the caller, one of another, one that does not exist."""
    if view.route == "api/v1/submissions" and view.verb == "GET":
        return [Sample(EVERYBODY)]
    known = SAMPLES.get(view.route)
    if known is None:
        assert "<" not in view.route, f"matrix_samples.SAMPLES says nothing of {view.route}"
        return [Sample(EVERYBODY)]
    found = known(world, caller)
    own = [one for one in found if caller.owns(one.owner)]
    foreign = [one for one in found if not caller.owns(one.owner) and one.owner != NOBODY]
    nobody = [one for one in found if one.owner == NOBODY]
    assert view.access is not None
    if view.is_api or caller.is_admitted(view.access, to_api=False):
        return [*own[:1], *foreign[:1], *nobody]
    return [*own[:1], *foreign[:1]]  # turned away: compared with an address of no page


def cases(world: World, caller: Caller) -> Iterator[list[Case]]:
    """All cases of a caller: the things of one route and verb at a time.

    Who is not admitted to a page is turned away before its method is looked at.
    """
    for view in views():
        assert view.access is not None
        verbs = [view.verb] if view.verb else ["GET", "POST"]
        if not caller.is_admitted(view.access, to_api=view.is_api):
            verbs = verbs[:1]
        for verb in verbs:
            yield [Case(view, verb, sample) for sample in samples_of(view, world, caller)]
