use std::ops::Deref;

use base::{Id, LocalDate, Validity};
use ui::Message;
use uuid::Uuid;

use crate::{AgencyCode, tree::Tree};

/// What sort of body an agency is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A province, and the body that governs it.
    Province,
    /// A provincial office that serves the governing bodies.
    Office,
    /// A department of the province or a body of the same rank.
    Department,
    /// The provincial inspectorate.
    Inspectorate,
    /// A management board.
    Board,
    /// A public service unit: it serves, it does not govern.
    ServiceCentre,
    /// A body of the centre placed in the province: police, tax, social insurance.
    Vertical,
    /// A district, until 30/06/2025.
    District,
    /// A commune, ward or township.
    Commune,
    /// A school, a health station and the like.
    Facility,
}

/// Every kind, in the order of lists: the province and its own bodies before territorial units.
pub const KINDS: [Kind; 10] = [
    Kind::Province,
    Kind::Office,
    Kind::Department,
    Kind::Inspectorate,
    Kind::Board,
    Kind::ServiceCentre,
    Kind::Vertical,
    Kind::District,
    Kind::Commune,
    Kind::Facility,
];

impl Kind {
    /// As stored, in addresses and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Office => "office",
            Self::Department => "department",
            Self::Inspectorate => "inspectorate",
            Self::Board => "board",
            Self::ServiceCentre => "service_centre",
            Self::Vertical => "vertical",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Facility => "facility",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Text key of its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Province => "org.kind.province",
            Self::Office => "org.kind.office",
            Self::Department => "org.kind.department",
            Self::Inspectorate => "org.kind.inspectorate",
            Self::Board => "org.kind.board",
            Self::ServiceCentre => "org.kind.service_centre",
            Self::Vertical => "org.kind.vertical",
            Self::District => "org.kind.district",
            Self::Commune => "org.kind.commune",
            Self::Facility => "org.kind.facility",
        }
    }

    /// Whether it is a territory with a code of the statistics office, rather than a body within one.
    pub const fn is_unit(self) -> bool {
        matches!(self, Self::Province | Self::District | Self::Commune)
    }

    /// How many digits such a territory's code has.
    pub const fn unit_digits(self) -> Option<usize> {
        match self {
            Self::Province => Some(2),
            Self::District => Some(3),
            Self::Commune => Some(5),
            _ => None,
        }
    }
}

/// Which sort of commune.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommuneKind {
    /// `xã`, rural.
    Xa,
    /// `phường`, urban.
    Phuong,
    /// `thị trấn`, the town of a district; none since 01/07/2025.
    ThiTran,
}

/// Every sort of commune.
pub const COMMUNE_KINDS: [CommuneKind; 3] = [CommuneKind::Xa, CommuneKind::Phuong, CommuneKind::ThiTran];

impl CommuneKind {
    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xa => "xa",
            Self::Phuong => "phuong",
            Self::ThiTran => "thi_tran",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        COMMUNE_KINDS.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Text key of its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Xa => "org.commune_kind.xa",
            Self::Phuong => "org.commune_kind.phuong",
            Self::ThiTran => "org.commune_kind.thi_tran",
        }
    }

    /// The sort a full name begins with, accents or not.
    pub fn of_full_name(full_name: &str) -> Option<Self> {
        let folded = base::text::fold(full_name);
        let starts = |prefix: &str| folded.starts_with(prefix);
        match () {
            () if starts("xa ") => Some(Self::Xa),
            () if starts("phuong ") => Some(Self::Phuong),
            () if starts("thi tran ") => Some(Self::ThiTran),
            () => None,
        }
    }
}

/// How sure we are of what is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Seen in an official source.
    Verified,
    /// Not yet checked against one; screens say so.
    #[default]
    Memory,
}

impl Status {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Memory => "memory",
        }
    }

    /// Reads the stored form; anything unknown is unchecked.
    pub fn parse(text: &str) -> Self {
        if text == "verified" { Self::Verified } else { Self::Memory }
    }
}

/// Everything about an agency that people decide, apart from its identity. Texts are NFC; an empty one is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// What sort of body.
    pub kind: Kind,
    /// Which sort of commune; only communes have one.
    pub commune_kind: Option<CommuneKind>,
    /// The national agency code, where known.
    pub code: Option<AgencyCode>,
    /// The statistics office's code of a territory: 2, 3 or 5 digits, kept as text for its leading zeros. Reused for
    /// another territory after a reorganisation.
    pub unit_code: Option<String>,
    /// The short name: `Phan Đình Phùng`.
    pub name: String,
    /// The name as law writes it: `Phường Phan Đình Phùng`.
    pub full_name: String,
    /// The English name.
    pub name_en: Option<String>,
    /// The suggested label in addresses: `a`–`z`, digits and inner `-`; unique among agencies of the same days.
    pub slug: String,
    /// What it belongs to.
    pub parent: Option<Id<Agency>>,
    /// The days on which it exists.
    pub validity: Validity,
    /// Postal address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Mail address.
    pub email: String,
    /// Opening hours in words.
    pub office_hours: String,
    /// Area in square kilometres.
    pub area_km2: Option<f64>,
    /// Latitude of a point in it, degrees north (WGS 84).
    pub lat: Option<f64>,
    /// Longitude of that point, degrees east.
    pub lon: Option<f64>,
    /// How sure we are.
    pub status: Status,
    /// A remark for editors.
    pub note: String,
}

