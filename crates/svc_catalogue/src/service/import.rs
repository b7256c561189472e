//! Taking in files of services.

use kernel::{Act, Ctx, Error, Event, Result, Subject, new_id};
use serde::Serialize;
use ui::{Message, Rejected};
use uuid::Uuid;

use super::{
    model::{Fault, Service, model_services, read},
    store::{self, Kept},
};
use crate::{policy::PROCEDURE_EDIT, procedure::ImportReport};

#[derive(Serialize)]
struct Imported {
    added: usize,
    changed: usize,
    rejected: usize,
}

impl Event for Imported {
    const NAME: &'static str = "catalogue.service.imported";
}

/// One import, as the journal names it.
struct Batch(Uuid);

impl Subject for Batch {
    const KIND: &'static str = "service";
    fn subject_id(&self) -> Uuid {
        self.0
    }
}

/// Takes in a file of services (TOML, as `seeds/services.toml`). Good ones go in, all in one act; bad ones come out with the
/// reason. One that begins while another without end still holds ends that one on the day before.
///
/// # Errors
/// [`Error::Forbidden`] without [`PROCEDURE_EDIT`]; the database's. What is wrong in the file is no error.
pub async fn import_services(ctx: &Ctx, bytes: &[u8]) -> Result<ImportReport> {
    let (act, report) = taken_in(ctx, bytes).await?;
    if report.added + report.changed > 0 {
        act.commit().await?;
    }
    Ok(report)
}

/// What [`import_services`] would do with the file; nothing is changed.
///
/// # Errors
/// Those of [`import_services`].
pub async fn try_services(ctx: &Ctx, bytes: &[u8]) -> Result<ImportReport> {
    Ok(taken_in(ctx, bytes).await?.1)
}

/// Loads the model province's services. Loading them again changes nothing.
///
/// # Errors
/// [`Error::Forbidden`] without [`PROCEDURE_EDIT`]; the database's.
pub async fn load_model_services(ctx: &Ctx) -> Result<ImportReport> {
    let services =
        model_services().map_err(|error| Error::internal(format!("the model services: {error}")))?;
    let mut act = ctx.act(PROCEDURE_EDIT).await?;
    let report = write(&mut act, services).await?;
    if report.added + report.changed > 0 {
        act.commit().await?;
    }
    Ok(report)
}

async fn taken_in(ctx: &Ctx, bytes: &[u8]) -> Result<(Act, ImportReport)> {
    // Read before the act begins: nobody else can write while it lasts.
    let services = services_of(bytes);
    let mut act = ctx.act(PROCEDURE_EDIT).await?;
    let report = match services {
        Ok(services) => write(&mut act, services).await?,
        Err(reason) => ImportReport {
            rejected: vec![Rejected { line: 1, reason, text: String::new() }],
            ..ImportReport::default()
        },
    };
    Ok((act, report))
}

fn services_of(bytes: &[u8]) -> std::result::Result<Vec<Service>, Message> {
    let text = std::str::from_utf8(bytes).map_err(|_| Message::new("catalogue.procedure.import.encoding"))?;
    read(text.trim_start_matches('\u{feff}'))
        .map_err(|error| Message::new("catalogue.service.import.broken").with("error", error.message()))
}

async fn write(act: &mut Act, services: Vec<Service>) -> Result<ImportReport> {
    let mut codes: Vec<&str> = services.iter().map(|service| service.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut kept = store::of(act, &codes).await?;
    let mut report = ImportReport::default();
    for (line, service) in (1..).zip(services) {
        let text = service.code.clone();
        if let Some(fault) = service.faults().first() {
            report.rejected.push(Rejected { line, reason: fault.message(), text });
            continue;
        }
        match place(&kept, service) {
            Err(reason) => report.rejected.push(Rejected { line, reason, text }),
            Ok(Placed::Known) => report.unchanged += 1,
            Ok(Placed::New(changed)) => {
                for changed in changed {
                    store::save(act, &changed).await?;
                    let known = kept.iter_mut().find(|kept| kept.id == changed.id);
                    let is_new = known.is_none();
                    match known {
                        Some(known) => *known = changed,
                        None => kept.push(changed),
                    }
                    if is_new { report.added += 1 } else { report.changed += 1 }
                }
            }
        }
    }
    if report.added + report.changed > 0 {
        act.touch(crate::procedure::CATALOGUE);
        let (added, changed, rejected) = (report.added, report.changed, report.rejected.len());
        act.record(&Batch(new_id::<()>().uuid()), &Imported { added, changed, rejected }).await?;
    }
    Ok(report)
}

/// Where a service goes.
enum Placed {
    /// It is there as it is.
    Known,
    /// What is written: itself, and what it ends.
    New(Vec<Kept>),
}

/// Finds the place of a service among those that are kept of its procedure: their days never overlap.
fn place(kept: &[Kept], mut service: Service) -> std::result::Result<Placed, Message> {
    let others = kept.iter().filter(|other| other.service.code == service.code);
    let (same, mut others): (Vec<&Kept>, Vec<&Kept>) =
        others.partition(|other| other.service.valid_from == service.valid_from);
    others.sort_by_key(|other| other.service.valid_from);
    let mut written = Vec::new();
    for other in others {
        let comes_after = other.service.valid_from < service.valid_from;
        let (ends, begins) = match comes_after {
            true => (other.service.valid_to, service.valid_from),
            false => (service.valid_to, other.service.valid_from),
        };
        // Of two, the later one has a first day.
        let Some(begins) = begins.filter(|begins| ends.is_none_or(|ends| ends < *begins)) else {
            return Err(Message::new("catalogue.service.import.overlap").with("code", &service.code));
        };
        let last = Some(begins.plus_days(-1));
        match ends {
            Some(_) => {}
            None if comes_after => {
                let ended = Service { valid_to: last, ..other.service.clone() };
                written.push(Kept { id: other.id, service: ended, version: other.version + 1 });
            }
            None => service.valid_to = last,
        }
    }
    match same.first() {
        Some(same) if same.service == service => return Ok(Placed::Known),
        Some(same) => written.push(Kept { id: same.id, service, version: same.version + 1 }),
        None => written.push(Kept { id: new_id(), service, version: 1 }),
    }
    Ok(Placed::New(written))
}

impl Fault {
    /// What is wrong, for whoever wrote it.
    pub fn message(&self) -> Message {
        let about = |key: &'static str, what: &str| Message::new(key).with("what", what);
        match self {
            Self::Code => Message::new("catalogue.service.fault.code"),
            Self::Days => Message::new("catalogue.service.fault.days"),
            Self::Channels => Message::new("catalogue.service.fault.channels"),
            Self::Key(key) => about("catalogue.service.fault.key", key),
            Self::Case(case) => about("catalogue.service.fault.case", case),
            Self::NoTerm(case, channel) => {
                about("catalogue.service.fault.no_term", case).with("channel", channel.key())
            }
            Self::Exemption(key) => about("catalogue.service.fault.exemption", key),
            Self::Tiers(fee) => about("catalogue.service.fault.tiers", fee),
            Self::Amount(fee) => about("catalogue.service.fault.amount", fee),
        }
    }
}
