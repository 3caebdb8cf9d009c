"""Every namespace and prefix in one table, and the terms of the ontology that the mapping uses."""

# ruff: noqa: N815  (terms are spelt as in the ontology)

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import rdflib.namespace
from rdflib import Graph, Namespace, URIRef

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "rk": "https://w3id.org/renkei/def#",
        "cv": "http://data.europa.eu/m8g/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "eli": "http://data.europa.eu/eli/ontology#",
        "eli-dl": "http://data.europa.eu/eli/eli-draft-legislation-ontology#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "qb": "http://purl.org/linked-data/cube#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "rks": "https://w3id.org/renkei/shape#",
        "schema": "https://schema.org/",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "sdmx-dimension": "http://purl.org/linked-data/sdmx/2009/dimension#",
        "sdmx-measure": "http://purl.org/linked-data/sdmx/2009/measure#",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "vann": "http://purl.org/vocab/vann/",
        "void": "http://rdfs.org/ns/void#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefix → namespace, for the writer, the queries, the service and the documentation."""

CV = Namespace(PREFIXES["cv"])
DCAT = Namespace(PREFIXES["dcat"])
DCTERMS = Namespace(PREFIXES["dcterms"])
ELI = Namespace(PREFIXES["eli"])
ELI_DL = Namespace(PREFIXES["eli-dl"])
FOAF = Namespace(PREFIXES["foaf"])
OA = Namespace(PREFIXES["oa"])
ORG = Namespace(PREFIXES["org"])
PROV = Namespace(PREFIXES["prov"])
QB = Namespace(PREFIXES["qb"])
SCHEMA = Namespace(PREFIXES["schema"])
SKOS = Namespace(PREFIXES["skos"])


class RK(rdflib.namespace.DefinedNamespace):
    """The terms of ``ontology/renkei.ttl``; an unknown one raises AttributeError.

    >>> str(RK.inVersion)
    'https://w3id.org/renkei/def#inVersion'
    """

    _NS = Namespace(PREFIXES["rk"])
    _fail = True

    # classes
    Act: URIRef
    Agreement: URIRef
    AgreementVersion: URIRef
    Amendment: URIRef
    Annex: URIRef
    Area: URIRef
    Article: URIRef
    Assignment: URIRef
    Bill: URIRef
    BudgetLine: URIRef
    BudgetShare: URIRef
    Conclusion: URIRef
    Document: URIRef
    DraftVersion: URIRef
    Evidence: URIRef
    Facility: URIRef
    Kpi: URIRef
    KpiValue: URIRef
    Measure: URIRef
    Membership: URIRef
    Municipality: URIRef
    Operation: URIRef
    PartyStatement: URIRef
    Passage: URIRef
    PolicyField: URIRef
    Prefecture: URIRef
    PrintedDate: URIRef
    Problem: URIRef
    Profile: URIRef
    Project: URIRef
    Repeal: URIRef
    RoleStatement: URIRef
    ScheduleItem: URIRef
    Signature: URIRef
    Statistic: URIRef
    Subsidy: URIRef
    TextVariant: URIRef
    Vision: URIRef

    # properties
    about: URIRef
    address: URIRef
    affects: URIRef
    amends: URIRef
    amount: URIRef
    amountScope: URIRef
    appliesTo: URIRef
    area: URIRef
    billNumber: URIRef
    blankYear: URIRef
    budgetLine: URIRef
    candidate: URIRef
    carries: URIRef
    carriesOut: URIRef
    category: URIRef
    charEnd: URIRef
    charStart: URIRef
    charsIgnored: URIRef
    charsMapped: URIRef
    charsUnresolved: URIRef
    clauseKind: URIRef
    code: URIRef
    code5: URIRef
    code6: URIRef
    confidence: URIRef
    coreCity: URIRef
    corporateNumber: URIRef
    costSharingKind: URIRef
    costSharingLabel: URIRef
    costSharingText: URIRef
    cue: URIRef
    dataSource: URIRef
    date: URIRef
    dateKind: URIRef
    detail: URIRef
    direction: URIRef
    distanceToCore: URIRef
    effect: URIRef
    effectiveOn: URIRef
    enactedBy: URIRef
    facilityType: URIRef
    formerCode5: URIRef
    grantor: URIRef
    hasRole: URIRef
    hasVersion: URIRef
    holder: URIRef
    holderText: URIRef
    implements: URIRef
    inMunicipality: URIRef
    inPart: URIRef
    inPrefecture: URIRef
    inVersion: URIRef
    indicator: URIRef
    issuer: URIRef
    kpi: URIRef
    kpiValue: URIRef
    legalBasis: URIRef
    lineEnd: URIRef
    lineStart: URIRef
    markedYear: URIRef
    measureTitle: URIRef
    member: URIRef
    method: URIRef
    monitors: URIRef
    newNumber: URIRef
    newText: URIRef
    note: URIRef
    number: URIRef
    ofAgreement: URIRef
    office: URIRef
    officeLat: URIRef
    officeLong: URIRef
    oldText: URIRef
    operation: URIRef
    operationKind: URIRef
    order: URIRef
    page: URIRef
    participant: URIRef
    participantScope: URIRef
    participantsText: URIRef
    party: URIRef
    partyStatement: URIRef
    payer: URIRef
    period: URIRef
    periodEnd: URIRef
    periodStart: URIRef
    place: URIRef
    policyField: URIRef
    position: URIRef
    printedIndicator: URIRef
    printedName: URIRef
    printedNumber: URIRef
    printedTotal: URIRef
    printedUnit: URIRef
    printedValue: URIRef
    profileOf: URIRef
    project: URIRef
    proposedKind: URIRef
    proposes: URIRef
    rate: URIRef
    rewordingOf: URIRef
    roleKind: URIRef
    rule: URIRef
    sameWordingAs: URIRef
    scheduleItem: URIRef
    scheme: URIRef
    severity: URIRef
    sha256: URIRef
    share: URIRef
    signatoryName: URIRef
    signature: URIRef
    signedOn: URIRef
    since: URIRef
    slogan: URIRef
    standardAreaCode: URIRef
    statisticOf: URIRef
    status: URIRef
    submittedOn: URIRef
    submitter: URIRef
    subsidy: URIRef
    subsidyText: URIRef
    supports: URIRef
    table: URIRef
    target: URIRef
    text: URIRef
    textDigest: URIRef
    textStatus: URIRef
    theme: URIRef
    totalBudget: URIRef
    unit: URIRef
    validFrom: URIRef
    value: URIRef
    valueKind: URIRef
    variant: URIRef
    year: URIRef


