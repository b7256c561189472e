use std::collections::BTreeMap;

use base::{Id, LocalDate, masked};
use kernel::{Ctx, Result, Viewed};
use uuid::Uuid;

use super::{agencies::Agencies, file::Line, plan::values, store};
use crate::{Account, PERSON_MANAGE, Person, Post, grant, grant::Held, person::Details};

/// The people in scope as rows of a list that [`super::read`] reads back: one for each post, and one for each agency where
/// somebody holds a role without a post. Numbers are whole or hidden; hidden ones change nothing when they are read back.
/// That is a view of personal data of everybody on it, so it is noted of each who took it along.
pub(super) async fn lines(ctx: &Ctx, whole: bool) -> Result<Vec<Line>> {
    let (db, today) = (ctx.read(), ctx.today());
    let tree = svc_org::tree(ctx.app())?;
    let words = Agencies::of(&tree, today);
    let people = store::in_scope(db, &ctx.scope(PERSON_MANAGE), ctx.today()).await?;
    let ids: Vec<Id<Person>> = people.iter().map(|person| person.id).collect();
    let posts = store::posts(db, &ids, today).await?;
    let accounts = store::accounts(db, &ids).await?;
    let account_ids: Vec<Id<Account>> = accounts.values().flatten().map(|account| account.id).collect();
    let grants = store::grants(db, &account_ids, today).await?;
    let mut lines = Vec::new();
    for person in &people {
        let own = person_cells(ctx, &person.details, whole);
        let accounts = accounts.get(&person.id.uuid()).map_or(&[][..], Vec::as_slice);
        let mut places: BTreeMap<(String, Uuid), Place<'_>> = BTreeMap::new();
        for post in posts.get(&person.id.uuid()).into_iter().flatten() {
            places.entry((post.path.clone(), post.agency)).or_default().posts.push(post);
        }
        for account in accounts {
            for held in grants.get(&account.id.uuid()).into_iter().flatten() {
                let place = places.entry((held.path.clone(), held.grant.agency)).or_default();
                let same = place
                    .roles
                    .iter_mut()
                    .find(|(login, until, _)| *login == account.login && *until == held.valid_to);
                match same {
                    Some((_, _, roles)) => roles.push(held),
                    None => place.roles.push((&account.login, held.valid_to, vec![held])),
                }
            }
        }
        let login = accounts.first().filter(|_| accounts.len() == 1).map(|account| account.login.as_str());
        for ((path, agency), place) in places {
            if !ctx.may(PERSON_MANAGE, Some(&path)) {
                continue;
            }
            let name = tree.get(Id::from_uuid(agency)).map(|agency| words.word(agency)).unwrap_or_default();
            lines.extend(place.lines(ctx, &own, &name, login));
        }
    }
    let seen: Vec<Viewed<'_>> = people.iter().map(Viewed::from).collect();
    ctx.log_views(&seen, if whole { "identity.view.list_whole" } else { "identity.view.list" }).await;
    Ok(lines)
}

/// What somebody is at one agency.
#[derive(Default)]
struct Place<'a> {
    posts: Vec<&'a Post>,
    /// By login and last day.
    roles: Vec<(&'a str, Option<LocalDate>, Vec<&'a Held>)>,
}

impl Place<'_> {
    fn lines(&self, ctx: &Ctx, own: &[String; 8], agency: &str, login: Option<&str>) -> Vec<Line> {
        let rows = self.posts.len().max(self.roles.len()).max(1);
        let row = |at: usize| {
            let post = self.posts.get(at);
            let roles = self.roles.get(at);
            let day = |day: Option<LocalDate>| day.map(LocalDate::vn).unwrap_or_default();
            let label = |held: &&Held| grant::role_label(ctx.lang(), &held.role);
            let [name, born, sex, citizen_no, tax_no, social_no, phone, email] = own.clone();
            [
                name,
                born,
                sex,
                citizen_no,
                tax_no,
                social_no,
                phone,
                email,
                agency.to_owned(),
                post.map(|post| post.title.clone()).unwrap_or_default(),
                post.map(|post| post.unit.clone()).unwrap_or_default(),
                day(post.map(|post| post.valid_from)),
                day(post.and_then(|post| post.valid_to)),
                roles.map(|(login, ..)| *login).or(login).unwrap_or_default().to_owned(),
                roles
                    .map(|(_, _, held)| held.iter().map(label).collect::<Vec<_>>().join("; "))
                    .unwrap_or_default(),
                day(roles.and_then(|(_, until, _)| *until)),
            ]
        };
        (0..rows).map(row).collect()
    }
}

fn person_cells(ctx: &Ctx, details: &Details, whole: bool) -> [String; 8] {
    values(details).map(|(field, value)| match (field, value.as_str()) {
        (_, "") => value,
        ("sex", "male") => ui::t(ctx.lang(), "identity.person.male").to_owned(),
        ("sex", _) => ui::t(ctx.lang(), "identity.person.female").to_owned(),
        ("citizen_no" | "tax_no" | "social_no", number) if !whole => masked(number),
        _ => value,
    })
}
