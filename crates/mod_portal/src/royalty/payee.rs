//! Who is given an award: an account of the family, or an outside author by name; and who is meant by "one's own".

use std::collections::{HashMap, HashSet};

use base::{LocalDate, text::fold};
use kernel::{
    Act, App, Ctx, Result, access,
    db::{FromQueryResult, Queries, Values, placeholders},
};
use sea_orm::prelude::Uuid;

use crate::{policy::ENTRY_WRITE, site::Site};

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
pub type Hands = HashMap<Uuid, Vec<Uuid>>;

#[derive(FromQueryResult)]
struct Named {
    id: Uuid,
    display_name: String,
}

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
        let roles: HashSet<&str> = app
            .roles()
            .iter()
            .filter(|role| role.permissions.contains(&ENTRY_WRITE))
            .map(|role| role.key)
            .collect();
        let mut values: Values = vec![on.iso().into(), site.agency_path.clone().into()];
        let numbers: Vec<String> = roles
            .into_iter()
            .map(|role| {
                values.push(role.into());
                format!("${}", values.len())
            })
            .collect();
        let sql = format!(
            "SELECT DISTINCT a.id, a.display_name FROM identity_grant g JOIN identity_account a ON a.id = g.account \
             JOIN org_agency o ON o.id = g.agency WHERE g.ended_at IS NULL AND g.valid_from <= $1 \
             AND (g.valid_to IS NULL OR g.valid_to >= $1) AND substr($2, 1, length(o.path)) = o.path \
             AND g.role IN ({}) ORDER BY 2, 1 LIMIT {MOST}",
            numbers.join(", ")
        );
        let accounts: Vec<Named> = db.all(&sql, values).await?;
        let sql = format!(
            "SELECT DISTINCT payee FROM portal_royalty_award WHERE site_id = $1 AND payee_id IS NULL \
             ORDER BY payee LIMIT {MOST}"
        );
        let outside = db.column(&sql, vec![site.id.uuid().into()]).await?;
        Ok(Self { accounts: accounts.into_iter().map(|a| (a.id, a.display_name)).collect(), outside })
    }

    /// With those who wrote these entries, whether they still write there or not.
    ///
    /// # Errors
    /// The database's.
    pub async fn and_hands<C: Queries>(mut self, db: &C, hands: &Hands) -> Result<Self> {
        let missing: HashSet<Uuid> =
            hands.values().flatten().copied().filter(|id| self.name(*id).is_none()).collect();
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

/// The account somebody signs in to under this name.
///
/// # Errors
/// The database's.
pub async fn by_login<C: Queries>(db: &C, login: &str) -> Result<Option<Uuid>> {
    db.scalar("SELECT id FROM identity_account WHERE login = $1", vec![login.to_lowercase().into()]).await
}

/// Whoever acts, under all their names: every account of the same person, and of the one in whose place they act. Nobody
/// gives an award to any of these.
#[derive(Clone, Debug, Default)]
pub struct Oneself {
    accounts: HashSet<Uuid>,
    names: HashSet<String>,
    /// The account that acts, then the one in whose place.
    acting: Vec<Uuid>,
}

impl Oneself {
    /// Of whoever acts here, over the agency with this path.
    ///
    /// # Errors
    /// The database's.
    pub async fn of_act(act: &Act, permission: base::Permission, path: &str) -> Result<Self> {
        let lender = access::lender(act.actor(), permission, Some(path));
        Self::of(act, act.actor().account_id().into_iter().chain(lender).collect()).await
    }

    /// Of whoever looks.
    ///
    /// # Errors
    /// The database's.
    pub async fn of_ctx(ctx: &Ctx) -> Result<Self> {
        Self::of(ctx.read(), ctx.actor().account_id().into_iter().collect()).await
    }

    async fn of<C: Queries>(db: &C, acting: Vec<Uuid>) -> Result<Self> {
        #[derive(FromQueryResult)]
        struct Row {
            id: Uuid,
            display_name: String,
            full_name: Option<String>,
        }
        let mut own = Self { accounts: acting.iter().copied().collect(), acting, ..Self::default() };
        if own.acting.is_empty() {
            return Ok(own);
        }
        let sql = format!(
            "SELECT b.id, b.display_name, p.full_name FROM identity_account a \
             JOIN identity_account b ON b.id = a.id OR b.person = a.person \
             LEFT JOIN identity_person p ON p.id = b.person WHERE a.id IN {}",
            placeholders(1, own.acting.len())
        );
        let rows: Vec<Row> = db.all(&sql, own.acting.iter().map(|&id| id.into()).collect()).await?;
        for row in rows {
            own.accounts.insert(row.id);
            own.names.extend([Some(row.display_name), row.full_name].into_iter().flatten().map(|n| fold(&n)));
        }
        Ok(own)
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
