use std::{collections::HashMap, fmt::Write as _, sync::Arc};

use base::{CitizenNo, Id, LocalDate, SocialNo, TaxNo, masked};
use sha2::{Digest as _, Sha256};
use svc_org::Agency;
use ui::Message;

use crate::{Account, Person, Post, person::Details};

/// What a staff list would do. People it does not name stay as they are, and so does what it leaves empty.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// People for whom something changes, in the order of the list.
    pub people: Vec<Planned>,
    /// How many people are as the list says.
    pub unchanged: usize,
    /// Rows left out, in their order.
    pub rejected: Vec<Rejected>,
    /// Headings nobody knows.
    pub unread: Vec<String>,
}

/// A row that is left out, and why.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// Its number in the file, from 1.
    pub line: u64,
    /// What to do about it.
    pub reason: Message,
    /// Whom it is about; no numbers.
    pub text: String,
}

/// What is done for one person.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The first row about them.
    pub line: u64,
    /// The person as known; nothing for somebody new.
    pub before: Option<Person>,
    /// The person as they will be.
    pub details: Details,
    pub(super) begins: Vec<Begun>,
    pub(super) ends: Vec<Ended>,
    pub(super) reworded: Vec<(Post, String)>,
    pub(super) account: Option<NewLogin>,
    pub(super) roles: Vec<RoleGiven>,
}

/// A post to be taken up.
#[derive(Clone, Debug)]
pub(super) struct Begun {
    pub agency: Arc<Agency>,
    pub title: String,
    pub unit: String,
    pub main: bool,
    pub from: LocalDate,
    pub until: Option<LocalDate>,
}

/// A post that gets a last day.
#[derive(Clone, Debug)]
pub(super) struct Ended {
    pub post: Post,
    pub last: LocalDate,
}

/// An account to be made.
#[derive(Clone, Debug)]
pub(super) struct NewLogin {
    pub login: String,
    /// Whether there is an address to invite to.
    pub invited: bool,
}

/// A role to be given, to an account that is there or to the new one.
#[derive(Clone, Debug)]
pub(super) struct RoleGiven {
    pub account: Option<Id<Account>>,
    pub role: &'static str,
    pub agency: Arc<Agency>,
    pub until: LocalDate,
}

/// How much a plan does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// People entered.
    pub new: usize,
    /// People whose details change.
    pub changed: usize,
    /// Posts taken up.
    pub begun: usize,
    /// Posts that get a last day.
    pub ended: usize,
    /// Accounts made.
    pub accounts: usize,
    /// Accounts among them whose owner is invited by mail.
    pub invited: usize,
    /// Roles given.
    pub roles: usize,
    /// People who are as the list says.
    pub unchanged: usize,
    /// Rows left out.
    pub rejected: usize,
}

impl Plan {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Whether it gives roles: then somebody has to say by what decision.
    pub fn gives_roles(&self) -> bool {
        self.people.iter().any(|person| !person.roles.is_empty())
    }

    /// How much it does.
    pub fn summary(&self) -> Summary {
        let mut sum =
            Summary { unchanged: self.unchanged, rejected: self.rejected.len(), ..Summary::default() };
        for person in &self.people {
            match &person.before {
                None => sum.new += 1,
                Some(before) => sum.changed += usize::from(before.details != person.details),
            }
            sum.begun += person.begins.len();
            sum.ended += person.ends.len();
            sum.accounts += usize::from(person.account.is_some());
            sum.invited += usize::from(person.account.as_ref().is_some_and(|account| account.invited));
            sum.roles += person.roles.len();
        }
        sum
    }

    /// What tells this plan from any other: two plans with the same fingerprint do the same to the same data.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for person in &self.people {
            hash.update(person.told().as_bytes());
            hash.update([0]);
        }
        hex::encode(hash.finalize())
    }
}

impl Planned {
    /// Everything it does, as one text that nobody sees.
    fn told(&self) -> String {
        let mut told = String::new();
        if let Some(before) = &self.before {
            let _ = write!(told, "{} {} ", before.id, before.version);
        }
        for (field, value) in values(&self.details) {
            let _ = write!(told, "{field}={value}\u{1}");
        }
        for post in &self.begins {
            let Begun { agency, title, unit, main, from, until } = post;
            let _ = write!(told, "+{} {title}\u{1}{unit}\u{1}{main} {from:?} {until:?}", agency.id);
        }
        for Ended { post, last } in &self.ends {
            let _ = write!(told, "-{} {last:?} {:?}", post.id, post.valid_to);
        }
        for (post, unit) in &self.reworded {
            let _ = write!(told, "~{} {unit}\u{1}{}", post.id, post.unit);
        }
        if let Some(account) = &self.account {
            let _ = write!(told, "@{} {}", account.login, account.invited);
        }
        for RoleGiven { account, role, agency, until } in &self.roles {
            let _ = write!(told, "!{account:?} {role} {} {until:?}", agency.id);
        }
        told
    }

    /// What changes of the person's details: field, old, new; of numbers only their ends.
    pub(super) fn changes(&self) -> Vec<(&'static str, String, String)> {
        let Some(before) = &self.before else { return Vec::new() };
        let (old, new) = (values(&before.details), values(&self.details));
        let pairs = old.into_iter().zip(new).filter(|((_, old), (_, new))| old != new);
        let shown = |field: &str, value: String| {
            if matches!(field, "citizen_no" | "tax_no" | "social_no") { masked(&value) } else { value }
        };
        pairs.map(|((field, old), (_, new))| (field, shown(field, old), shown(field, new))).collect()
    }
}

/// The fields of a person as people read them.
pub(super) fn values(details: &Details) -> [(&'static str, String); 8] {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    [
        ("full_name", details.full_name.clone()),
        ("born", details.born.map(LocalDate::vn).unwrap_or_default()),
        ("sex", text(details.sex.map(base::Sex::key))),
        ("citizen_no", text(details.citizen_no.as_ref().map(CitizenNo::text))),
        ("tax_no", text(details.tax_no.as_ref().map(TaxNo::text))),
        ("social_no", text(details.social_no.as_ref().map(SocialNo::text))),
        ("phone", details.phone.as_ref().map(base::Phone::national).unwrap_or_default()),
        ("email", text(details.email.as_deref())),
    ]
}

/// Rows left out, gathered while a plan is made.
#[derive(Default)]
pub(super) struct Faults(HashMap<u64, Rejected>);

impl Faults {
    /// Leaves a row out; the first reason counts.
    pub(super) fn add(&mut self, line: u64, text: &str, reason: Message) {
        self.0.entry(line).or_insert_with(|| Rejected { line, reason, text: text.to_owned() });
    }

    pub(super) fn in_order(self) -> Vec<Rejected> {
        let mut rejected: Vec<Rejected> = self.0.into_values().collect();
        rejected.sort_by_key(|row| row.line);
        rejected
    }
}
