//! What people find when they search the whole portal.

use base::{Id, Timestamp};
use contracts::search::{Audience, SearchDoc};
use kernel::{App, Result, SearchSource};
use time::Time;
use ui::{Lang, fill};
use uuid::Uuid;

use super::{Agency, model::Kind, store};
use crate::tree::Tree;

/// Agencies, for the search service. Read from the database: the index may follow the journal faster than the tree in
/// memory does.
pub(crate) const SOURCE: SearchSource = SearchSource {
    kind: "agency",
    all: |app| Box::pin(async move { Ok(tree(&app).await?.all().map(|agency| agency.id.uuid()).collect()) }),
    load: |app, ids| Box::pin(load(app, ids)),
};

async fn tree(app: &App) -> Result<Tree> {
    store::load(app.db().read()).await
}

async fn load(app: App, ids: Vec<Uuid>) -> Result<Vec<SearchDoc>> {
    let (tree, today) = (tree(&app).await?, app.clock().now().local_date());
    let known = ids.into_iter().filter_map(|id| tree.get(Id::from_uuid(id)));
    Ok(known.map(|agency| doc(&tree, agency, today)).collect())
}

fn doc(tree: &Tree, agency: &Agency, today: base::LocalDate) -> SearchDoc {
    let names = |agencies: &mut dyn Iterator<Item = &Agency>| {
        agencies.map(|a| a.full_name.clone()).collect::<Vec<_>>().join(", ")
    };
    let mut body = vec![agency.name_en.clone().unwrap_or_default(), agency.address.clone()];
    body.push(names(&mut tree.above(agency).into_iter().map(AsRef::as_ref)));
    let became = tree.became(agency.id);
    if !became.is_empty() {
        let later = names(&mut became.iter().map(|s| s.agency.as_ref()));
        body.push(fill(Lang::Vi, "org.search.became", &[("names", &later)]));
    }
    let made_of = tree.made_of(agency.id);
    if !made_of.is_empty() {
        let earlier = names(&mut made_of.iter().map(|s| s.agency.as_ref()));
        body.push(fill(Lang::Vi, "org.search.made_of", &[("names", &earlier)]));
    }
    body.retain(|part| !part.is_empty());
    let ended = agency.has_ended(today);
    let code = agency.code.as_ref().map(ToString::to_string);
    let began = agency.validity.from().map_or(Timestamp(0), |d| Timestamp::from_local(d.at(Time::MIDNIGHT)));
    SearchDoc {
        kind: "agency".to_owned(),
        id: agency.id.to_string(),
        lang: Lang::Vi.code().to_owned(),
        title: agency.full_name.clone(),
        codes: code.into_iter().chain(agency.unit_code.clone()).collect(),
        body: body.join(". "),
        url: format!("/co-quan/{}", agency.id),
        facets: vec![("agency_kind".to_owned(), agency.kind.as_str().to_owned())],
        audience: Audience::Public,
        at: began,
        boost: match (ended, agency.kind) {
            (true, _) => 0.0,
            (false, Kind::Province) => 0.5,
            (false, _) => 0.3,
        },
    }
}
