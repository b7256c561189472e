//! Every query on questions: here those on one, in [`public`] what readers see, in [`work`] what officers do.

pub mod public;
pub mod work;

use base::{Actor, Id, LocalDate, Timestamp};
use kernel::{
    Error, Result, RowScope,
    db::{FromQueryResult, Queries, Value, Values, placeholders},
};
use sea_orm::prelude::Uuid;

use super::{
    limit::Name,
    model::{Answer, Class, Due, Kind, Question, Rating, Sender, Status},
};
use crate::policy::{QUESTION_APPROVE, QUESTION_HANDLE};

/// Rows of the agencies whose questions this actor may handle or approve, as an SQL condition on the agency's path.
pub fn visible_to(actor: &Actor, values: &mut Values) -> String {
    let handle = RowScope::of(actor, QUESTION_HANDLE).condition("o.path", values);
    let approve = RowScope::of(actor, QUESTION_APPROVE).condition("o.path", values);
    format!("({handle} OR {approve})")
}

const WHOLE: &str = "SELECT q.id, q.code, q.short, q.kind, q.site_id, q.agency_id, o.path AS agency_path, \
     o.valid_to AS agency_until, q.lang, q.title, q.body, q.class, q.joint, q.status, q.received_at, q.due_at, \
     q.due_limit, q.due_days, q.pass_by, q.extended, q.answer, q.shown_title, q.shown_body, q.shown_name, q.hands, \
     q.approver_id, q.answered_at, q.published_at, q.rating, q.rated_at, q.updated_at, q.version \
     FROM portal_question q JOIN org_agency o ON o.id = q.agency_id";

#[derive(FromQueryResult)]
struct QuestionRow {
    id: Uuid,
    code: String,
    short: String,
    kind: String,
    site_id: Uuid,
    agency_id: Uuid,
    agency_path: String,
    agency_until: Option<String>,
    lang: String,
    title: String,
    body: String,
    class: Option<String>,
    joint: bool,
    status: String,
    received_at: i64,
    due_at: i64,
    due_limit: String,
    due_days: i64,
    pass_by: i64,
    extended: bool,
    answer: String,
    shown_title: String,
    shown_body: String,
    shown_name: String,
    hands: String,
    approver_id: Option<Uuid>,
    answered_at: Option<i64>,
    published_at: Option<i64>,
    rating: Option<String>,
    rated_at: Option<i64>,
    updated_at: i64,
    version: i64,
}

impl TryFrom<QuestionRow> for Question {
    type Error = Error;
    fn try_from(row: QuestionRow) -> Result<Self> {
        let broken = |what: &str| Error::internal(format!("question {} has no readable {what}", row.id));
        Ok(Self {
            id: Id::from_uuid(row.id),
            kind: Kind::parse(&row.kind).ok_or_else(|| broken("kind"))?,
            status: Status::parse(&row.status).ok_or_else(|| broken("status"))?,
            due: Due {
                at: Timestamp(row.due_at),
                limit: Name::parse(&row.due_limit).ok_or_else(|| broken("limit"))?,
                days: row.due_days,
            },
            hands: serde_json::from_str(&row.hands)?,
            class: row.class.as_deref().and_then(Class::parse),
            rating: row.rating.as_deref().and_then(Rating::parse),
            code: row.code,
            short: row.short,
            site: Id::from_uuid(row.site_id),
            agency: row.agency_id,
            agency_path: row.agency_path,
            agency_until: row.agency_until.as_deref().and_then(|day| LocalDate::parse(day).ok()),
            lang: row.lang,
            title: row.title,
            body: row.body,
            joint: row.joint,
            received_at: Timestamp(row.received_at),
            pass_by: Timestamp(row.pass_by),
            extended: row.extended,
            answer: Answer {
                text: row.answer,
                title: row.shown_title,
                body: row.shown_body,
                name: row.shown_name,
            },
            approver: row.approver_id,
            answered_at: row.answered_at.map(Timestamp),
            published_at: row.published_at.map(Timestamp),
            rated_at: row.rated_at.map(Timestamp),
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        })
    }
}

