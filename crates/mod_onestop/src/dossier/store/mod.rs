//! Every query on dossiers.

pub mod list;

use base::{Actor, Id, LocalDate, Timestamp};
use kernel::{
    Act, Error, Result, RowScope,
    db::{FromQueryResult, Queries, Value, Values, placeholders},
    new_id,
};
use sea_orm::prelude::Uuid;
use svc_catalogue::procedure::Channel;

use super::{
    code::DossierCode,
    model::{Applicant, Dossier, Status},
};
use crate::policy::DOSSIER_READ;

/// Dossiers of the agencies over which this actor may see them, as an SQL condition. By the agencies, so that an index that
/// begins with the agency answers it and nobody's list reads everybody's dossiers.
fn visible_to(actor: &Actor, values: &mut Values) -> String {
    let within = RowScope::of(actor, DOSSIER_READ).condition("v.path", values);
    format!("d.agency_id IN (SELECT v.id FROM org_agency v WHERE {within})")
}

const WHOLE: &str = "SELECT d.id, d.code, d.agency_id, o.path AS agency_path, d.procedure, d.procedure_name, d.situation, \
     d.channel, d.form, d.form_version, d.answers, d.wishes, d.bill, d.lang, d.status, d.account, d.submitted_at, \
     d.accepted_at, d.clock, d.finished_at, d.returned_at, d.holder, d.supplemented, d.note, d.updated_at, d.version \
     FROM onestop_dossier d JOIN org_agency o ON o.id = d.agency_id";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    code: String,
    agency_id: Uuid,
    agency_path: String,
    procedure: String,
    procedure_name: String,
    situation: String,
    channel: String,
    form: String,
    form_version: i64,
    answers: String,
    wishes: String,
    bill: String,
    lang: String,
    status: String,
    account: Option<Uuid>,
    submitted_at: i64,
    accepted_at: Option<i64>,
    clock: Option<String>,
    finished_at: Option<i64>,
    returned_at: Option<i64>,
    holder: Option<Uuid>,
    supplemented: bool,
    note: String,
    updated_at: i64,
    version: i64,
}

impl TryFrom<Row> for Dossier {
    type Error = Error;
    fn try_from(row: Row) -> Result<Self> {
        let broken = |what: &str| Error::internal(format!("dossier {} has no readable {what}", row.id));
        Ok(Self {
            id: Id::from_uuid(row.id),
            code: DossierCode::parse(&row.code).ok_or_else(|| broken("code"))?,
            channel: Channel::parse(&row.channel).ok_or_else(|| broken("channel"))?,
            status: Status::parse(&row.status).ok_or_else(|| broken("status"))?,
            answers: serde_json::from_str(&row.answers)?,
            wishes: serde_json::from_str(&row.wishes)?,
            bill: serde_json::from_str(&row.bill)?,
            clock: row.clock.as_deref().map(serde_json::from_str).transpose()?,
            agency: row.agency_id,
            agency_path: row.agency_path,
            procedure: row.procedure,
            procedure_name: row.procedure_name,
            case: Some(row.situation).filter(|case| !case.is_empty()),
            form: (row.form, row.form_version),
            lang: row.lang,
            account: row.account,
            submitted_at: Timestamp(row.submitted_at),
            accepted_at: row.accepted_at.map(Timestamp),
            finished_at: row.finished_at.map(Timestamp),
            returned_at: row.returned_at.map(Timestamp),
            holder: row.holder,
            supplemented: row.supplemented,
            note: row.note,
            updated_at: Timestamp(row.updated_at),
            version: row.version,
        })
    }
}

async fn one<C: Queries>(db: &C, condition: &str, values: Values) -> Result<Option<Dossier>> {
    db.one::<Row>(&format!("{WHOLE} WHERE {condition}"), values).await?.map(Dossier::try_from).transpose()
}

/// A dossier this actor may see as an officer.
pub async fn find<C: Queries>(db: &C, actor: &Actor, id: Id<Dossier>) -> Result<Option<Dossier>> {
    let mut values: Values = vec![id.uuid().into()];
    let visible = visible_to(actor, &mut values);
    one(db, &format!("d.id = $1 AND {visible}"), values).await
}

/// A dossier this account handed in.
pub async fn own<C: Queries>(db: &C, account: Uuid, id: Id<Dossier>) -> Result<Option<Dossier>> {
    one(db, "d.id = $1 AND d.account = $2", vec![id.uuid().into(), account.into()]).await
}

/// A dossier as somebody reaches it who has shown that it is theirs.
pub async fn of_applicant<C: Queries>(db: &C, id: Id<Dossier>) -> Result<Option<Dossier>> {
    one(db, "d.id = $1", vec![id.uuid().into()]).await
}

