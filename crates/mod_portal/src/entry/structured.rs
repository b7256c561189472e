//! What an entry is in the words of schema.org, for search engines.

use base::Timestamp;
use serde_json::{Value, json};
use ui::{Page, Picture};

use super::{content::Content, relation};
use crate::site::Site;

/// JSON-LD that may stand inside a script element as it is.
pub(super) fn data(
    page: &Page,
    site: &Site,
    content: &Content,
    published: Timestamp,
    revised: Option<Timestamp>,
    picture: Option<&Picture>,
) -> String {
    let said = |name: &str| Some(content.fields.text(name)).filter(|text| !text.is_empty());
    let publisher = json!({ "@type": "GovernmentOrganization", "name": site.owner_in(page.lang) });
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": kind(content.kind.name),
        "name": content.title,
        "headline": content.title,
        "description": content.summary,
        "inLanguage": content.lang.code(),
        "url": page.canonical(),
        "datePublished": published.rfc3339(),
        "dateModified": revised.unwrap_or(published).rfc3339(),
        "publisher": publisher,
        "isAccessibleForFree": true,
    });
    for (field, property) in [
        ("author", "author"),
        ("number", "legislationIdentifier"),
        ("issued", "legislationDate"),
        ("effective", "legislationDateVersion"),
        ("begins", "startDate"),
        ("ends", "endDate"),
        ("licence", "license"),
        ("deadline", "validThrough"),
        ("position", "title"),
        ("film", "contentUrl"),
        ("transcript", "transcript"),
    ] {
        if let (Some(text), Value::Object(properties)) = (said(field), &mut data) {
            properties.insert(property.to_owned(), json!(text));
        }
    }
    if let (Some(force), Value::Object(properties)) = (said("standing").and_then(force), &mut data) {
        properties.insert("legislationLegalForce".to_owned(), json!(force));
    }
    let changes: Vec<String> = relation::cited(content)
        .into_iter()
        .filter(|cited| cited.relation.changes())
        .map(|cited| cited.number)
        .collect();
    if let (false, Value::Object(properties)) = (changes.is_empty(), &mut data) {
        properties.insert("legislationChanges".to_owned(), json!(changes));
    }
    if let (Some(picture), Value::Object(properties)) = (picture, &mut data) {
        properties.insert("image".to_owned(), json!(format!("{}{}", page.origin, picture.src)));
    }
    if let (Some(place), Value::Object(properties)) = (said("place"), &mut data) {
        let property = if content.kind.name == "job" { "jobLocation" } else { "location" };
        properties.insert(property.to_owned(), json!({ "@type": "Place", "name": place, "address": place }));
    }
    // Nothing in it can end the element it stands in.
    data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// Whether a document is in force, in the words of schema.org.
fn force(standing: &str) -> Option<&'static str> {
    match standing {
        "con-hieu-luc" => Some("https://schema.org/InForce"),
        "het-mot-phan" => Some("https://schema.org/PartiallyInForce"),
        "het-hieu-luc" | "chua-hieu-luc" => Some("https://schema.org/NotInForce"),
        _ => None,
    }
}

/// The type of schema.org nearest to a kind.
fn kind(name: &str) -> &'static str {
    match name {
        "article" => "NewsArticle",
        "document" | "draft" => "Legislation",
        "event" => "Event",
        "job" => "JobPosting",
        "dataset" | "statistic" => "Dataset",
        "guide" => "HowTo",
        "video" => "VideoObject",
        "gallery" => "ImageGallery",
        "leader" => "ProfilePage",
        "gazette" => "PublicationIssue",
        _ => "WebPage",
    }
}
