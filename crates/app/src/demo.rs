//! The model province: real units, procedures and holidays, invented news and people, loaded once into an empty folder.

use std::{
    fs,
    io::Write as _,
    time::{Duration, Instant},
};

use anyhow::Context as _;
use base::Id;
use kernel::{App, Ctx, db::Queries as _, http};
use svc_identity::{NewAccount, NewGrant};
use svc_org::Agency;

use crate::{say::say, serve};

/// Where the demo's accounts are noted, readable by the owner only: their passwords are drawn for each demo.
const ACCOUNTS: &str = "demo-accounts.tsv";

/// Who is there to sign in as: name, person, role, and the site of their agency (the province when empty).
const PEOPLE: &str = include_str!("../seeds/people.tsv");

/// What the list of people says of somebody who holds no role.
const CITIZEN: &str = "citizen";

/// `songcau demo`.
pub async fn demo(app: App, began: Instant) -> anyhow::Result<()> {
    let listener = http::bind(app.config().listen).await.context(
        "the address cannot be used; stop the program that has it, or choose another with --listen",
    )?;
    app.migrate().await?;
    app.start().await?;
    let ctx = Ctx::system(&app, "demo");
    let agencies: Option<i64> = ctx.read().scalar("SELECT count(*) FROM org_agency", vec![]).await?;
    // Accounts are loaded last: where they are missing, an earlier load was cut short and is taken up again.
    if agencies == Some(0) || !app.config().data.join(ACCOUNTS).exists() {
        load(&ctx, false).await?;
    }
    let (address, accounts) = (app.config().origin(""), app.config().data.join(ACCOUNTS));
    let accounts = fs::read_to_string(accounts).unwrap_or_default();
    serve::run(app, listener, began, || {
        say!("\nsongcau  {address}\n{accounts}");
        say!("started in {:.1} s; Ctrl-C ends", began.elapsed().as_secs_f64());
        // A closed output is no reason not to serve.
        let _ = std::io::stdout().flush();
    })
    .await
}

/// Sites and entries of the province that speed is promised for: every commune, school and station with a site of its own,
/// after ten years.
const SITES: usize = 3_400;
const ENTRIES: usize = 500_000;
/// Dossiers of the model province, over a year.
const DOSSIERS: usize = 20_000;

/// `songcau enlarge`.
pub async fn enlarge(app: &App) -> anyhow::Result<()> {
    let ctx = Ctx::system(app, "enlarge");
    load(&ctx, true).await?;
    let mut steps = Steps(Instant::now());
    // Sealed first, or everything would be taken into the index twice.
    while kernel::journal::seal_pending(app.db()).await? > 0 {}
    steps.done("journal sealed");
    let documents = svc_search::rebuild(app).await?;
    steps.done(&format!("{documents} documents to be found"));
    Ok(())
}

async fn load(ctx: &Ctx, larger: bool) -> anyhow::Result<()> {
    say!("Preparing the model province in {}", ctx.app().config().data.display());
    let mut steps = Steps(Instant::now());
    svc_org::load_model_province(ctx).await?;
    if larger {
        let tree = svc_org::tree(ctx.app())?;
        let there = tree.at(ctx.today()).into_iter().filter(|a| a.kind != svc_org::Kind::Facility).count();
        svc_org::load_larger_province(ctx, SITES.saturating_sub(there)).await?;
    }
    steps.done("agencies and units of both eras");
    svc_workflow::load_model_holidays(ctx).await?;
    steps.done("legal calendar");
    mod_portal::site::build_family(ctx).await?;
    mod_portal::site::fill_samples(ctx).await?;
    steps.done("sites");
    svc_catalogue::procedure::load_model_catalogue(ctx).await?;
    svc_catalogue::service::load_model_services(ctx).await?;
    mod_onestop::form::load_model_forms(ctx).await?;
    steps.done("procedures and their forms");
    mod_portal::entry::load_model_news(ctx).await?;
    steps.done("news");
    mod_portal::question::load_model_questions(ctx).await?;
    mod_portal::comment::load_model_comments(ctx).await?;
    mod_portal::vote::load_model_votes(ctx).await?;
    mod_portal::rating::load_model_ratings(ctx).await?;
    steps.done("questions, opinions, votes");
    mod_portal::face::load_model_faces(ctx).await?;
    steps.done("home pages, menus, looks");
    let people = people(ctx).await?;
    steps.done("accounts");
    let citizen = people.iter().find(|somebody| somebody.role == CITIZEN);
    let citizen = citizen.map(|somebody| (somebody.account, somebody.name.clone()));
    mod_onestop::dossier::load_model_dossiers(ctx, DOSSIERS, citizen.as_ref()).await?;
    steps.done("dossiers of a year");
    if larger {
        let writers: Vec<_> = people.iter().filter(|p| p.role != CITIZEN).map(|p| p.account).collect();
        mod_portal::entry::load_larger(ctx, ENTRIES, &writers).await?;
        steps.done("entries of ten years");
    }
    mod_portal::royalty::load_model_royalties(ctx).await?;
    steps.done("royalties");
    Ok(())
}

struct Steps(Instant);

impl Steps {
    fn done(&mut self, what: &str) {
        let took: Duration = self.0.elapsed();
        self.0 = Instant::now();
        say!("  {what:<36}{:>6} ms", took.as_millis());
    }
}

/// Somebody to sign in as.
struct Somebody {
    role: String,
    name: String,
    account: uuid::Uuid,
}

/// Makes the demo's accounts and notes their passwords.
async fn people(ctx: &Ctx) -> anyhow::Result<Vec<Somebody>> {
    let (mut lines, mut accounts) = (String::new(), Vec::new());
    for line in PEOPLE.lines() {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (login, display_name, role, site) = (cell(), cell(), cell(), cell());
        let agency = agency_of(ctx, site)?;
        let password = svc_identity::account::draw_password();
        let account = NewAccount {
            login: login.to_owned(),
            display_name: display_name.to_owned(),
            password: password.clone(),
            must_change: false,
            ..NewAccount::default()
        };
        let grant = NewGrant {
            role: role.to_owned(),
            agency: agency.uuid(),
            valid_from: None,
            valid_to: None,
            reason: "demo".to_owned(),
        };
        let account = match role {
            CITIZEN => svc_identity::create_account(ctx, account).await?,
            _ => svc_identity::create_account_with_grant(ctx, account, grant).await?,
        };
        lines.push_str(&format!("{login}\t{role}\t{password}\n"));
        let (role, name) = (role.to_owned(), display_name.to_owned());
        accounts.push(Somebody { role, name, account: account.uuid() });
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(ctx.app().config().data.join(ACCOUNTS))?.write_all(lines.as_bytes())?;
    Ok(accounts)
}

fn agency_of(ctx: &Ctx, site: &str) -> anyhow::Result<Id<Agency>> {
    let tree = svc_org::tree(ctx.app())?;
    if site.is_empty() {
        return Ok(tree.root(ctx.today()).context("the province is missing")?.id);
    }
    let sites = mod_portal::site::sites(ctx.app())?;
    let found = sites.living(ctx.today()).find(|s| s.slug == site).context("a demo site is missing")?;
    Ok(Id::from_uuid(found.agency_id))
}
