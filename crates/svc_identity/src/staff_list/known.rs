//! What the database knows of the people of a list, read in a handful of statements however long it is.

use std::collections::{HashMap, HashSet};

use base::{Id, LocalDate, text::fold};
use kernel::{Result, RowScope};
use sea_orm::ConnectionTrait;
use ui::Message;
use uuid::Uuid;

use super::{group::Group, store};
use crate::{Account, Person, Post, grant::Held};

/// The people of a list, and what they hold.
pub(super) struct Known {
    visible: HashSet<Uuid>,
    posts: HashMap<Uuid, Vec<Post>>,
    accounts: HashMap<Uuid, Vec<Account>>,
    grants: HashMap<Uuid, Vec<Held>>,
    /// With the roles lent to them.
    exercised: HashMap<Uuid, Vec<Held>>,
    /// Names to sign in with that somebody has.
    pub taken: HashSet<String>,
}

/// Finds each group's person, and reads what is known of those found.
pub(super) async fn look_up<C: ConnectionTrait>(
    db: &C,
    scope: &RowScope,
    groups: &[Group],
    today: LocalDate,
) -> Result<(Vec<Result<Option<Person>, Message>>, Known)> {
    let candidates = Candidates::read(db, groups, today).await?;
    let found: Vec<Result<Option<Person>, Message>> =
        groups.iter().map(|group| candidates.find(group)).collect();
    let ids: Vec<Id<Person>> = found.iter().flatten().flatten().map(|person| person.id).collect();
    let accounts = store::accounts(db, &ids).await?;
    let account_ids: Vec<Id<Account>> = accounts.values().flatten().map(|account| account.id).collect();
    let known = Known {
        visible: store::visible(db, (scope, today), &ids).await?,
        posts: store::posts(db, &ids, today).await?,
        grants: store::grants(db, &account_ids, today).await?,
        exercised: store::exercised(db, &account_ids, today).await?,
        taken: candidates.by_login.keys().cloned().collect(),
        accounts,
    };
    Ok((found, known))
}

impl Known {
    pub(super) fn is_visible(&self, person: &Person) -> bool {
        self.visible.contains(&person.id.uuid())
    }

    pub(super) fn posts(&self, person: Option<&Person>) -> &[Post] {
        person.and_then(|person| self.posts.get(&person.id.uuid())).map_or(&[], Vec::as_slice)
    }

    pub(super) fn accounts(&self, person: Option<&Person>) -> &[Account] {
        person.and_then(|person| self.accounts.get(&person.id.uuid())).map_or(&[], Vec::as_slice)
    }

    /// What an account may do, by roles lent to it as well.
    pub(super) fn exercised(&self, account: Id<Account>) -> &[Held] {
        self.exercised.get(&account.uuid()).map_or(&[], Vec::as_slice)
    }

    pub(super) fn grants(&self, account: Id<Account>) -> &[Held] {
        self.grants.get(&account.uuid()).map_or(&[], Vec::as_slice)
    }
}

/// People somebody on the list may be.
struct Candidates {
    by_number: HashMap<String, Person>,
    by_email: HashMap<String, Vec<Person>>,
    by_login: HashMap<String, Person>,
    /// By agency and folded name.
    by_place: HashMap<(Uuid, String), Vec<Person>>,
}

impl Candidates {
    async fn read<C: ConnectionTrait>(db: &C, groups: &[Group], today: LocalDate) -> Result<Self> {
        let numbers = groups.iter().filter_map(|g| Some(g.details.citizen_no.as_ref()?.text())).collect();
        let addresses: HashSet<&str> = groups.iter().filter_map(|g| g.details.email.as_deref()).collect();
        let logins: HashSet<&str> = groups
            .iter()
            .flat_map(|group| &group.entries)
            .filter_map(|entry| entry.login.as_deref())
            .collect();
        let places: HashSet<Uuid> = groups
            .iter()
            .flat_map(|group| &group.entries)
            .filter_map(|entry| Some(entry.agency.as_ref()?.id.uuid()))
            .collect();
        let by_login = store::by_login(db, logins.into_iter().collect()).await?;
        let mut known =
            Self { by_number: HashMap::new(), by_email: HashMap::new(), by_login, by_place: HashMap::new() };
        for person in store::by_number(db, numbers).await? {
            if let Some(number) = &person.details.citizen_no {
                known.by_number.insert(number.text().to_owned(), person);
            }
        }
        for person in store::by_email(db, addresses.into_iter().collect()).await? {
            if let Some(email) = person.details.email.clone() {
                known.by_email.entry(email).or_default().push(person);
            }
        }
        for (agency, person) in store::at_agencies(db, places.into_iter().collect(), today).await? {
            let key = (agency, fold(&person.details.full_name));
            known.by_place.entry(key).or_default().push(person);
        }
        Ok(known)
    }

    /// By personal number; else by mail address, where name or birth date agree, as an address may be a whole office's;
    /// else by the name they sign in with, where their own name agrees; else by name and birth date within the agency.
    fn find(&self, group: &Group) -> Result<Option<Person>, Message> {
        let said = &group.details;
        let number = said.citizen_no.as_ref().map(base::CitizenNo::text);
        if let Some(person) = number.and_then(|number| self.by_number.get(number)) {
            return Ok(Some(person.clone()));
        }
        let may_be = |person: &&Person| {
            let known = &person.details;
            let number = said.citizen_no.is_none() || known.citizen_no.is_none();
            let same_number = said.citizen_no == known.citizen_no;
            let born = said.born.is_none() || known.born.is_none() || said.born == known.born;
            (number || same_number) && born
        };
        let name = fold(&said.full_name);
        let by_mail =
            said.email.as_ref().and_then(|email| self.by_email.get(email)).map_or(&[][..], Vec::as_slice);
        let agrees = |person: &&Person| {
            fold(&person.details.full_name) == name
                || (said.born.is_some() && person.details.born == said.born)
        };
        if let Some(person) = one(by_mail.iter().filter(may_be).filter(agrees))? {
            return Ok(Some(person.clone()));
        }
        let mut by_login = group.entries.iter().filter_map(|entry| self.by_login.get(entry.login.as_ref()?));
        if let Some(person) =
            by_login.find(|person| may_be(person) && fold(&person.details.full_name) == name)
        {
            return Ok(Some(person.clone()));
        }
        let mut places: Vec<&Person> = group
            .entries
            .iter()
            .filter_map(|entry| self.by_place.get(&(entry.agency.as_ref()?.id.uuid(), name.clone())))
            .flatten()
            .filter(may_be)
            // A birth date known of one side only settles nothing, unless the list has nothing better to say.
            .filter(|person| said.born == person.details.born || (said.born.is_none() && number.is_none()))
            .collect();
        places.sort_by_key(|person| person.id.uuid());
        places.dedup_by_key(|person| person.id.uuid());
        Ok(one(places.into_iter())?.cloned())
    }
}

fn one<'a>(mut found: impl Iterator<Item = &'a Person>) -> Result<Option<&'a Person>, Message> {
    let first = found.next();
    if found.next().is_some() {
        return Err(Message::new("identity.staff_list.several"));
    }
    Ok(first)
}
