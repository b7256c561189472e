//! What identifiers are called, looked up once for all records of a page: one question for each kind of thing.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use base::Id;
use kernel::{Ctx, Result, SubjectKind, Titled, journal::Record};
use svc_org::Tree;
use ui::{Lang, Page};
use uuid::Uuid;

use super::words;

/// Names of accounts, titles of things, and the tree of agencies.
pub(crate) struct Known {
    accounts: HashMap<Uuid, String>,
    things: HashMap<(String, Uuid), Titled>,
    tree: Arc<Tree>,
    kinds: Vec<SubjectKind>,
}

/// The kinds of things all modules bring.
pub(crate) fn kinds(ctx: &Ctx) -> Vec<SubjectKind> {
    ctx.app().modules().iter().flat_map(|module| module.subjects).copied().collect()
}

impl Known {
    /// What these records and their events name.
    pub(crate) async fn of(ctx: &Ctx, records: &[Record]) -> Result<Self> {
        let mut accounts = BTreeSet::new();
        let mut things = BTreeSet::new();
        for record in records {
            accounts.extend(record.account());
            accounts.extend(record.in_place_of());
            accounts.extend(words::identifiers(ctx.lang(), record));
            things.insert((record.subject_kind.clone(), record.subject_id));
        }
        Self::look_up(ctx, accounts, things).await
    }

    /// What these accounts and things are called.
    pub(crate) async fn look_up(
        ctx: &Ctx,
        accounts: BTreeSet<Uuid>,
        things: BTreeSet<(String, Uuid)>,
    ) -> Result<Self> {
        let accounts: Vec<Uuid> = accounts.into_iter().collect();
        let mut known = Self {
            accounts: svc_identity::names(ctx.read(), &accounts).await?,
            things: HashMap::new(),
            tree: svc_org::tree(ctx.app())?,
            kinds: kinds(ctx),
        };
        for kind in known.kinds.clone() {
            let ids: Vec<Uuid> = things.iter().filter(|(k, _)| k == kind.kind).map(|(_, id)| *id).collect();
            if ids.is_empty() {
                continue;
            }
            for titled in (kind.load)(ctx.clone(), ids).await? {
                known.things.insert((kind.kind.to_owned(), titled.id), titled);
            }
        }
        Ok(known)
    }

    /// Who that is: the name, or what tells it from others.
    pub(crate) fn account(&self, page: &Page, id: Uuid) -> String {
        match self.accounts.get(&id) {
            Some(name) => name.clone(),
            None => page.fill("audit.who.account", &[("id", &tail(id))]),
        }
    }

    /// Who acts under this name in journal or access log.
    pub(crate) fn actor(&self, page: &Page, actor: &str) -> String {
        match (kernel::journal::account_of(actor), actor.strip_prefix("system:")) {
            (Some(id), _) => self.account(page, id),
            // In words, so that a long name finds a place to break in narrow columns.
            (None, Some(name)) => page.fill("audit.who.system", &[("name", &name.replace(['.', '_'], " "))]),
            (None, None) => page.t("audit.who.anonymous").to_owned(),
        }
    }

    /// What a thing is called, if it is known.
    pub(crate) fn thing(&self, kind: &str, id: Uuid) -> Option<&Titled> {
        self.things.get(&(kind.to_owned(), id))
    }

    /// What people call things of this kind.
    pub(crate) fn kind(&self, lang: Lang, kind: &str) -> String {
        label(&self.kinds, lang, kind)
    }

    /// The name of an agency, of any time.
    pub(crate) fn agency(&self, id: Uuid) -> Option<&str> {
        self.tree.get(Id::from_uuid(id)).map(|agency| agency.full_name.as_str())
    }

    /// What an identifier in an event stands for.
    pub(crate) fn name(&self, id: Uuid) -> String {
        match self.accounts.get(&id) {
            Some(name) => name.clone(),
            None => self.agency(id).map_or_else(|| tail(id), str::to_owned),
        }
    }
}

/// What people call things of this kind; the kind itself where no module says.
pub(crate) fn label(kinds: &[SubjectKind], lang: Lang, kind: &str) -> String {
    let known = kinds.iter().find(|k| k.kind == kind);
    known.map_or_else(|| kind.to_owned(), |k| ui::t(lang, k.label).to_owned())
}

/// The last digits tell two identifiers apart; the first ones are the time they were drawn.
pub(crate) fn tail(id: Uuid) -> String {
    let text = id.simple().to_string();
    format!("…{}", &text[text.len() - 6..])
}
