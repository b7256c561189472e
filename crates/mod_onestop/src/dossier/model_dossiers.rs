//! The model province's dossiers: invented people, real procedures, a year of them over all communes, with the numbers, terms
//! and ways real ones would have.

use std::collections::HashMap;

use base::{LocalDate, Timestamp};
use kernel::{Act, Ctx, Error, Event, Result, db::Queries as _, new_id};
use sea_orm::prelude::Uuid;
use serde::Serialize;
use svc_catalogue::{procedure::Channel, service::Service};
use svc_forms::answers::Answers;
use svc_org::{Agency, Kind};
use svc_workflow::calendar::{Calendar, Cutoff, WorkingHours, due};
use time::Time;

use super::{
    code::DossierCode,
    model::{Applicant, Dossier, Status},
    store::{self, Step},
};
use crate::{
    draft::{Deliver, Wishes},
    place,
};

/// Names as they are common in the province, and people of no such name in particular.
const SEEDS: &str = include_str!("../../seeds/people.toml");
/// Dossiers written in one act.
const BATCH: usize = 500;
/// How many the citizen to sign in as has.
const THEIRS: usize = 6;
/// Days of which there are dossiers.
const DAYS: i64 = 365;

#[derive(Serialize)]
struct Imported {}

impl Event for Imported {
    const NAME: &'static str = "onestop.dossier.imported";
}

#[derive(serde::Deserialize)]
struct Names {
    family: Vec<String>,
    middle: Vec<String>,
    given: Vec<String>,
}

/// Numbers that look drawn and are the same each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        // Numbers of Knuth's MMIX; the high bits are the better ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % most.max(1)
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

/// What all dossiers are made of.
struct Office<'a> {
    calendar: &'a Calendar,
    hours: &'a WorkingHours,
    services: Vec<(Service, String)>,
    names: Names,
    now: Timestamp,
}

/// Writes so many dossiers, if there are none yet; a few of the province's seat are the citizen's, if one is named by account
/// and name. Says how many were written.
///
/// # Errors
/// The database's; that a file in the program is broken.
pub async fn load_model_dossiers(
    ctx: &Ctx,
    how_many: usize,
    citizen: Option<&(Uuid, String)>,
) -> Result<usize> {
    let there: Option<i64> = ctx.read().scalar("SELECT count(*) FROM onestop_dossier", vec![]).await?;
    if there != Some(0) {
        return Ok(0);
    }
    let names: Names = toml::from_str(SEEDS).map_err(|error| Error::internal(error.to_string()))?;
    let mut services = Vec::new();
    for service in
        svc_catalogue::service::model_services().map_err(|error| Error::internal(error.to_string()))?
    {
        let procedure = svc_catalogue::procedure::find(ctx, &service.code).await?;
        let level = procedure.map(|procedure| procedure.facts.level);
        if level == Some(svc_catalogue::procedure::Level::Commune)
            && let Some(name) = svc_catalogue::procedure::name(ctx, &service.code).await?
        {
            services.push((service, name));
        }
    }
    let calendar = svc_workflow::calendar_of(ctx.app())?;
    let hours = svc_workflow::province_hours(ctx.app(), ctx.today())?;
    let office = Office { calendar: &calendar, hours: &hours, services, names, now: ctx.now() };
    let tree = svc_org::tree(ctx.app())?;
    let communes: Vec<&std::sync::Arc<Agency>> =
        tree.at(ctx.today()).into_iter().filter(|agency| agency.kind == Kind::Commune).collect();
    let seat = communes.iter().position(|commune| commune.slug == "phandinhphung").unwrap_or_default();
    let mut draw = Draw(19);
    let mut arrivals: Vec<(Timestamp, usize)> = (0..how_many)
        .filter_map(|n| {
            let commune = if n.is_multiple_of(40) { seat } else { draw.below(communes.len()) };
            Some((office.arrival(&mut draw, n)?, commune))
        })
        .collect();
    arrivals.sort_unstable();
    let mut orders: HashMap<(usize, LocalDate), i64> = HashMap::new();
    let mut given = 0;
    for (turn, batch) in arrivals.chunks(BATCH).enumerate() {
        let is_last = (turn + 1) * BATCH >= arrivals.len();
        let mut act = ctx.own_act().await?;
        let mut written = Vec::with_capacity(batch.len());
        for (at, commune) in batch {
            let order = orders.entry((*commune, at.local_date())).or_default();
            *order += 1;
            let agency = communes[*commune];
            let code = place::code(&tree, agency, at.local_date());
            let mut made = office.make(&mut draw, agency, &code, *at, *order)?;
            // The citizen to sign in as has some of the latest, under their own name.
            if let Some((citizen, name)) = citizen.filter(|_| *commune == seat && given < THEIRS)
                && office.now.0 - at.0 < 60 * 86_400_000
                && draw.below(12) == 0
            {
                made.0.account = Some(*citizen);
                made.0.answers.fields.insert("ho_ten".to_owned(), name.as_str().into());
                made.1.name.clone_from(name);
                given += 1;
            }
            written.push(made);
        }
        write(&mut act, &written).await?;
        if is_last {
            let last =
                orders.iter().map(|((commune, day), order)| (communes[*commune].id.uuid(), *day, *order));
            store::set_numbers(&act, &last.collect::<Vec<_>>()).await?;
        }
        act.commit().await?;
    }
    Ok(arrivals.len())
}

