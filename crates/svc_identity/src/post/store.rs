use base::{Id, LocalDate};
use kernel::{
    Act, Result,
    db::{FromQueryResult, Queries as _, placeholders},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::model::Post;
use crate::Person;

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    person: Uuid,
    agency: Uuid,
    agency_name: String,
    path: String,
    title: String,
    unit: String,
    main: bool,
    valid_from: String,
    valid_to: Option<String>,
}

impl Row {
    fn post(self) -> Option<Post> {
        Some(Post {
            id: self.id.into(),
            person: self.person.into(),
            agency: self.agency,
            agency_name: self.agency_name,
            path: self.path,
            title: self.title,
            unit: self.unit,
            main: self.main,
            valid_from: LocalDate::parse(&self.valid_from).ok()?,
            valid_to: self.valid_to.and_then(|day| LocalDate::parse(&day).ok()),
        })
    }
}

const SELECT: &str = "SELECT s.id, s.person, s.agency, o.full_name AS agency_name, o.path, s.title, s.unit, s.main, \
                      s.valid_from, s.valid_to FROM identity_post s JOIN org_agency o ON o.id = s.agency";

pub(super) async fn insert(act: &Act, post: &Post) -> Result<()> {
    if post.main {
        let sql = "UPDATE identity_post SET main = $2 WHERE person = $1";
        act.run(sql, vec![post.person.uuid().into(), false.into()]).await?;
    }
    insert_rows(act, &[New::from(post)]).await
}

/// A post as it is first written.
pub(crate) struct New<'a> {
    pub id: Id<Post>,
    pub person: Id<Person>,
    pub agency: Uuid,
    pub title: &'a str,
    pub unit: &'a str,
    pub main: bool,
    /// First day, as ISO text.
    pub from: String,
    /// Last day, as ISO text.
    pub to: Option<String>,
}

impl<'a> From<&'a Post> for New<'a> {
    fn from(post: &'a Post) -> Self {
        Self {
            id: post.id,
            person: post.person,
            agency: post.agency,
            title: &post.title,
            unit: &post.unit,
            main: post.main,
            from: post.valid_from.iso(),
            to: post.valid_to.map(LocalDate::iso),
        }
    }
}

/// Writes new posts, as they are.
pub(crate) async fn insert_rows(act: &Act, posts: &[New<'_>]) -> Result<()> {
    let sql = "INSERT INTO identity_post (id, person, agency, title, unit, main, valid_from, valid_to, created_at, \
               version) VALUES {}";
    let row = |post: &New<'_>| {
        vec![
            post.id.uuid().into(),
            post.person.uuid().into(),
            post.agency.into(),
            post.title.into(),
            post.unit.into(),
            post.main.into(),
            post.from.clone().into(),
            post.to.clone().into(),
            act.now().0.into(),
            1_i64.into(),
        ]
    };
    act.run_rows(sql, &posts.iter().map(row).collect::<Vec<_>>()).await.map(|_| ())
}

pub(super) async fn find(act: &Act, id: Id<Post>, person: Id<Person>) -> Result<Option<Post>> {
    let sql = format!("{SELECT} WHERE s.id = $1 AND s.person = $2");
    let row: Option<Row> = act.one(&sql, vec![id.uuid().into(), person.uuid().into()]).await?;
    Ok(row.and_then(Row::post))
}

/// Sets the last day.
pub(crate) async fn end(act: &Act, id: Id<Post>, last: LocalDate) -> Result<()> {
    let sql = "UPDATE identity_post SET valid_to = $2, version = version + 1 WHERE id = $1";
    act.run(sql, vec![id.uuid().into(), last.iso().into()]).await.map(|_| ())
}

/// The posts a person holds on the day or will hold, the main one first.
pub(crate) async fn of_person<C: ConnectionTrait>(
    db: &C,
    person: Id<Person>,
    day: LocalDate,
) -> Result<Vec<Post>> {
    of_people(db, &[person], day).await
}

/// The same for several people.
pub(crate) async fn of_people<C: ConnectionTrait>(
    db: &C,
    people: &[Id<Person>],
    day: LocalDate,
) -> Result<Vec<Post>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let list = placeholders(1, people.len() + 1).replacen("$1, ", "", 1);
    let sql = format!(
        "{SELECT} WHERE (s.valid_to IS NULL OR s.valid_to >= $1) AND s.person IN {list} \
         ORDER BY s.person, CASE WHEN s.main THEN 0 ELSE 1 END, s.valid_from, s.id"
    );
    let mut values = vec![day.iso().into()];
    values.extend(people.iter().map(|id| id.uuid().into()));
    let rows: Vec<Row> = db.all(&sql, values).await?;
    Ok(rows.into_iter().filter_map(Row::post).collect())
}