SPECIALISES: Mapping[URIRef, tuple[URIRef, ...]] = MappingProxyType(
    {
        RK.Act: (ELI.LegalResource,),
        RK.Agreement: (ELI.ComplexWork,),
        RK.AgreementVersion: (ELI.LegalResource,),
        RK.Amendment: (RK.Act, ELI.LegalResource),
        RK.Annex: (ELI.LegalResourceSubdivision,),
        RK.Area: (ORG.OrganizationalCollaboration,),
        RK.Article: (ELI.LegalResourceSubdivision,),
        RK.Assignment: (OA.Annotation,),
        RK.Bill: (ELI_DL.DraftLegislationWork,),
        RK.BudgetLine: (QB.Observation,),
        RK.Conclusion: (RK.Act, ELI.LegalResource),
        RK.Document: (FOAF.Document,),
        RK.Evidence: (OA.SpecificResource,),
        RK.Facility: (SCHEMA.Place,),
        RK.KpiValue: (QB.Observation,),
        RK.Membership: (ORG.Membership,),
        RK.Municipality: (CV.PublicOrganisation,),
        RK.PartyStatement: (CV.Participation,),
        RK.PolicyField: (SKOS.Concept,),
        RK.Prefecture: (CV.PublicOrganisation,),
        RK.Project: (FOAF.Project,),
        RK.Repeal: (RK.Act, ELI.LegalResource),
        RK.RoleStatement: (CV.Participation,),
        RK.Statistic: (QB.Observation,),
    }
)
"""Class → the classes that its instances also get, nearest first; a class that is missing here has none.

A measure of a version or draft is also an ``eli:LegalResourceSubdivision``, one of a vision is not.
"""


def concept(scheme: str, name: str) -> URIRef:
    """A concept of ``ontology/concepts.ttl`` or ``themes.ttl``.

    >>> str(concept("roleKind", "lead"))
    'https://w3id.org/renkei/def#roleKind-lead'
    """
    return URIRef(f"{PREFIXES['rk']}{scheme}-{name}")


def short(iri: str) -> str:
    """The prefixed name of an IRI, or the IRI itself where no prefix fits.

    >>> short("http://www.w3.org/2004/02/skos/core#prefLabel"), short("https://example.org/x")
    ('skos:prefLabel', 'https://example.org/x')
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#?"):
            return f"{prefix}:{local}"
    return iri


def prologue(*prefixes: str) -> str:
    """The PREFIX lines of a SPARQL query, for all prefixes or the named ones (KeyError: no such prefix).

    >>> prologue("rk")
    'PREFIX rk: <https://w3id.org/renkei/def#>\\n'
    """
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in prefixes or PREFIXES)


def bind_prefixes(graph: Graph) -> None:
    """Make a graph write the prefixes of the table."""
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
