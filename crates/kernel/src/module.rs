use std::{collections::HashMap, sync::Arc, time::Duration};

use base::{Permission, Timestamp};
use contracts::search::SearchDoc;
use futures_util::future::BoxFuture;
use ui::{Locale, Page};
use uuid::Uuid;

use crate::{
    Access, App, Ctx, NoticeKind, Reorganise, Result, Role, Routes, journal::Consume, personal::PersonalFn,
};

/// Work that runs by itself and answers with a `T`.
pub type Task<'a, T> = BoxFuture<'a, Result<T>>;

/// Turns a host and path into the address the routes know.
pub type RewriteFn = fn(&App, host: &str, path: &str) -> Option<Rewrite>;

/// Says what accounts are called.
pub type NamesFn = fn(App, Vec<Uuid>) -> Task<'static, HashMap<Uuid, String>>;

/// Says where the history of a thing is read, if whoever asks may read any of it.
pub type HistoryFn = fn(Ctx, kind: &'static str, Uuid) -> Task<'static, Option<String>>;

/// Looks after a module's things, thoroughly or not.
pub type DoctorFn = fn(App, bool) -> Task<'static, Vec<Finding>>;

/// Counts what waits for the person signed in, in one statement: asked on every work page.
pub type WaitingFn = fn(Ctx) -> Task<'static, Vec<Waiting>>;

/// Names what waits for the person signed in, no more than `u64` of it, nearest first.
pub type QueueFn = fn(Ctx, u64) -> Task<'static, Vec<Errand>>;

/// A part of the program as `app` plugs it in: everything it brings, declared in one place. All fields but the name
/// have a default, so a module writes only what it has: `Module { routes: Some(routes), ..Module::new("portal") }`.
#[derive(Clone, Copy)]
pub struct Module {
    /// First word of its tables, permissions and text keys.
    pub name: &'static str,
    /// Its texts.
    pub locale: Option<Locale>,
    /// Its part of the schema. Append-only.
    pub migrations: &'static [Migration],
    /// Every permission it checks, for the table of rights.
    pub permissions: &'static [Permission],
    /// The roles it has permissions for.
    pub roles: &'static [Role],
    /// Its routes.
    pub routes: Option<fn() -> Routes>,
    /// Its entries in menus.
    pub menu: &'static [MenuItem],
    /// Work it does after commits or at intervals.
    pub jobs: &'static [JobKind],
    /// What it has people told.
    pub notices: &'static [NoticeKind],
    /// Those of its parts that follow the journal.
    pub consumers: &'static [Consumer],
    /// What it lets people find.
    pub search: &'static [SearchSource],
    /// The kinds of things its records are about.
    pub subjects: &'static [SubjectKind],
    /// Prepares its in-memory state; called once per start, after migration, in the order of modules.
    pub start: Option<fn(&App) -> Task<'_, ()>>,
    /// Turns a host and path into the address its routes know: the portal's many sites.
    pub rewrite: Option<RewriteFn>,
    /// How much waits for the person signed in: counts in the left rail, tiles of the first work screen.
    pub waiting: Option<WaitingFn>,
    /// What waits for them, one by one: the list of the first work screen.
    pub queue: Option<QueueFn>,
    /// Completes the frame of every page: whose site it is, its menu, its foot.
    pub frame: Option<fn(&Ctx, &mut Page)>,
    /// Looks after its own things for `songcau doctor`; thoroughly, if asked, however long that takes. Modules are
    /// not started.
    pub doctor: Option<DoctorFn>,
    /// Says what accounts are called, for histories made of the journal's records, which name them by identifier.
    pub names: Option<NamesFn>,
    /// Where the history of any thing is read, for links from the thing's own screen.
    pub history: Option<HistoryFn>,
    /// What of it goes along when agencies are reorganised.
    pub reorganise: Option<&'static dyn Reorganise>,
    /// What it holds of somebody, for them to take along.
    pub personal: Option<PersonalFn>,
}

impl Module {
    /// A module that brings nothing yet.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            locale: None,
            migrations: &[],
            permissions: &[],
            roles: &[],
            routes: None,
            menu: &[],
            jobs: &[],
            notices: &[],
            consumers: &[],
            search: &[],
            subjects: &[],
            start: None,
            rewrite: None,
            waiting: None,
            queue: None,
            frame: None,
            doctor: None,
            names: None,
            history: None,
            reorganise: None,
            personal: None,
        }
    }
}

/// One step of the schema: portable SQL (types `UUID`, `BYTEA`, `TEXT`, `BIGINT`, `BOOLEAN`, `DOUBLE PRECISION`).
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// `YYYYMMDD_HHMMSS_module_what`: the order in which steps are applied.
    pub name: &'static str,
    /// Statements separated by `;`.
    pub sql: &'static str,
}

