use base::Id;
use kernel::{
    Act, Result,
    db::{FromQueryResult, Queries, placeholders},
    new_id,
};
use sea_orm::ConnectionTrait;

use super::Site;

/// A leader of an agency as its site names them.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Leader {
    /// Family name, middle name, given name.
    pub name: String,
    /// The post held.
    pub post: String,
    /// Telephone at work.
    pub phone: String,
    /// Mail at work.
    pub email: String,
    /// Sample data: no such person holds the post.
    pub invented: bool,
}

impl Leader {
    /// The letters shown where there is no photograph: of the family name and of the given name.
    pub fn initials(&self) -> String {
        let first = |word: Option<&str>| word.and_then(|w| w.chars().next());
        let mut words = self.name.split_whitespace();
        first(words.next()).into_iter().chain(first(words.next_back())).collect()
    }
}

/// The leaders of a site, first among equals first.
///
/// # Errors
/// The database's.
pub async fn of_site<C: ConnectionTrait>(connection: &C, site: Id<Site>) -> Result<Vec<Leader>> {
    let sql =
        "SELECT name, post, phone, email, invented FROM portal_leader WHERE site_id = $1 ORDER BY place";
    connection.all(sql, vec![site.uuid().into()]).await
}

/// Replaces the leaders of a site.
pub(super) async fn replace(act: &Act, site: Id<Site>, leaders: &[Leader]) -> Result<()> {
    act.run("DELETE FROM portal_leader WHERE site_id = $1", vec![site.uuid().into()]).await?;
    if leaders.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "INSERT INTO portal_leader (id, site_id, place, name, post, phone, email, invented) VALUES {}",
        placeholders(leaders.len(), 8)
    );
    let rows = leaders.iter().zip(0_i64..).flat_map(|(leader, place)| {
        [
            new_id::<Leader>().uuid().into(),
            site.uuid().into(),
            place.into(),
            leader.name.clone().into(),
            leader.post.clone().into(),
            leader.phone.clone().into(),
            leader.email.clone().into(),
            leader.invented.into(),
        ]
    });
    act.run(&sql, rows.collect()).await?;
    Ok(())
}
