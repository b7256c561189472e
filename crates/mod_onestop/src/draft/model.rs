//! What a draft is, and what it still lacks. Pure: no database, no clock.

use std::collections::{BTreeMap, BTreeSet};

use base::{Id, LocalDate, Timestamp};
use kernel::Subject;
use sea_orm::prelude::Uuid;
use serde::{Deserialize, Serialize};
use svc_catalogue::{
    procedure::Channel,
    service::{Asked, Handing, Paper, Service},
};
use svc_forms::{
    answers::{Answers, Sight, read_page, shown},
    definition::{Definition, Page},
};
use ui::Lang;

use crate::{dossier::Dossier, paper::PaperFile};

/// How the result reaches the applicant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deliver {
    /// Fetched at the counter.
    #[default]
    Counter,
    /// Sent by post.
    Post,
    /// As an electronic document.
    Online,
}

impl Deliver {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Counter, Self::Post, Self::Online];
    /// What is offered: results are not kept as documents yet, so nobody is promised one.
    pub const OFFERED: [Self; 2] = [Self::Counter, Self::Post];

    /// As forms send it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Post => "post",
            Self::Online => "online",
        }
    }

    /// Reads what a form sent.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == text)
    }

    /// Text key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Counter => "onestop.deliver.counter",
            Self::Post => "onestop.deliver.post",
            Self::Online => "onestop.deliver.online",
        }
    }
}

/// What is asked for beside the form: what fees are counted by, and how the result is to come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    /// How many of what is counted.
    #[serde(default)]
    pub quantities: BTreeMap<String, u32>,
    /// Keys of what exempts from fees.
    #[serde(default)]
    pub exemptions: Vec<String>,
    /// Keys of fees for what is wanted besides.
    #[serde(default)]
    pub wanted: Vec<String>,
    /// How the result comes; nothing until it was said.
    #[serde(default)]
    pub deliver: Option<Deliver>,
    /// Where to, by post.
    #[serde(default)]
    pub address: String,
}

impl Wishes {
    /// How the result is to come, in words, with where to.
    pub fn told(&self, page: &ui::Page) -> String {
        let way = self.deliver.map(|way| page.t(way.key()).to_owned()).unwrap_or_default();
        match self.deliver {
            Some(Deliver::Post) => format!("{way}: {}", self.address),
            _ => way,
        }
    }

    /// What the bill is made for.
    pub fn asked<'a>(&'a self, case: Option<&'a str>, channel: Channel) -> Asked<'a> {
        Asked {
            case,
            channel,
            quantities: self.quantities.iter().map(|(of, count)| (of.as_str(), *count)).collect(),
            exemptions: self.exemptions.iter().map(String::as_str).collect(),
            wanted: self.wanted.iter().map(String::as_str).collect(),
        }
    }
}

/// A dossier that is being filled in.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its identifier, and the dossier's.
    pub id: Id<Dossier>,
    /// Whose it is.
    pub account: Uuid,
    /// The code of the procedure.
    pub procedure: String,
    /// The agency that is to receive it.
    pub agency: Uuid,
    /// The key of the case, where there are several.
    pub case: Option<String>,
    /// The form and the version it was begun with.
    pub form: (String, i64),
    /// What was answered.
    pub answers: Answers,
    /// What is asked for beside the form.
    pub wishes: Wishes,
    /// The keys of the pages they went through.
    pub seen: BTreeSet<String>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

impl Subject for Draft {
    const KIND: &'static str = "draft";
    fn subject_id(&self) -> Uuid {
        self.id.uuid()
    }
}

/// A part of the way through a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// A page of the form, by its key.
    Page(String),
    /// The papers.
    Papers,
    /// What is asked for beside the form.
    Wishes,
}

impl Section {
    /// Its address below the draft's.
    pub fn path(&self, id: Id<Dossier>) -> String {
        match self {
            Self::Page(key) => format!("/mot-cua/nhap/{id}/trang/{key}"),
            Self::Papers => format!("/mot-cua/nhap/{id}/giay-to"),
            Self::Wishes => format!("/mot-cua/nhap/{id}/nhan-ket-qua"),
        }
    }
}

/// The papers of a case that are handed in: not those shown at the counter, nor the form, which is filled in here.
pub fn handed_in<'a>(service: &'a Service, case: Option<&'a str>) -> impl Iterator<Item = &'a Paper> {
    service.papers_of(case).filter(|paper| paper.handing == Handing::In)
}

impl Draft {
    /// The parts of the way, in their order.
    pub fn sections(&self, form: &Definition, service: &Service, today: LocalDate) -> Vec<Section> {
        let sight = Sight::new(form, &self.answers, today);
        let mut all: Vec<Section> = sight.pages().map(|page| Section::Page(page.key.clone())).collect();
        if handed_in(service, self.case.as_deref()).next().is_some() {
            all.push(Section::Papers);
        }
        all.push(Section::Wishes);
        all
    }

    /// Whether nothing is missing in a part of the way.
    pub fn is_done(
        &self,
        section: &Section,
        form: &Definition,
        service: &Service,
        papers: &[PaperFile],
        today: LocalDate,
    ) -> bool {
        match section {
            Section::Page(key) => {
                self.seen.contains(key)
                    && form.page(key).is_some_and(|page| self.is_answered(form, page, today))
            }

            Section::Papers => {
                let there = |paper: &Paper| papers.iter().any(|file| file.paper == paper.key);
                handed_in(service, self.case.as_deref()).filter(|paper| paper.is_always_needed()).all(there)
            }
            Section::Wishes => {
                let asked = self.wishes.asked(self.case.as_deref(), Channel::Online);
                self.wishes.deliver.is_some() && service.bill(&asked).is_ok()
            }
        }
    }

    /// Whether a page is answered so that nothing is wrong with it; a page that repeats, often enough and each time.
    pub fn is_answered(&self, form: &Definition, page: &Page, today: LocalDate) -> bool {
        let sight = Sight::new(form, &self.answers, today);
        let sound = |at: usize| {
            let mut typed = shown(page, &self.answers.of(page, at));
            read_page(&sight, page, &mut typed, Lang::Vi).is_some()
        };
        match &page.repeat {
            None => sound(0),
            Some(repeat) => {
                let times = self.answers.times(page);
                let enough = u32::try_from(times).is_ok_and(|n| (repeat.least..=repeat.most).contains(&n));
                enough && (0..times).all(sound)
            }
        }
    }
}