/// A question this actor may handle or approve.
pub async fn find<C: Queries>(db: &C, actor: &Actor, id: Id<Question>) -> Result<Option<Question>> {
    let mut values: Values = vec![id.uuid().into()];
    let visible = visible_to(actor, &mut values);
    let row = db.one::<QuestionRow>(&format!("{WHOLE} WHERE q.id = $1 AND {visible}"), values).await?;
    row.map(Question::try_from).transpose()
}

/// A question as its own sender reaches it, who has shown that it is theirs.
pub async fn of_sender<C: Queries>(db: &C, id: Id<Question>) -> Result<Option<Question>> {
    let row = db.one::<QuestionRow>(&format!("{WHOLE} WHERE q.id = $1"), vec![id.uuid().into()]).await?;
    row.map(Question::try_from).transpose()
}

/// Who sent a question.
pub async fn sender<C: Queries>(db: &C, id: Id<Question>) -> Result<Sender> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        address: String,
        phone: String,
        email: String,
    }
    let sql = "SELECT name, address, phone, email FROM portal_question_sender WHERE question_id = $1";
    let row: Option<Row> = db.one(sql, vec![id.uuid().into()]).await?;
    Ok(row.map_or_else(Sender::default, |r| Sender {
        name: r.name,
        address: r.address,
        phone: r.phone,
        email: r.email,
    }))
}

/// Which question has this code and was sent by somebody with this telephone or mail address.
pub async fn by_code<C: Queries>(
    db: &C,
    code: &str,
    phone: &str,
    email: &str,
) -> Result<Option<Id<Question>>> {
    let sql = "SELECT q.id FROM portal_question q JOIN portal_question_sender p ON p.question_id = q.id \
               WHERE q.code = $1 AND ((p.phone = $2 AND p.phone <> '') OR (lower(p.email) = $3 AND p.email <> ''))";
    let values = vec![code.into(), phone.into(), email.to_lowercase().into()];
    let found: Option<Uuid> = db.scalar(sql, values).await?;
    Ok(found.map(Id::from_uuid))
}

/// Writes a new question and, apart from it, who sent it.
pub async fn insert<C: Queries>(db: &C, q: &Question, sender: &Sender, origin: Option<&str>) -> Result<()> {
    let at = |at: Option<Timestamp>| -> Value { at.map(|at| at.0).into() };
    let values: Values = vec![
        q.id.uuid().into(),
        q.code.clone().into(),
        q.short.clone().into(),
        q.kind.code().into(),
        q.site.uuid().into(),
        q.agency.into(),
        q.lang.clone().into(),
        q.title.clone().into(),
        base::text::fold(&q.title).into(),
        q.body.clone().into(),
        q.class.map(Class::code).map(str::to_owned).into(),
        q.joint.into(),
        q.status.code().into(),
        q.received_at.0.into(),
        q.due.at.0.into(),
        q.due.limit.code().into(),
        q.due.days.into(),
        q.pass_by.0.into(),
        q.extended.into(),
        q.answer.text.clone().into(),
        q.answer.title.clone().into(),
        q.answer.body.clone().into(),
        q.answer.name.clone().into(),
        slug(&q.answer).into(),
        serde_json::to_string(&q.hands)?.into(),
        q.approver.into(),
        at(q.answered_at),
        at(q.published_at),
        q.rating.map(Rating::code).map(str::to_owned).into(),
        at(q.rated_at),
        origin.map(str::to_owned).into(),
        q.updated_at.0.into(),
        q.version.into(),
    ];
    let sql = format!(
        "INSERT INTO portal_question (id, code, short, kind, site_id, agency_id, lang, title, folded, body, class, \
         joint, status, received_at, due_at, due_limit, due_days, pass_by, extended, answer, shown_title, shown_body, \
         shown_name, slug, hands, approver_id, answered_at, published_at, rating, rated_at, origin, updated_at, version) \
         VALUES {}",
        placeholders(1, 33)
    );
    db.run(&sql, values).await?;
    let sql = format!(
        "INSERT INTO portal_question_sender (question_id, name, address, phone, email) VALUES {}",
        placeholders(1, 5)
    );
    let values: Values = vec![
        q.id.uuid().into(),
        sender.name.clone().into(),
        sender.address.clone().into(),
        sender.phone.clone().into(),
        sender.email.clone().into(),
    ];
    db.run(&sql, values).await?;
    Ok(())
}

