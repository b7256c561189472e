use std::process::ExitCode;

use kernel::{App, Clock, Config, db, jobs, journal};

use crate::{modules::MODULES, say::say};

/// `songcau doctor`: each line `ok` or `wrong`, what was looked at, and what to do. `thorough`: files are read.
pub async fn doctor(config: Config, thorough: bool) -> anyhow::Result<ExitCode> {
    let mut wrong = 0;
    let mut say = |good: bool, what: &str, advice: &str| {
        if good {
            say!("ok\t{what}");
        } else {
            wrong += 1;
            say!("wrong\t{what}\t{advice}");
        }
    };
    let data = config.data.clone();
    let app = match App::open(config, Clock::SYSTEM, MODULES.to_vec()).await {
        Ok(app) => app,
        Err(error) => {
            say(false, &format!("start: {error:#}"), "correct the setting named here and run doctor again");
            return Ok(ExitCode::from(1));
        }
    };
    say(true, &format!("data folder {}", data.display()), "");
    say(app.db().ping().await.is_ok(), "database answers", "start it, or correct database_url");
    match db::pending(app.db(), &app.migrations()).await {
        Ok(pending) => say(
            pending.is_empty(),
            &format!("schema: {} steps pending", pending.len()),
            "run songcau migrate",
        ),
        Err(error) => say(
            false,
            &format!("schema: {error:#}"),
            "use the version of the program that made this database",
        ),
    }
    match journal::verify(app.db()).await {
        Ok(report) => {
            let broken = report.broken.unwrap_or_default();
            say(
                broken.is_empty(),
                &format!("journal: {} sealed, {} unsealed", report.sealed, report.unsealed),
                &format!("{broken}; restore from a backup and find out who changed the database"),
            );
        }
        Err(error) => say(false, &format!("journal: {error:#}"), "run songcau migrate"),
    }
    match svc_audit::last_verification(&app).await {
        Ok(Some(last)) => say(
            last.is_whole(),
            &format!("journal checked at {}: {} sealed", last.at().rfc3339(), last.sealed),
            &format!("{}; see the proof of the journal among the work screens", last.broken),
        ),
        Ok(None) => say(true, "journal checked: not yet, the program does it once a day", ""),
        Err(error) => say(false, &format!("journal checked: {error:#}"), "run songcau migrate"),
    }
    match jobs::dead_letters(app.db()).await {
        Ok(dead) => say(dead == 0, &format!("jobs: {dead} set aside"), "read their last_error in kernel_job"),
        Err(error) => say(false, &format!("jobs: {error:#}"), "run songcau migrate"),
    }
    for (module, look) in app.modules().iter().filter_map(|m| Some((m.name, m.doctor?))) {
        match look(app.clone(), thorough).await {
            Ok(findings) => findings.iter().for_each(|f| say(f.good, &f.what, &f.advice)),
            Err(error) => say(false, &format!("{module}: {error:#}"), "run songcau migrate"),
        }
    }
    app.db().close().await;
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
