//! Every query of the slice: here those on one article, in [`public`] what readers see, in [`work`] the work list and
//! the history, in [`waiting`] what waits for whom.

pub mod public;
pub mod waiting;
pub mod work;

use base::{Actor, Id, LocalDate, Timestamp};
use kernel::{
    Error, Result, RowScope,
    db::{FromQueryResult, Queries, Value, Values, placeholders},
};
use sea_orm::prelude::Uuid;
use ui::Lang;

use super::model::{Article, Category, Content, Status};
use crate::policy;

/// Rows of the sites whose articles this actor may write or publish, as an SQL condition on the agency's path.
pub fn visible_to(actor: &Actor, values: &mut Values) -> String {
    let write = RowScope::of(actor, policy::ARTICLE_WRITE).condition("o.path", values);
    let publish = RowScope::of(actor, policy::ARTICLE_PUBLISH).condition("o.path", values);
    format!("({write} OR {publish})")
}

const WHOLE: &str = "SELECT a.id, a.site_id, s.agency_id, o.path AS agency_path, o.valid_to AS agency_until, a.short, a.status, a.revision, \
     a.published_revision, a.published_at, a.revised_at, a.publish_at, a.withdrawn_at, a.writer_id, a.reviewer_id, \
     a.updated_at, a.version, r.title, r.summary, r.body, r.author, r.source, r.category, r.picture, r.picture_alt, \
     r.lang FROM portal_article a JOIN portal_site s ON s.id = a.site_id \
     JOIN org_agency o ON o.id = s.agency_id JOIN portal_article_revision r ON r.article_id = a.id";

#[derive(FromQueryResult)]
struct ArticleRow {
    id: Uuid,
    site_id: Uuid,
    agency_id: Uuid,
    agency_path: String,
    agency_until: Option<String>,
    short: String,
    status: String,
    revision: i64,
    published_revision: Option<i64>,
    published_at: Option<i64>,
    revised_at: Option<i64>,
    publish_at: Option<i64>,
    withdrawn_at: Option<i64>,
    writer_id: Option<Uuid>,
    reviewer_id: Option<Uuid>,
    updated_at: i64,
    version: i64,
    title: String,
    summary: String,
    body: String,
    author: String,
    source: String,
    category: String,
    picture: String,
    picture_alt: String,
    lang: String,
}

impl ArticleRow {
    fn into_article(self, hands: Vec<Uuid>) -> Result<Article> {
        let status = Status::parse(&self.status)
            .ok_or_else(|| Error::internal(format!("article {} has status {}", self.id, self.status)))?;
        Ok(Article {
            id: Id::from_uuid(self.id),
            site: Id::from_uuid(self.site_id),
            agency: self.agency_id,
            agency_path: self.agency_path,
            agency_until: self.agency_until.as_deref().and_then(|day| LocalDate::parse(day).ok()),
            short: self.short,
            status,
            revision: self.revision,
            published_revision: self.published_revision,
            published_at: self.published_at.map(Timestamp),
            revised_at: self.revised_at.map(Timestamp),
            publish_at: self.publish_at.map(Timestamp),
            withdrawn_at: self.withdrawn_at.map(Timestamp),
            writer: self.writer_id,
            reviewer: self.reviewer_id,
            hands,
            updated_at: Timestamp(self.updated_at),
            version: self.version,
            content: Content {
                title: self.title,
                summary: self.summary,
                body: self.body,
                author: self.author,
                source: self.source,
                category: Category::parse(&self.category).unwrap_or_default(),
                picture: self.picture,
                picture_alt: self.picture_alt,
                lang: lang(&self.lang),
            },
        })
    }
}

fn lang(code: &str) -> Lang {
    if code == Lang::En.code() { Lang::En } else { Lang::Vi }
}

/// An article this actor may work on, with the revision being worked on.
pub async fn find<C: Queries>(db: &C, actor: &Actor, id: Id<Article>) -> Result<Option<Article>> {
    let mut values: Values = vec![id.uuid().into()];
    let visible = visible_to(actor, &mut values);
    let sql = format!("{WHOLE} AND r.number = a.revision WHERE a.id = $1 AND {visible}");
    let Some(row) = db.one::<ArticleRow>(&sql, values).await? else { return Ok(None) };
    let hands = db
        .column(
            "SELECT DISTINCT editor_id FROM portal_article_revision \
             WHERE article_id = $1 AND number > $2 AND editor_id IS NOT NULL",
            vec![row.id.into(), row.published_revision.unwrap_or(0).into()],
        )
        .await?;
    row.into_article(hands).map(Some)
}