/// How many an account handed in since a moment.
pub async fn count_since<C: Queries>(db: &C, account: Uuid, since: Timestamp) -> Result<i64> {
    let sql = "SELECT count(*) FROM onestop_dossier WHERE account = $1 AND submitted_at > $2";
    Ok(db.scalar(sql, vec![account.into(), since.0.into()]).await?.unwrap_or(0))
}

/// Who applies.
pub async fn applicant<C: Queries>(db: &C, id: Id<Dossier>) -> Result<Applicant> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        citizen_no: String,
        phone: String,
        email: String,
        address: String,
    }
    let sql = "SELECT name, citizen_no, phone, email, address FROM onestop_applicant WHERE dossier_id = $1";
    let row: Option<Row> = db.one(sql, vec![id.uuid().into()]).await?;
    Ok(row.map_or_else(Applicant::default, |row| Applicant {
        name: row.name,
        citizen_no: row.citizen_no,
        phone: row.phone,
        email: row.email,
        address: row.address,
    }))
}

/// Which dossier has this code and was handed in by somebody with this telephone, personal number or mail address.
pub async fn by_code<C: Queries>(
    db: &C,
    code: &DossierCode,
    phone: &str,
    citizen_no: &str,
    email: &str,
) -> Result<Option<Id<Dossier>>> {
    let sql = "SELECT d.id FROM onestop_dossier d JOIN onestop_applicant a ON a.dossier_id = d.id WHERE d.code = $1 \
               AND ((a.phone = $2 AND a.phone <> '') OR (a.citizen_no = $3 AND a.citizen_no <> '') \
               OR (lower(a.email) = $4 AND a.email <> ''))";
    let values = vec![code.as_str().into(), phone.into(), citizen_no.into(), email.to_lowercase().into()];
    let found: Option<Uuid> = db.scalar(sql, values).await?;
    Ok(found.map(Id::from_uuid))
}

/// The next number of an agency on a day, from 1. Whoever asks holds it until their act ends: the next one waits, and a
/// number of an act that came to nothing is given again.
pub async fn next_number(act: &Act, agency: Uuid, day: LocalDate) -> Result<i64> {
    let sql = "INSERT INTO onestop_number (agency_id, day, last) VALUES ($1, $2, 1) \
               ON CONFLICT (agency_id, day) DO UPDATE SET last = onestop_number.last + 1 RETURNING last";
    let number: Option<i64> = act.scalar(sql, vec![agency.into(), day.iso().into()]).await?;
    number.ok_or_else(|| Error::internal("no number was given"))
}

/// Writes a new dossier and, apart from it, who applies.
pub async fn insert(act: &Act, d: &Dossier, applicant: &Applicant) -> Result<()> {
    act.run(&INSERT.replace("{}", &placeholders(1, 26)), row(d)?).await?;
    act.run(&INSERT_APPLICANT.replace("{}", &placeholders(1, 7)), applicant_row(d, applicant)).await?;
    add_step(act, d).await
}

/// Writes many dossiers, with who applies and the way each went.
pub async fn insert_rows(act: &Act, made: &[(Dossier, Applicant, Vec<Step>)]) -> Result<()> {
    let rows: Vec<Values> = made.iter().map(|(d, ..)| row(d)).collect::<Result<_>>()?;
    act.run_rows(INSERT, &rows).await?;
    let rows: Vec<Values> = made.iter().map(|(d, applicant, _)| applicant_row(d, applicant)).collect();
    act.run_rows(INSERT_APPLICANT, &rows).await?;
    let rows: Vec<Values> = made.iter().flat_map(|(_, _, steps)| steps).map(Step::row).collect();
    act.run_rows(INSERT_STEP, &rows).await.map(|_| ())
}

const INSERT: &str = "INSERT INTO onestop_dossier (id, code, agency_id, procedure, procedure_name, situation, channel, form, \
     form_version, answers, wishes, bill, lang, status, account, submitted_at, accepted_at, due_at, clock, finished_at, \
     returned_at, holder, supplemented, note, updated_at, version) VALUES {}";

fn row(d: &Dossier) -> Result<Values> {
    let at = |at: Option<Timestamp>| -> Value { at.map(|at| at.0).into() };
    Ok(vec![
        d.id.uuid().into(),
        d.code.as_str().into(),
        d.agency.into(),
        d.procedure.clone().into(),
        d.procedure_name.clone().into(),
        d.case.clone().unwrap_or_default().into(),
        d.channel.key().into(),
        d.form.0.clone().into(),
        d.form.1.into(),
        serde_json::to_string(&d.answers)?.into(),
        serde_json::to_string(&d.wishes)?.into(),
        serde_json::to_string(&d.bill)?.into(),
        d.lang.clone().into(),
        d.status.code().into(),
        d.account.into(),
        d.submitted_at.0.into(),
        at(d.accepted_at),
        at(d.due()),
        d.clock.as_ref().map(serde_json::to_string).transpose()?.into(),
        at(d.finished_at),
        at(d.returned_at),
        d.holder.into(),
        d.supplemented.into(),
        d.note.clone().into(),
        d.updated_at.0.into(),
        d.version.into(),
    ])
}