fn slug(answer: &Answer) -> String {
    let slug = base::text::title_slug(&answer.title, 80);
    if slug.is_empty() { "hoi-dap".to_owned() } else { slug }
}

/// Writes what of a question changes, provided nobody else did so since it was read.
pub async fn save<C: Queries>(db: &C, q: &mut Question) -> Result<()> {
    let at = |at: Option<Timestamp>| -> Value { at.map(|at| at.0).into() };
    let values: Values = vec![
        q.id.uuid().into(),
        q.version.into(),
        q.site.uuid().into(),
        q.agency.into(),
        q.class.map(Class::code).map(str::to_owned).into(),
        q.joint.into(),
        q.status.code().into(),
        q.due.at.0.into(),
        q.due.limit.code().into(),
        q.due.days.into(),
        q.extended.into(),
        q.answer.text.clone().into(),
        q.answer.title.clone().into(),
        q.answer.body.clone().into(),
        q.answer.name.clone().into(),
        slug(&q.answer).into(),
        serde_json::to_string(&q.hands)?.into(),
        q.approver.into(),
        at(q.answered_at),
        at(q.published_at),
        q.rating.map(Rating::code).map(str::to_owned).into(),
        at(q.rated_at),
        q.updated_at.0.into(),
    ];
    let sql = "UPDATE portal_question SET site_id = $3, agency_id = $4, class = $5, joint = $6, status = $7, \
         due_at = $8, due_limit = $9, due_days = $10, extended = $11, answer = $12, shown_title = $13, \
         shown_body = $14, shown_name = $15, slug = $16, hands = $17, approver_id = $18, answered_at = $19, \
         published_at = $20, rating = $21, rated_at = $22, updated_at = $23, version = version + 1 \
         WHERE id = $1 AND version = $2";
    if db.run(sql, values).await? == 0 {
        return Err(Error::stale());
    }
    q.version += 1;
    Ok(())
}

/// Writes over what a question was sent as, and forgets who sent it.
pub async fn forget<C: Queries>(db: &C, q: &Question) -> Result<()> {
    let sql = "UPDATE portal_question SET title = $2, folded = $3, body = $4 WHERE id = $1";
    let values: Values = vec![
        q.id.uuid().into(),
        q.title.clone().into(),
        base::text::fold(&q.title).into(),
        q.body.clone().into(),
    ];
    db.run(sql, values).await?;
    let sql = "UPDATE portal_question_sender SET name = '', address = '', phone = '', email = '' \
               WHERE question_id = $1";
    db.run(sql, vec![q.id.uuid().into()]).await?;
    Ok(())
}

/// Keeps why something was done; the journal names the row, never the words.
pub async fn add_reason<C: Queries>(
    db: &C,
    id: Uuid,
    q: &Question,
    at: Timestamp,
    reason: &str,
) -> Result<()> {
    let sql = "INSERT INTO portal_question_reason (id, question_id, at, reason) VALUES ($1, $2, $3, $4)";
    db.run(sql, vec![id.into(), q.id.uuid().into(), at.0.into(), reason.into()]).await?;
    Ok(())
}

/// Which of these have been imported before, by their origin.
pub async fn known_origins<C: Queries>(db: &C) -> Result<Vec<String>> {
    db.column("SELECT origin FROM portal_question WHERE origin IS NOT NULL", vec![]).await
}
