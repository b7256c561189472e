use base::{Id, LocalDate};
use kernel::{Ctx, Error, Result, new_id};
use ui::Message;

use super::{
    event::{Drafted, Dropped, Revised},
    model::{Before, Content, Plan, Status},
    store,
};
use crate::{Agency, policy::REORGANISE, tree};

/// What a plan is called, when it takes effect and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// What people call it.
    pub title: String,
    /// The first day of the new order.
    pub on: LocalDate,
    /// The decision it rests on.
    pub basis: String,
    /// That decision's number.
    pub document_no: String,
    /// That decision's day.
    pub document_date: Option<LocalDate>,
}

/// Begins a plan for what lies below an agency.
///
/// # Errors
/// [`Error::Forbidden`] for an agency outside the actor's scope; [`Error::NotFound`] for one that is none.
pub async fn draft(ctx: &Ctx, agency: Id<Agency>, heading: Heading, content: Content) -> Result<Plan> {
    let mut act = ctx.act(REORGANISE).await?;
    let path = tree(ctx.app())?.get(agency).ok_or(Error::NotFound)?.path.clone();
    act.require(&path)?;
    let Heading { title, on, basis, document_no, document_date } = heading;
    let plan = Plan {
        id: new_id(),
        title,
        on,
        basis,
        document_no,
        document_date,
        status: Status::Draft,
        content,
        before: Before::default(),
        agency,
        version: 1,
    };
    store::insert(&act, &plan).await?;
    act.record(&plan, &Drafted { title: &plan.title }).await?;
    act.commit().await?;
    Ok(plan)
}

/// Changes a draft.
///
/// # Errors
/// [`Error::Conflict`] when it is decided already or somebody changed it meanwhile; [`Error::NotFound`].
pub async fn revise(
    ctx: &Ctx,
    id: Id<Plan>,
    version: i64,
    change: impl FnOnce(&mut Plan) + Send,
) -> Result<Plan> {
    let mut act = ctx.act(REORGANISE).await?;
    let mut plan = store::find(&act, id, version).await?;
    require_draft(&plan)?;
    change(&mut plan);
    store::save(&act, &mut plan).await?;
    let revised = Revised { ends: plan.content.lines.len(), makes: plan.content.new.len() };
    act.record(&plan, &revised).await?;
    act.commit().await?;
    Ok(plan)
}

/// Throws a draft away.
///
/// # Errors
/// As [`revise`].
pub async fn drop_draft(ctx: &Ctx, id: Id<Plan>, version: i64) -> Result<()> {
    let mut act = ctx.act(REORGANISE).await?;
    let plan = store::find(&act, id, version).await?;
    require_draft(&plan)?;
    store::delete(&act, &plan).await?;
    act.record(&plan, &Dropped { title: &plan.title }).await?;
    act.commit().await
}

pub(super) fn require_draft(plan: &Plan) -> Result<()> {
    match plan.status {
        Status::Draft => Ok(()),
        _ => Err(Error::Conflict(Message::new("org.reorganisation.not_draft"))),
    }
}
