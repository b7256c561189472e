use std::{fmt::Write as _, num::NonZero, sync::Arc, thread};

use base::{LocalDateTime, Timestamp};
use bytes::Bytes;
use kernel::{Error, Result};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use typst::{
    World as _, WorldExt as _, comemo,
    diag::{SourceDiagnostic, Warned},
    foundations::{Datetime, Smart},
};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{
    About, Template, plain,
    sheet::{Sheet, Shop},
};

/// How many printouts a part of the work is remembered for, after it was last of use. Longer makes nothing quicker, and what
/// is remembered are people's data.
const REMEMBERED: usize = 2;
/// Clocks in Viet Nam, in minutes.
const VIETNAM: i32 = 7 * 60;

/// Prints, one printout on each processor at a time.
pub(crate) struct Printer {
    shop: Arc<Shop>,
    turns: Arc<Semaphore>,
}

impl Printer {
    pub(crate) fn new() -> Result<Self> {
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        Ok(Self { shop: Arc::new(Shop::new()?), turns: Arc::new(Semaphore::new(processors)) })
    }

    pub(crate) async fn print(
        &self,
        template: &'static Template,
        about: About,
        data: Value,
    ) -> Result<Bytes> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Error::internal)?;
        let shop = Arc::clone(&self.shop);
        let work = move || {
            let _turn = turn;
            let printed = print(shop, template, &about, data);
            comemo::evict(REMEMBERED);
            printed
        };
        // What it says when it panics may hold data.
        let failed = |_| Error::internal(format!("{}: the printer panicked", template.name));
        tokio::task::spawn_blocking(work).await.map_err(failed)?
    }
}

fn print(shop: Arc<Shop>, template: &Template, about: &About, data: Value) -> Result<Bytes> {
    if about.title.trim().is_empty() {
        return Err(Error::internal(format!("{}: a printout without a title", template.name)));
    }
    let known = |c| shop.has(c);
    let data = plain::data(data, known)?.to_string();
    let said = json!({ "title": about.title, "author": about.author, "lang": about.lang.code() });
    let said = plain::data(said, known)?.to_string();
    let options = PdfOptions {
        // Two printouts that are the same in all of this are the same one.
        ident: Smart::Custom(format!("{}\n{}\n{said}\n{data}", template.name, about.at.0)),
        creator: Smart::Custom(Some(concat!("songcau ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: Some(made(about.at)?),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|error| Error::internal(error.message().to_string()))?,
        ..PdfOptions::default()
    };
    let sheet = Sheet::new(shop, template, said, data)?;
    let Warned { output, warnings } = typst::compile(&sheet);
    for warning in &warnings {
        tracing::warn!(template = template.name, "{}", place(&sheet, warning));
    }
    let printed = output.and_then(|document| typst_pdf::pdf(&document, &options));
    printed.map(Bytes::from).map_err(|faults| Error::internal(told(&sheet, template, &faults)))
}

fn made(at: Timestamp) -> Result<typst_pdf::Timestamp> {
    let local: LocalDateTime = at.local();
    let (date, time) = (local.0.date(), local.0.time());
    Datetime::from_ymd_hms(
        date.year(),
        date.month().into(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
    )
    .and_then(|made| typst_pdf::Timestamp::new_local(made, VIETNAM))
    .ok_or_else(|| Error::internal("a printout of no day"))
}

/// The faults with their places. They are logged, so of what is said only as much as cannot hold data.
fn told(sheet: &Sheet, template: &Template, faults: &[SourceDiagnostic]) -> String {
    let mut told = template.name.to_owned();
    for fault in faults.iter().take(5) {
        let _ = write!(told, "; {}", place(sheet, fault));
    }
    told
}

fn place(sheet: &Sheet, fault: &SourceDiagnostic) -> String {
    let said = fault.message.split(['"', '`', ':', '(']).next().unwrap_or_default().trim();
    // What went wrong in the style was asked for by the template.
    let spans = fault.trace.iter().map(|point| point.span.into());
    let places = std::iter::once(fault.span).chain(spans).filter_map(|span| {
        let source = sheet.source(span.id()?).ok()?;
        let line = source.lines().byte_to_line(sheet.range(span)?.start)?;
        Some(format!("{}:{}", source.id().vpath().get_without_slash(), line + 1))
    });
    let places: Vec<String> = places.collect();
    if places.is_empty() { said.to_owned() } else { format!("{said} ({})", places.join(" < ")) }
}
