//! Who is given an award: an account of the family, or an outside author by name; and who is meant by "one's own".

use std::collections::{HashMap, HashSet};

use base::{LocalDate, Permission, text::fold};
use kernel::{Act, App, Ctx, Result, db::Queries};
use sea_orm::prelude::Uuid;

use super::store::people;
use crate::{eyes, policy::ENTRY_WRITE, site::Site};

/// Longest name of an outside author, in characters.
pub const NAME_MAX: usize = 120;
/// Most people offered to choose from.
const MOST: usize = 200;

/// Who is given an award.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Payee {
    /// An account.
    Account(Uuid),
    /// Somebody without one, by name.
    Outside(String),
}

impl Payee {
    /// What tells one from another: a name is the same in small and in large letters.
    pub fn key(&self) -> String {
        match self {
            Self::Account(id) => format!("account:{id}"),
            Self::Outside(name) => format!("name:{}", name.to_lowercase()),
        }
    }

    /// The account, if it is one.
    pub const fn account(&self) -> Option<Uuid> {
        match self {
            Self::Account(id) => Some(*id),
            Self::Outside(_) => None,
        }
    }

    /// As a form sends it.
    pub fn value(&self) -> String {
        match self {
            Self::Account(id) => format!("a:{id}"),
            Self::Outside(name) => format!("n:{name}"),
        }
    }

    /// What a form sent.
    pub fn parse(value: &str) -> Option<Self> {
        match value.split_once(':')? {
            ("a", id) => id.parse().ok().map(Self::Account),
            ("n", name) => Self::named(name),
            _ => None,
        }
    }

    /// An outside author, if the name is one.
    pub fn named(name: &str) -> Option<Self> {
        let words: Vec<&str> =
            name.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
        let name = base::text::nfc(&words.join(" "));
        let fits = name.chars().count() <= NAME_MAX && name.chars().any(char::is_alphabetic);
        fits.then_some(Self::Outside(name))
    }
}

/// Who wrote entries, by entry.
pub type Writers = HashMap<Uuid, Vec<Uuid>>;

/// Everybody an award of a site may be given to by choosing: who writes there today, and outside authors it named before.
#[derive(Clone, Debug, Default)]
pub struct People {
    accounts: Vec<(Uuid, String)>,
    outside: Vec<String>,
}

impl People {
    /// Those of a site.
    ///
    /// # Errors
    /// The database's.
    pub async fn of<C: Queries>(app: &App, db: &C, site: &Site, on: LocalDate) -> Result<Self> {
        let all = app.roles();
        let writing = all.iter().filter(|role| role.permissions.contains(&ENTRY_WRITE));
        let mut roles: Vec<&str> = writing.map(|role| role.key).collect();
        roles.sort_unstable();
        roles.dedup();
        let accounts = people::holders(db, site, &roles, on, MOST).await?;
        Ok(Self { accounts, outside: people::outside(db, site, MOST).await? })
    }

    /// With those who wrote these entries, whether they still write there or not.
    ///
    /// # Errors
    /// The database's.
    pub async fn and_writers<C: Queries>(mut self, db: &C, writers: &Writers) -> Result<Self> {
        let missing: HashSet<Uuid> =
            writers.values().flatten().copied().filter(|id| self.name(*id).is_none()).collect();
        let missing: Vec<Uuid> = missing.into_iter().collect();
        self.accounts.extend(crate::entry::names(db, &missing).await?);
        Ok(self)
    }

    /// What an account of these is called.
    pub fn name(&self, id: Uuid) -> Option<&str> {
        self.accounts.iter().find(|(known, _)| *known == id).map(|(_, name)| name.as_str())
    }

    /// The accounts, by name.
    pub fn accounts(&self) -> impl Iterator<Item = (Payee, &str)> {
        self.accounts.iter().map(|(id, name)| (Payee::Account(*id), name.as_str()))
    }

    /// The outside authors.
    pub fn outside(&self) -> impl Iterator<Item = (Payee, &str)> {
        self.outside.iter().map(|name| (Payee::Outside(name.clone()), name.as_str()))
    }
}

/// Whoever acts, under all their names: every account of the same person, and of the one in whose place they act. Nobody
/// gives an award to any of these.
#[derive(Clone, Debug, Default)]
pub struct Oneself {
    accounts: HashSet<Uuid>,
    /// Without their accents.
    names: HashSet<String>,
    /// The keys of payees named so, with their accents and without.
    keys: HashSet<String>,
    /// The account that acts, then the one in whose place.
    acting: Vec<Uuid>,
}

impl Oneself {
    /// Of whoever acts here. To be asked once the act's right is known ([`Act::require`]).
    ///
    /// # Errors
    /// The database's.
    pub async fn of_act(act: &Act) -> Result<Self> {
        Self::of(act, eyes::of_act(act)).await
    }

    /// Of whoever looks and might act with this permission over the agency with this path: what they are offered is what
    /// the act does not refuse them.
    ///
    /// # Errors
    /// The database's.
    pub async fn of_ctx(ctx: &Ctx, permission: Permission, path: &str) -> Result<Self> {
        Self::of(ctx.read(), eyes::of_ctx(ctx, permission, path)).await
    }

    /// Of whoever looks, without anybody they stand in for: what is theirs alone.
    ///
    /// # Errors
    /// The database's.
    pub async fn alone(ctx: &Ctx) -> Result<Self> {
        Self::of(ctx.read(), ctx.actor().account_id().into_iter().collect()).await
    }

    async fn of<C: Queries>(db: &C, acting: Vec<Uuid>) -> Result<Self> {
        let mut own = Self { accounts: acting.iter().copied().collect(), acting, ..Self::default() };
        for svc_identity::OwnAccount { id, names } in svc_identity::accounts_of_same(db, &own.acting).await? {
            own.accounts.insert(id);
            let plain = names.iter().map(|name| fold(name));
            own.names.extend(plain);
            let written = names.into_iter().flat_map(|name| [fold(&name), name]).map(Payee::Outside);
            own.keys.extend(written.map(|payee| payee.key()));
        }
        Ok(own)
    }

    /// Whether anybody is meant at all.
    pub fn is_somebody(&self) -> bool {
        !self.acting.is_empty()
    }

    /// The keys under which awards to oneself are found: every account, and every name as it is written and without its
    /// accents.
    pub fn keys(&self) -> Vec<String> {
        let accounts = self.accounts.iter().map(|id| Payee::Account(*id).key());
        accounts.chain(self.keys.iter().cloned()).collect()
    }

    /// Whether this is whoever acts. A name counts without its accents, too: leaving them out opens no way.
    pub fn is(&self, payee: &Payee) -> bool {
        match payee {
            Payee::Account(id) => self.accounts.contains(id),
            Payee::Outside(name) => self.names.contains(&fold(name)),
        }
    }

    /// All accounts of whoever acts: none of them may have had a hand in what is approved.
    pub fn accounts(&self) -> Vec<Uuid> {
        // The one that acts stands first: it is noted as the approver.
        let rest = self.accounts.iter().copied().filter(|id| !self.acting.contains(id));
        self.acting.iter().copied().chain(rest).collect()
    }
}