/// Writes a new article with its first revision.
pub async fn insert<C: Queries>(db: &C, article: &Article, origin: Option<&str>) -> Result<()> {
    insert_many(db, &[(article, origin)]).await
}

/// As [`insert`], many at a time.
pub async fn insert_many<C: Queries>(db: &C, articles: &[(&Article, Option<&str>)]) -> Result<()> {
    // Both databases allow far more parameters than these few hundred.
    for some in articles.chunks(40) {
        let mut values: Values = Vec::with_capacity(some.len() * 16);
        for (article, origin) in some {
            values.extend([
                article.id.uuid().into(),
                article.site.uuid().into(),
                article.short.clone().into(),
                origin.map(str::to_owned).into(),
            ]);
            values.extend(state(article));
            values.extend([article.writer.into(), article.version.into()]);
        }
        let sql = format!(
            "INSERT INTO portal_article (id, site_id, short, origin, status, revision, published_revision, \
             published_at, revised_at, publish_at, withdrawn_at, reviewer_id, updated_at, writer_id, version) \
             VALUES {}",
            placeholders(some.len(), 15)
        );
        db.run(&sql, values).await?;
        let articles: Vec<&Article> = some.iter().map(|(article, _)| *article).collect();
        insert_revisions(db, &articles, |article| article.writer).await?;
    }
    Ok(())
}

fn state(article: &Article) -> [Value; 9] {
    let at = |at: Option<Timestamp>| -> Value { at.map(|at| at.0).into() };
    [
        article.status.code().into(),
        article.revision.into(),
        article.published_revision.into(),
        at(article.published_at),
        at(article.revised_at),
        at(article.publish_at),
        at(article.withdrawn_at),
        article.reviewer.into(),
        article.updated_at.0.into(),
    ]
}

/// Keeps the present content as another revision.
pub async fn add_revision<C: Queries>(db: &C, article: &Article, by: Option<Uuid>) -> Result<()> {
    insert_revisions(db, &[article], |_| by).await
}

async fn insert_revisions<C: Queries>(
    db: &C,
    articles: &[&Article],
    by: impl Fn(&Article) -> Option<Uuid>,
) -> Result<()> {
    let mut values: Values = Vec::with_capacity(articles.len() * 15);
    for article in articles {
        let c = &article.content;
        values.extend::<[Value; 15]>([
            article.id.uuid().into(),
            article.revision.into(),
            c.title.clone().into(),
            base::text::fold(&format!("{} {}", c.title, c.summary)).into(),
            c.slug().into(),
            c.summary.clone().into(),
            c.body.clone().into(),
            c.author.clone().into(),
            c.source.clone().into(),
            c.category.code().into(),
            c.picture.clone().into(),
            c.picture_alt.clone().into(),
            c.lang.code().into(),
            by(article).into(),
            article.updated_at.0.into(),
        ]);
    }
    let sql = format!(
        "INSERT INTO portal_article_revision (article_id, number, title, folded, slug, summary, body, author, source, \
         category, picture, picture_alt, lang, editor_id, at) VALUES {}",
        placeholders(articles.len(), 15)
    );
    db.run(&sql, values).await?;
    Ok(())
}

/// Writes the article's state, provided nobody else did so since it was read.
pub async fn save<C: Queries>(db: &C, article: &mut Article) -> Result<()> {
    let mut values: Values = state(article).into();
    values.extend::<[Value; 2]>([article.id.uuid().into(), article.version.into()]);
    let changed = db
        .run(
            "UPDATE portal_article SET status = $1, revision = $2, published_revision = $3, published_at = $4, \
             revised_at = $5, publish_at = $6, withdrawn_at = $7, reviewer_id = $8, updated_at = $9, \
             version = version + 1 WHERE id = $10 AND version = $11",
            values,
        )
        .await?;
    if changed == 0 {
        return Err(Error::stale());
    }
    article.version += 1;
    Ok(())
}

/// Keeps why an article was returned or withdrawn; the journal names the row.
pub async fn add_reason<C: Queries>(
    db: &C,
    id: Uuid,
    article: &Article,
    at: Timestamp,
    reason: &str,
) -> Result<()> {
    db.run(
        "INSERT INTO portal_article_reason (id, article_id, at, reason) VALUES ($1, $2, $3, $4)",
        vec![id.into(), article.id.uuid().into(), at.0.into(), reason.into()],
    )
    .await?;
    Ok(())
}

/// Which of these have been imported before, by their origin.
pub async fn known_origins<C: Queries>(db: &C, prefix: &str) -> Result<Vec<String>> {
    let sql =
        format!("SELECT origin FROM portal_article WHERE substr(origin, 1, {}) = $1", prefix.chars().count());
    db.column(&sql, vec![prefix.into()]).await
}