/// An agency or territorial unit, for the days on which it exists.
#[derive(Clone, Debug, PartialEq)]
pub struct Agency {
    /// Its identity.
    pub id: Id<Self>,
    /// Identifiers from the root down to it, `/`-joined with `/` at both ends: rights over a subtree compare by it.
    pub path: String,
    /// Name of the row in the data it came from, if it was imported.
    pub origin: Option<String>,
    /// Changes with every edit.
    pub version: i64,
    /// What people decide about it; reached directly: `agency.name`.
    pub details: Details,
}

impl Deref for Agency {
    type Target = Details;
    fn deref(&self) -> &Details {
        &self.details
    }
}

impl kernel::Subject for Agency {
    const KIND: &'static str = "agency";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        Some(self.id.uuid())
    }
}

impl Agency {
    /// A new agency below a parent with this path (empty for a root).
    pub fn new(id: Id<Self>, parent_path: &str, details: Details) -> Self {
        Self { id, path: path_below(parent_path, id), origin: None, version: 1, details }
    }

    /// Whether it exists on that day.
    pub fn is_valid(&self, day: LocalDate) -> bool {
        self.validity.contains(day)
    }

    /// Whether its last day lies before that day.
    pub fn has_ended(&self, day: LocalDate) -> bool {
        self.validity.to().is_some_and(|to| to < day)
    }
}

/// The path of an agency whose parent has this path; the parent's is empty for a root.
pub fn path_below(parent_path: &str, id: Id<Agency>) -> String {
    if parent_path.is_empty() { format!("/{id}/") } else { format!("{parent_path}{id}/") }
}

/// How much of a former agency went to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// A part; others got the rest.
    Part,
}

impl Extent {
    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Part => "part",
        }
    }

    /// Reads the stored form.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Whole, Self::Part].into_iter().find(|extent| extent.as_str() == text)
    }
}

/// What became of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Succession {
    /// The earlier one.
    pub from: Id<Agency>,
    /// The later one.
    pub to: Id<Agency>,
    /// The first day of the later state.
    pub on: LocalDate,
    /// How much of the earlier one.
    pub extent: Extent,
    /// It only carries on under the new order: same territory, same name.
    pub unchanged: bool,
}

/// What is wrong with a field and how to put it right.
pub type Fault = (&'static str, Message);

/// The rules that look at the whole tree, for an agency that exists (`id`) or is about to. Empty when all hold.
pub fn faults(tree: &Tree, id: Option<Id<Agency>>, details: &Details) -> Vec<Fault> {
    let mut faults = Vec::new();
    parent_faults(tree, id, details, &mut faults);
    let others =
        || tree.all().filter(|other| Some(other.id) != id && other.validity.overlaps(&details.validity));
    let clash = |field, key: &'static str, value: &str, other: &Agency| {
        let message = Message::new(key).with("value", value).with("other", &other.full_name);
        (field, message)
    };
    if let Some(code) = &details.unit_code
        && let Some(other) = others().find(|other| other.unit_code.as_ref() == Some(code))
    {
        faults.push(clash("unit_code", "org.agency.unit_code_taken", code, other));
    }
    if let Some(code) = &details.code
        && let Some(other) = others().find(|other| other.code.as_ref() == Some(code))
    {
        faults.push(clash("code", "org.agency.code_taken", code.as_str(), other));
    }
    if let Some(other) = others().find(|other| other.slug == details.slug) {
        faults.push(clash("slug", "org.agency.slug_taken", &details.slug, other));
    }
    if let Some(id) = id
        && let Some(child) = tree.below(id).find(|child| !within(&child.validity, &details.validity))
    {
        faults
            .push(("valid_to", Message::new("org.agency.children_outlast").with("other", &child.full_name)));
    }
    faults
}

fn parent_faults(tree: &Tree, id: Option<Id<Agency>>, details: &Details, faults: &mut Vec<Fault>) {
    let Some(parent) = details.parent else { return };
    let Some(parent) = tree.get(parent) else {
        faults.push(("parent", Message::new("org.agency.parent_unknown")));
        return;
    };
    if id.is_some_and(|id| parent.path.contains(&format!("/{id}/"))) {
        faults.push(("parent", Message::new("org.agency.cycle").with("other", &parent.full_name)));
    } else if !within(&details.validity, &parent.validity) {
        faults.push(("parent", Message::new("org.agency.parent_not_valid").with("other", &parent.full_name)));
    }
}

/// Whether every day of `inner` is a day of `outer`.
pub fn within(inner: &Validity, outer: &Validity) -> bool {
    let from = match (inner.from(), outer.from()) {
        (_, None) => true,
        (Some(inner), Some(outer)) => outer <= inner,
        (None, Some(_)) => false,
    };
    let to = match (inner.to(), outer.to()) {
        (_, None) => true,
        (Some(inner), Some(outer)) => inner <= outer,
        (None, Some(_)) => false,
    };
    from && to
}
