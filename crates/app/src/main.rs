//! `songcau`: the province's digital government in one program.

mod cli;
mod commands;
mod demo;
mod log;
mod modules;
mod say;
mod serve;

use std::process::ExitCode;

use clap::Parser as _;
use cli::{Cli, Command};
use kernel::{App, Clock, Config};
use mimalloc::MiMalloc;

/// Answering from memory is mostly small pieces taken and given back, at which the system's allocator is slower.
#[global_allocator]
static MEMORY: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    // Wrong usage ends here with 2 and says what is right.
    let cli = Cli::parse();
    let config = match Config::load(cli.config.as_deref(), &cli.overrides()) {
        Ok(config) => config,
        Err(error) => {
            eprintln!("songcau: {error}");
            return ExitCode::from(2);
        }
    };
    log::start(&config, matches!(cli.command, Command::Serve | Command::Demo));
    match run(cli.command, config).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("songcau: {error:#}");
            ExitCode::from(1)
        }
    }
}

async fn run(command: Command, config: Config) -> anyhow::Result<ExitCode> {
    let began = std::time::Instant::now();
    match command {
        Command::Serve => serve::serve(open(config).await?, began).await?,
        Command::Demo => demo::demo(open(config).await?, began).await?,
        Command::Enlarge => demo::enlarge(&ready(config).await?).await?,
        Command::Migrate => commands::migrate(&open(config).await?).await?,
        Command::Doctor { files } => return commands::doctor(config, files).await,
        Command::User { action } => commands::user(&ready(config).await?, action).await?,
        Command::Import { what, file, staff, renames, dry_run } => {
            let options = svc_org::Options { renames, dry_run };
            return commands::import(&ready(config).await?, what, &file, staff, options).await;
        }
        Command::Reorganise(args) => return commands::reorganise(&ready(config).await?, &args).await,
        Command::Calendar { action } => commands::calendar(&ready(config).await?, action)?,
        Command::Audit { action } => return commands::audit(&open(config).await?, action).await,
        Command::Search { action } => commands::search(&ready(config).await?, action).await?,
        Command::Routes => commands::routes(),
        Command::FirstPage => svc_files::draw_first_page(std::io::stdin().lock(), std::io::stdout().lock())?,
        Command::Openapi => commands::openapi(&open(config).await?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The program with its database open.
async fn open(config: Config) -> anyhow::Result<App> {
    Ok(App::open(config, Clock::SYSTEM, modules::MODULES.to_vec()).await?)
}

/// The program with its schema up to date and its modules started: what commands on data need.
async fn ready(config: Config) -> anyhow::Result<App> {
    let app = open(config).await?;
    app.migrate().await?;
    app.start().await?;
    Ok(app)
}
