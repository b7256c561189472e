use clap::{Args, Parser, Subcommand, ValueEnum};

/// Sông Cầu: the province's digital government in one program.
#[derive(Parser)]
#[command(name = "songcau", version, about, max_term_width = 100)]
pub struct Cli {
    /// Configuration file (TOML). Settings also come from SONGCAU_… in the environment.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<String>,
    /// Folder of everything the program keeps.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<String>,
    /// Address to listen on.
    #[arg(long, global = true, value_name = "ADDR")]
    listen: Option<String>,
    /// `postgres://…`; the embedded database when left out.
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// The flags that are settings.
    pub fn overrides(&self) -> Vec<(&'static str, String)> {
        let given = [("data", &self.data), ("listen", &self.listen), ("database_url", &self.database_url)];
        given.into_iter().filter_map(|(name, value)| Some((name, value.clone()?))).collect()
    }
}

#[derive(Subcommand)]
pub enum Command {
    /// Show the model province: prepare an empty data folder, load real data, serve.
    Demo,
    /// Load the model province with thousands of invented agencies and hundreds of thousands of entries, then end: what
    /// speed is measured with.
    #[command(hide = true)]
    Enlarge,
    /// Serve the province.
    Serve,
    /// Bring the database's schema up to date.
    Migrate,
    /// Check data folder, database, index and journal, and say what to do about what is wrong.
    Doctor {
        /// Also read every file kept and compare its hash; takes as long as reading them all.
        #[arg(long)]
        files: bool,
    },
    /// Accounts.
    User {
        #[command(subcommand)]
        action: UserAction,
    },
    /// Load data from a file; prints counts, and rejected rows with reasons.
    Import {
        /// What the file holds.
        what: ImportKind,
        /// The file; `-` for standard input.
        file: String,
        #[command(flatten)]
        staff: StaffArgs,
        /// Units: rows without dates may rename the units that have their codes today.
        #[arg(long)]
        renames: bool,
        /// Say what would happen, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Merge, split, rename or dissolve agencies on a day, by a file of pairs of codes. Prints what follows; decides only
    /// when nothing is wrong.
    Reorganise(ReorganiseArgs),
    /// The legal calendar.
    Calendar {
        #[command(subcommand)]
        action: CalendarAction,
    },
    /// The journal.
    Audit {
        #[command(subcommand)]
        action: AuditAction,
    },
    /// The search index.
    Search {
        #[command(subcommand)]
        action: SearchAction,
    },
    /// Every route: method, path, who may call it (tab-separated).
    Routes,
    /// The public API in OpenAPI 3.1 (JSON).
    Openapi,
    /// Draw the first page of the PDF on standard input, within bounds of memory and time: what the program calls
    /// itself with, so that no document can harm it.
    #[command(hide = true)]
    FirstPage,
}

#[derive(Args)]
pub struct ReorganiseArgs {
    /// The file: old_code, new_code, relation (whole, part, unchanged), new_full_name; `-` for standard input.
    pub file: String,
    /// The first day of the new order: 2025-07-01.
    #[arg(long, value_name = "DAY")]
    pub date: String,
    /// The decision it rests on.
    #[arg(long, value_name = "TEXT")]
    pub basis: String,
    /// That decision's number.
    #[arg(long, value_name = "NUMBER")]
    pub document_no: Option<String>,
    /// What people call it; the basis when left out.
    #[arg(long)]
    pub title: Option<String>,
    /// Districts of which nothing remains end too.
    #[arg(long)]
    pub without_districts: bool,
    /// Say what would follow, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ImportKind {
    /// Agencies and administrative units (CSV).
    Units,
    /// Administrative procedures (CSV or JSON).
    Procedures,
    /// How procedures are done: terms, fees, papers (TOML).
    Services,
    /// People with their posts, accounts and roles (XLSX or CSV). Shown first; written with --apply.
    Staff,
}

/// What concerns staff lists only.
#[derive(Args, Default)]
pub struct StaffArgs {
    /// Write a staff list after showing what it changes.
    #[arg(long)]
    pub apply: bool,
    /// Code or site of the agency of rows that name none.
    #[arg(long)]
    pub agency: Option<String>,
    /// The decision by which a staff list gives roles: its number, nobody's name.
    #[arg(long, default_value = "")]
    pub reason: String,
}

#[derive(Subcommand)]
pub enum UserAction {
    /// Add an account with a role. The password is read from standard input if something is piped in, otherwise made
    /// and printed once.
    Add {
        /// The name to sign in with.
        name: String,
        /// The role, for example `editor`.
        #[arg(long)]
        role: String,
        /// Code or site of the agency over which, and below which, the role holds: `H55`, `sxd`, a unit code.
        #[arg(long)]
        agency: String,
        /// The person's name as shown; the sign-in name when left out.
        #[arg(long)]
        display_name: Option<String>,
    },
}

#[derive(Subcommand)]
pub enum CalendarAction {
    /// Print when something is due.
    Due(DueArgs),
}

#[derive(Args)]
pub struct DueArgs {
    /// When it was accepted, in Viet Nam: 2026-04-24T09:00.
    #[arg(long, value_name = "DATE-TIME")]
    pub received: String,
    /// How many units; 0 working days is the same day. Halves of a working day may be given.
    #[arg(long)]
    pub quantity: String,
    /// Working days, calendar days, working hours or months.
    #[arg(long, value_parser = ["wd", "day", "hour", "month"])]
    pub unit: String,
}

#[derive(Subcommand)]
pub enum AuditAction {
    /// Walk the journal's chain. Ends with 0 when it is whole, 1 when a record was changed: which one.
    Verify,
    /// Print the proof of one record: its fields, the hash before it, and how to recompute its own. Ends with 0 when it
    /// is as it was sealed.
    Proof {
        /// The record's identifier.
        id: uuid::Uuid,
    },
}

#[derive(Subcommand)]
pub enum SearchAction {
    /// Build the index anew from the database. Stop the server first: the index has one writer.
    Rebuild,
}