const INSERT_APPLICANT: &str =
    "INSERT INTO onestop_applicant (dossier_id, name, folded, citizen_no, phone, email, address) VALUES {}";

fn applicant_row(d: &Dossier, applicant: &Applicant) -> Values {
    vec![
        d.id.uuid().into(),
        applicant.name.clone().into(),
        base::text::fold(&applicant.name).into(),
        applicant.citizen_no.clone().into(),
        applicant.phone.clone().into(),
        applicant.email.clone().into(),
        applicant.address.clone().into(),
    ]
}

/// Says which number each agency gave last on each day.
pub async fn set_numbers(act: &Act, last: &[(Uuid, LocalDate, i64)]) -> Result<()> {
    let row = |(agency, day, order): &(Uuid, LocalDate, i64)| -> Values {
        vec![(*agency).into(), day.iso().into(), (*order).into()]
    };
    let rows: Vec<Values> = last.iter().map(row).collect();
    act.run_rows("INSERT INTO onestop_number (agency_id, day, last) VALUES {}", &rows).await.map(|_| ())
}

/// Writes what of a dossier changes, provided nobody else did so since it was read, and the step it took.
///
/// # Errors
/// [`Error::stale`] when somebody else was first.
pub async fn save(act: &Act, d: &mut Dossier) -> Result<()> {
    let at = |at: Option<Timestamp>| -> Value { at.map(|at| at.0).into() };
    let values: Values = vec![
        d.id.uuid().into(),
        d.version.into(),
        d.status.code().into(),
        at(d.accepted_at),
        at(d.due()),
        d.clock.as_ref().map(serde_json::to_string).transpose()?.into(),
        at(d.finished_at),
        at(d.returned_at),
        d.holder.into(),
        d.supplemented.into(),
        d.note.clone().into(),
        d.updated_at.0.into(),
    ];
    let sql = "UPDATE onestop_dossier SET status = $3, accepted_at = $4, due_at = $5, clock = $6, finished_at = $7, \
               returned_at = $8, holder = $9, supplemented = $10, note = $11, updated_at = $12, version = version + 1 \
               WHERE id = $1 AND version = $2";
    if act.run(sql, values).await? == 0 {
        return Err(Error::stale());
    }
    d.version += 1;
    add_step(act, d).await
}

/// A step that was taken, to be kept.
pub struct Step {
    dossier: Uuid,
    at: Timestamp,
    status: Status,
    account: Option<Uuid>,
    note: String,
}

impl Step {
    /// The step that led a dossier to where it is, by nobody in particular.
    pub fn of(d: &Dossier, at: Timestamp) -> Self {
        Self { dossier: d.id.uuid(), at, status: d.status, account: None, note: d.note.clone() }
    }

    fn row(&self) -> Values {
        vec![
            new_id::<()>().uuid().into(),
            self.dossier.into(),
            self.at.0.into(),
            self.status.code().into(),
            self.account.into(),
            self.note.clone().into(),
        ]
    }
}

const INSERT_STEP: &str = "INSERT INTO onestop_step (id, dossier_id, at, status, account, note) VALUES {}";

async fn add_step(act: &Act, d: &Dossier) -> Result<()> {
    let step = Step { account: act.actor().account_id(), ..Step::of(d, act.now()) };
    act.run(&INSERT_STEP.replace("{}", &placeholders(1, 6)), step.row()).await.map(|_| ())
}

/// A step of the way.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Passed {
    /// When.
    pub at: i64,
    /// The state it led to, as stored.
    pub status: String,
    /// Whose step it was; nobody's where the program took it.
    pub account: Option<Uuid>,
    /// What was said.
    pub note: String,
}

impl Passed {
    /// The state it led to.
    pub fn status(&self) -> Status {
        Status::parse(&self.status).unwrap_or(Status::New)
    }
}

/// The way a dossier went, the first step first.
pub async fn steps<C: Queries>(db: &C, id: Id<Dossier>) -> Result<Vec<Passed>> {
    let sql = "SELECT at, status, account, note FROM onestop_step WHERE dossier_id = $1 ORDER BY at, id";
    db.all(sql, vec![id.uuid().into()]).await
}

/// What dossiers are called, by identifier, with the path of their agency.
pub async fn titles<C: Queries>(db: &C, ids: &[Uuid]) -> Result<Vec<(Uuid, String, String)>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        code: String,
        path: String,
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT d.id, d.code, o.path FROM onestop_dossier d JOIN org_agency o ON o.id = d.agency_id WHERE d.id IN {}",
        placeholders(1, ids.len())
    );
    let rows: Vec<Row> = db.all(&sql, ids.iter().map(|&id| id.into()).collect()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.code, row.path)).collect())
}
