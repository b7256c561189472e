use kernel::{Ctx, Error, Result, new_id};
use ui::{FormState, Message};

use super::{Plan, begin::begin_due, decide::decide, draft::Heading, draft::draft, foresee::foresee, pairs};
use crate::{Rejected, tree};

/// What a file of pairs did, or would do.
#[derive(Debug, Default)]
pub struct Replay {
    /// The plan; none on trial, and when something is wrong.
    pub plan: Option<Plan>,
    /// Agencies that end.
    pub ends: usize,
    /// Agencies that are made.
    pub makes: usize,
    /// What modules carry along, in words.
    pub follows: Vec<String>,
    /// What is wrong with the plan; then nothing was decided.
    pub wrong: Vec<Message>,
    /// Rows that were left out; then nothing was decided either.
    pub rejected: Vec<Rejected>,
}

/// Plans what a file of pairs says and, unless on trial, decides it. A day that has come already is in force at once.
///
/// # Errors
/// [`Error::Forbidden`]; the database's. What is wrong in the file or the plan is no error.
pub async fn replay(ctx: &Ctx, heading: Heading, bytes: &[u8], levels: bool, trial: bool) -> Result<Replay> {
    let tree = tree(ctx.app())?;
    let day = heading.on.previous();
    let pairs = pairs::read(&tree, heading.on, bytes, levels, || new_id::<()>().uuid());
    // Of several provinces the one that remains keeps the plan.
    let ends = |a: &crate::Agency| pairs.content.lines.iter().any(|l| l.from == a.id.uuid());
    let tops = || tree.at(day).into_iter().filter(|a| a.parent.is_none());
    let root = tops().find(|a| !ends(a)).or_else(|| tree.root(day)).ok_or(Error::NotFound)?.id;
    let Heading { title, on, basis, document_no, document_date } = heading.clone();
    let tried = Plan {
        id: new_id(),
        title,
        on,
        basis,
        document_no,
        document_date,
        status: super::Status::Draft,
        content: pairs.content.clone(),
        before: super::model::Before::default(),
        agency: root,
        version: 1,
    };
    let foreseen = foresee(ctx, &tree, &tried).await?;
    let mut totals: Vec<(&'static str, u64)> = Vec::new();
    for follow in &foreseen.follows {
        match totals.iter_mut().find(|(what, _)| *what == follow.what) {
            Some((_, n)) => *n += follow.count,
            None => totals.push((follow.what, follow.count)),
        }
    }
    let mut report = Replay {
        ends: foreseen.applied.ended.len(),
        makes: foreseen.applied.made.len(),
        follows: totals.iter().map(|(what, n)| ui::fill(ctx.lang(), what, &[("n", n)])).collect(),
        wrong: foreseen.applied.wrong.iter().map(|(_, message)| message.clone()).collect(),
        rejected: pairs.rejected,
        plan: None,
    };
    for name in foreseen.open.iter().filter_map(|id| tree.get((*id).into())).map(|a| &a.full_name) {
        report.wrong.push(Message::new("org.reorganisation.choose").with("name", name));
    }
    if trial || !report.wrong.is_empty() || !report.rejected.is_empty() {
        return Ok(report);
    }
    let plan = draft(ctx, root, heading, pairs.content).await?;
    let plan = match decide(ctx, plan.id, plan.version).await {
        Err(Error::Invalid(form)) => {
            report.wrong = said(&form);
            return Ok(report);
        }
        decided => decided?,
    };
    if plan.on <= ctx.today() {
        begin_due(ctx).await?;
    }
    report.plan = Some(plan);
    Ok(report)
}

fn said(form: &FormState) -> Vec<Message> {
    form.errors().iter().map(|e| e.message.clone()).collect()
}