/// Where a menu entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuPlace {
    /// The left rail of work screens, under the group with this text key.
    Work(&'static str),
    /// The public main menu.
    Public,
    /// What can be begun from the first work screen; the first of these is its main button.
    Begin,
}

/// An entry of a menu; shown to those who may go there.
#[derive(Clone, Copy, Debug)]
pub struct MenuItem {
    /// Which menu.
    pub place: MenuPlace,
    /// Text key of its label.
    pub label: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Who sees it.
    pub access: Access,
    /// Lower stands earlier.
    pub order: u16,
}

/// A kind of deferred work. Jobs are idempotent: after a crash one may run twice.
#[derive(Clone, Copy)]
pub struct JobKind {
    /// `module.what`.
    pub name: &'static str,
    /// Does the work; an error leads to a retry with growing pauses, and after the last try to the dead letters.
    pub run: fn(App, serde_json::Value) -> Task<'static, ()>,
    /// Runs by itself this often, once in the whole cluster.
    pub every: Option<Duration>,
}

/// A part that follows the journal in order and remembers how far it got.
#[derive(Clone, Copy)]
pub struct Consumer {
    /// `module.what`, for metrics and `doctor`.
    pub name: &'static str,
    /// Makes it ready to follow.
    pub start: fn(App) -> Task<'static, Box<dyn Consume>>,
}

/// Things of one kind that people can find.
#[derive(Clone, Copy)]
pub struct SearchSource {
    /// The kind of the documents, and of the journal's subjects that change them.
    pub kind: &'static str,
    /// Which things there are. Some may turn out not to be for finding.
    pub all: fn(App) -> Task<'static, Vec<Uuid>>,
    /// Loads the documents of these things, [`Self::AT_ONCE`] at most. A thing named and not returned is no longer to be
    /// found.
    pub load: fn(App, Vec<Uuid>) -> Task<'static, Vec<SearchDoc>>,
}

impl SearchSource {
    /// The most things loaded at once: as many texts as fit into memory easily, and identifiers into a statement.
    pub const AT_ONCE: usize = 500;
}

/// Things of one kind that the journal speaks of by identifier: what they are called when people read it.
#[derive(Clone, Copy)]
pub struct SubjectKind {
    /// The kind, as [`crate::Subject::KIND`] has it.
    pub kind: &'static str,
    /// Text key of what people call one of them.
    pub label: &'static str,
    /// What those named are called. Asked once for all of a page; those no longer there are left out.
    pub load: fn(Ctx, Vec<Uuid>) -> Task<'static, Vec<Titled>>,
}

impl SubjectKind {
    /// Things that have no names: the journal says only what kind of thing one is.
    pub const fn unnamed(kind: &'static str, label: &'static str) -> Self {
        Self { kind, label, load: |_, _| Box::pin(async { Ok(Vec::new()) }) }
    }
}

/// What a thing is called, and where it is worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titled {
    /// Its identifier.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Its work screen without language prefix, if whoever asks may open it.
    pub href: Option<String>,
}

/// Where a request really leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// The path the routes know.
    pub path: String,
    /// What precedes this site's addresses as the visitor sees them: empty, or `/s/{slug}`.
    pub base: String,
    /// The site.
    pub site: Arc<str>,
}

/// One line of `songcau doctor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether all is well.
    pub good: bool,
    /// What was looked at, and what was found.
    pub what: String,
    /// What to do, where something is wrong.
    pub advice: String,
}

/// How pressing something is: the shape beside its words, and its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Its time has run out.
    Late,
    /// It is next.
    Soon,
    /// There is time.
    InTime,
    /// Its clock stands still: it waits for somebody else.
    Paused,
}

impl Urgency {
    /// All, most pressing first.
    pub const ALL: [Self; 4] = [Self::Late, Self::Soon, Self::InTime, Self::Paused];

    /// The word for it in styles.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Soon => "soon",
            Self::InTime => "ok",
            Self::Paused => "paused",
        }
    }
}

/// How much of one kind waits for somebody.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// How pressing it is.
    pub urgency: Urgency,
    /// How many.
    pub count: u64,
    /// What they are, in the reader's language.
    pub words: String,
    /// The list of them, without language prefix. Its path is that of the menu entry where the count stands.
    pub href: &'static str,
}

/// One thing that waits for somebody.
#[derive(Clone, Debug)]
pub struct Errand {
    /// How pressing it is.
    pub urgency: Urgency,
    /// When it is due, or else since when it waits: the nearest stands first.
    pub at: Timestamp,
    /// What it is.
    pub title: String,
    /// Whose it is or where it belongs; may be empty.
    pub about: String,
    /// Where it is done, without language prefix.
    pub href: String,
    /// What to do, in the reader's language.
    pub what: String,
    /// The same moment in words; counted in working time where something is due.
    pub when: String,
}
