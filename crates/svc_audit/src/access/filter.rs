use base::LocalDate;
use kernel::{Ctx, Entry, Result};
use serde::Deserialize;
use ui::FormState;
use uuid::Uuid;

use crate::{
    people::Meant,
    reach::Reach,
    record::filter::{address, days, who},
};

/// What was typed. Names are those of the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(super) struct Asked {
    pub nguoi: String,
    pub muc: String,
    pub duong_dan: String,
    pub loai: String,
    pub doi_tuong: String,
    pub tu: String,
    pub den: String,
    pub truoc: String,
}

/// What is looked for in the access log.
#[derive(Clone, Debug)]
pub(super) struct Search {
    pub reach: Reach,
    pub accounts: Option<Vec<Uuid>>,
    pub system: Option<String>,
    pub entry: Option<Entry>,
    /// What the path begins with.
    pub path: String,
    pub kind: String,
    pub thing: Option<Uuid>,
    pub from: Option<LocalDate>,
    pub until: Option<LocalDate>,
}

impl Asked {
    fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("nguoi", &self.nguoi),
            ("muc", &self.muc),
            ("duong-dan", &self.duong_dan),
            ("loai", &self.loai),
            ("doi-tuong", &self.doi_tuong),
            ("tu", &self.tu),
            ("den", &self.den),
        ]
    }

    pub(super) fn form(&self) -> FormState {
        self.pairs().into_iter().fold(FormState::default(), |form, (name, value)| form.with(name, value))
    }

    pub(super) fn href(&self, path: &str, below: Option<&str>) -> String {
        address(path, &self.pairs(), below)
    }

    pub(super) async fn read(&self, ctx: &Ctx, form: &mut FormState) -> Result<Search> {
        let (from, until) = days(form, &self.tu, &self.den);
        let mut search = Search {
            reach: Reach::of(ctx)?,
            accounts: None,
            system: None,
            entry: Entry::parse(&self.muc),
            path: self.duong_dan.trim().chars().take(200).collect(),
            kind: self.loai.trim().to_owned(),
            thing: None,
            from,
            until,
        };
        match who(ctx, form, &self.nguoi).await? {
            Some(Meant::Accounts(ids)) => search.accounts = Some(ids),
            Some(Meant::System(name)) => search.system = Some(name),
            _ => {}
        }
        let thing = self.doi_tuong.trim();
        if !thing.is_empty() {
            search.thing = thing.parse().ok();
            if search.thing.is_none() {
                form.reject("doi-tuong", "audit.filter.thing_wrong");
            }
        }
        Ok(search)
    }
}