async fn write(act: &mut Act, made: &[(Dossier, Applicant, Vec<Step>)]) -> Result<()> {
    store::insert_rows(act, made).await?;
    let happened: Vec<(&Dossier, Imported)> =
        made.iter().map(|(dossier, ..)| (dossier, Imported {})).collect();
    act.record_each(&happened).await
}

impl Office<'_> {
    /// When the `n`-th came: in working hours of a working day of the last year; the last few today.
    fn arrival(&self, draw: &mut Draw, n: usize) -> Option<Timestamp> {
        let back = if n.is_multiple_of(97) { 0 } else { i64::try_from(draw.below(DAYS as usize)).ok()? };
        let mut day = self.now.local_date().plus_days(-back);
        while !self.calendar.is_working_day(day) {
            day = day.plus_days(-1);
        }
        let minutes = 7 * 60 + 30 + draw.below(9 * 60);
        let time = Time::from_hms((minutes / 60) as u8, (minutes % 60) as u8, draw.below(60) as u8).ok()?;
        let at = Timestamp::from_local(day.at(time));
        // Nothing is from the future.
        Some(if at > self.now { Timestamp(self.now.0 - 1_000 * (60 + draw.below(7_000) as i64)) } else { at })
    }

    fn make(
        &self,
        draw: &mut Draw,
        agency: &Agency,
        code: &str,
        at: Timestamp,
        order: i64,
    ) -> Result<(Dossier, Applicant, Vec<Step>)> {
        let none = || Error::internal("there is nothing to make dossiers of");
        // The first ones of the list are what most people come for.
        let turn = draw.below(self.services.len()).min(draw.below(self.services.len()));
        let (service, name) = self.services.get(turn).ok_or_else(none)?;
        let case = draw.of(&service.cases).map(|case| case.key.clone());
        let channel = *draw.of(&service.channels).ok_or_else(none)?;
        let applicant = self.applicant(draw, agency);
        let mut answers = Answers::default();
        for (key, value) in [
            ("ho_ten", &applicant.name),
            ("so_dinh_danh", &applicant.citizen_no),
            ("dien_thoai", &applicant.phone),
            ("noi_cu_tru", &applicant.address),
        ] {
            answers.fields.insert(key.to_owned(), value.clone().into());
        }
        let quantities = svc_catalogue::service::quantities(service)
            .into_iter()
            .map(|of| (of.to_owned(), 1 + draw.below(3) as u32));
        let wishes = Wishes {
            quantities: quantities.collect(),
            deliver: draw.of(&Deliver::OFFERED).copied(),
            ..Wishes::default()
        };
        let bill = service.bill(&wishes.asked(case.as_deref(), channel)).unwrap_or_default();
        let mut dossier = Dossier {
            id: new_id(),
            code: DossierCode::new(code, at.local_date(), order),
            agency: agency.id.uuid(),
            agency_path: agency.path.clone(),
            procedure: service.code.clone(),
            procedure_name: name.clone(),
            case,
            channel,
            form: (service.form.clone().unwrap_or_default(), 1),
            answers,
            wishes,
            bill,
            lang: "vi".to_owned(),
            status: Status::New,
            account: None,
            submitted_at: at,
            accepted_at: None,
            clock: None,
            finished_at: None,
            returned_at: None,
            holder: None,
            supplemented: false,
            note: String::new(),
            updated_at: at,
            version: 1,
        };
        let mut steps = vec![Step::of(&dossier, at)];
        self.live(draw, service, &mut dossier, &mut steps)?;
        Ok((dossier, applicant, steps))
    }

    /// Lets it go its way until now: accepted within minutes at the desk, within hours online, done in time but for a few.
    fn live(&self, draw: &mut Draw, service: &Service, d: &mut Dossier, steps: &mut Vec<Step>) -> Result<()> {
        let wait = if d.channel == Channel::Online { 20 + draw.below(200) } else { 2 + draw.below(10) };
        let accepted = d.submitted_at.plus_seconds(60 * wait as i64);
        if accepted > self.now {
            return Ok(());
        }
        let kind = draw.below(100);
        if kind < 3 {
            d.refuse(ui::t(ui::Lang::Vi, "onestop.model.refused"), accepted)?;
            steps.push(Step::of(d, accepted));
            return Ok(());
        }
        let Some(rule) = service.term(d.case.as_deref(), d.channel) else { return Ok(()) };
        let Ok(due) = due(self.calendar, self.hours, accepted.local(), &rule.term, Cutoff::default()) else {
            return Ok(());
        };
        let end = Timestamp::from_local(due.at);
        d.accept(&due, None, accepted)?;
        steps.push(Step::of(d, accepted));
        let begun = accepted.plus_seconds(60 * (10 + draw.below(40) as i64));
        if begun > self.now {
            return Ok(());
        }
        d.take(None, begun)?;
        steps.push(Step::of(d, begun));
        if kind < 5 && begun.0 > self.now.0 - 20 * 86_400_000 {
            d.request_supplement(ui::t(ui::Lang::Vi, "onestop.model.supplement"), begun)?;
            steps.push(Step::of(d, begun));
            return Ok(());
        }
        // Most are ready well before their time; one in thirty is not.
        let share = if kind >= 97 { 105 + draw.below(40) } else { 30 + draw.below(65) };
        let finished = Timestamp(begun.0 + ((end.0 - begun.0).max(600_000) / 100) * share as i64);
        let finished = self.at_work(finished).max(begun.plus_seconds(600));
        if finished > self.now {
            return Ok(());
        }
        d.finish(&service.result, finished)?;
        steps.push(Step::of(d, finished));
        let returned = self.at_work(finished.plus_seconds(3_600 * (24 + draw.below(70) as i64)));
        let returned = returned.max(finished.plus_seconds(600));
        if returned < self.now {
            d.hand_over(returned)?;
            steps.push(Step::of(d, returned));
        }
        Ok(())
    }

    /// The nearest moment before at which somebody is at work.
    fn at_work(&self, at: Timestamp) -> Timestamp {
        let local = at.local();
        let (mut day, hour) = (local.date(), local.time().hour());
        let minute = local.time().minute();
        while !self.calendar.is_working_day(day) {
            day = day.plus_days(-1);
        }
        let hour = if (8..16).contains(&hour) { hour } else { 15 };
        Time::from_hms(hour, minute, 0).map_or(at, |time| Timestamp::from_local(day.at(time)))
    }

    fn applicant(&self, draw: &mut Draw, agency: &Agency) -> Applicant {
        let mut word = |all: &[String]| draw.of(all).cloned().unwrap_or_default();
        let Names { family, middle, given } = &self.names;
        let name = format!("{} {} {}", word(family), word(middle), word(given));
        let (sex, year, serial) = (draw.below(2), 60 + draw.below(40), draw.below(1_000_000));
        Applicant {
            citizen_no: format!("019{sex}{year:02}{serial:06}"),
            phone: format!("+849{:08}", draw.below(100_000_000)),
            email: String::new(),
            address: agency.full_name.clone(),
            name,
        }
    }
}
