//! What the search service knows of procedures.

use base::Timestamp;
use contracts::search::{Audience, SearchDoc};
use kernel::SearchSource;

use super::{
    find::{KIND, facet},
    model::Procedure,
    store,
};

/// Procedures, for the search service.
pub const SOURCE: SearchSource = SearchSource {
    kind: KIND,
    all: |app| Box::pin(async move { store::ids(&app).await }),
    load: |app, ids| {
        Box::pin(async move { Ok(store::load(&app, &ids).await?.into_iter().map(document).collect()) })
    },
};

/// A push for the procedures most people come for, between equal matches only; those of other provinces are put back
/// behind ours.
const fn boost(weight: i64) -> f32 {
    match weight {
        ..0 => -1.0,
        0 => 0.0,
        1 => 0.1,
        2.. => 0.25,
    }
}

fn document(procedure: Procedure) -> SearchDoc {
    let facts = &procedure.facts;
    let mut facets = vec![
        (facet::LEVEL.to_owned(), facts.level.key().to_owned()),
        (facet::SECTOR.to_owned(), facts.sector.clone()),
    ];
    if !facts.agency.is_empty() {
        facets.push((facet::AGENCY.to_owned(), facts.agency.clone()));
    }
    facets.extend(facts.channels.iter().map(|c| (facet::CHANNEL.to_owned(), c.key().to_owned())));
    SearchDoc {
        kind: KIND.to_owned(),
        id: procedure.id.to_string(),
        lang: "vi".to_owned(),
        title: facts.name.clone(),
        codes: vec![procedure.code.clone()],
        body: body(&procedure),
        url: super::address(&procedure.code),
        facets,
        audience: Audience::Public,
        // Procedures are not news: all are equally fresh.
        at: Timestamp(0),
        boost: boost(procedure.weight()),
    }
}

fn body(procedure: &Procedure) -> String {
    let (facts, layers) = (&procedure.facts, &procedure.layers);
    let mut parts = vec![facts.result.as_str(), facts.sector.as_str(), facts.agency.as_str()];
    if let Some(condensed) = &layers.condensed {
        parts.push(&condensed.papers);
    }
    if let Some(detail) = &layers.detail {
        parts.extend(detail.papers.iter().map(|paper| paper.name.as_str()));
        parts.extend(detail.conditions.as_deref());
        parts.extend(detail.steps.iter().map(String::as_str));
    }
    let filled: Vec<&str> =
        parts.into_iter().map(|p| p.trim().trim_end_matches('.')).filter(|p| !p.is_empty()).collect();
    filled.join(". ")
}
