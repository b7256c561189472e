use base::{Id, Permission, Timestamp};
use kernel::Subject;
use uuid::Uuid;

use crate::name;

/// A file attached to something.
#[derive(Clone, Debug)]
pub struct File {
    /// Its identifier.
    pub id: Id<File>,
    /// The name it is shown and kept by.
    pub name: String,
    /// What it belongs to: the kind of subject.
    pub subject_kind: String,
    /// What it belongs to.
    pub subject_id: Uuid,
    /// The agency it belongs to.
    pub agency_id: Option<Uuid>,
    /// Whether anybody may open it.
    pub is_public: bool,
    /// The account that may open it as its own.
    pub owner: Option<Uuid>,
    /// When it was attached.
    pub created_at: Timestamp,
    pub(crate) blob: String,
}

impl File {
    /// Where it is opened, without language prefix.
    pub fn url(&self) -> String {
        format!("/tep/{}/{}", self.id, name::encoded(&self.name))
    }

    /// Where a picture made from it is opened.
    pub(crate) fn variant_url(&self, slug: &str) -> String {
        let name = name::with_ending(&self.name, "webp");
        format!("/tep/{}/{slug}/{}", self.id, name::encoded(&name))
    }
}

impl Subject for File {
    const KIND: &'static str = "file";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
    fn agency_id(&self) -> Option<Uuid> {
        self.agency_id
    }
}

/// Who may open a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anybody.
    Public,
    /// One account only.
    Owner(Uuid),
    /// Whoever holds the permission over the file's agency; and, if one is named, the account it is about.
    Permission(Permission, Option<Uuid>),
}

/// Where a file is attached.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The kind of subject: `article`, `dossier`.
    pub subject_kind: &'static str,
    /// The subject.
    pub subject_id: Uuid,
    /// The agency it belongs to.
    pub agency: Option<Uuid>,
    /// Who may open it.
    pub audience: Audience,
}
