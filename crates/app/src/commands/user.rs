use std::io::{IsTerminal as _, Read as _};

use anyhow::{Context as _, bail};
use base::Id;
use kernel::{App, Ctx, Error};
use svc_identity::{NewAccount, NewGrant};
use svc_org::Agency;

use crate::{cli::UserAction, say::say};

/// `songcau user add`.
pub async fn user(app: &App, action: UserAction) -> anyhow::Result<()> {
    let UserAction::Add { name, role, agency, display_name } = action;
    let ctx = Ctx::system(app, "command");
    let agency = find_agency(&ctx, &agency)?;
    let given = password_from_input()?;
    let password = given.clone().unwrap_or_else(svc_identity::account::draw_password);
    let account = NewAccount {
        display_name: display_name.unwrap_or_else(|| name.clone()),
        login: name.clone(),
        password: password.clone(),
        must_change: given.is_none(),
        ..NewAccount::default()
    };
    let grant = NewGrant {
        role: role.clone(),
        agency: agency.uuid(),
        valid_from: None,
        valid_to: None,
        reason: "songcau user add".to_owned(),
    };
    match svc_identity::create_account_with_grant(&ctx, account, grant).await {
        Ok(_) => {}
        Err(Error::Invalid(form)) => {
            for error in form.errors() {
                eprintln!("{}: {}", error.field, error.message.text(ui::Lang::Vi));
            }
            bail!("the account was not made");
        }
        Err(Error::Conflict(message)) => bail!("{}", message.text(ui::Lang::Vi)),
        Err(error) => return Err(error.into()),
    }
    match given {
        Some(_) => say!("{name}\t{role}"),
        None => say!("{name}\t{role}\t{password}"),
    }
    Ok(())
}

/// A password piped in; nothing when a person sits at the terminal or nothing is piped.
fn password_from_input() -> anyhow::Result<Option<String>> {
    let mut input = std::io::stdin();
    if input.is_terminal() {
        return Ok(None);
    }
    let mut text = String::new();
    input.read_to_string(&mut text).context("the password could not be read")?;
    let password = text.trim_end_matches(['\r', '\n']);
    Ok((!password.is_empty()).then(|| password.to_owned()))
}

/// An agency by the code people know: `H55`, a unit code, a site's name in addresses, or its identifier.
pub(super) fn find_agency(ctx: &Ctx, word: &str) -> anyhow::Result<Id<Agency>> {
    let (today, tree) = (ctx.today(), svc_org::tree(ctx.app())?);
    if let Some(agency) = word.parse().ok().and_then(|id: Id<Agency>| tree.get(id)) {
        return Ok(agency.id);
    }
    let coded = tree
        .at(today)
        .into_iter()
        .find(|a| a.code.as_ref().is_some_and(|c| c.to_string().eq_ignore_ascii_case(word)));
    if let Some(agency) = coded.or_else(|| tree.by_unit_code(word, today)) {
        return Ok(agency.id);
    }
    let sites = mod_portal::site::sites(ctx.app())?;
    let site = sites.living(today).find(|s| s.slug == word);
    let site = site.with_context(|| {
        format!("no agency has the code or site {word}; see /co-quan for those there are")
    })?;
    Ok(Id::from_uuid(site.agency_id))
}
