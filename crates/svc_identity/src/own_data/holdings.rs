//! What this crate holds of the owner of an account: who they are, all their accounts, posts and roles, also those that are
//! over, and how they sign in.

use base::{CitizenNo, Id, SocialNo, TaxNo};
use kernel::{
    Ctx, Error, Result, Task,
    db::{FromQueryResult, Queries as _},
    personal::{Fact, Holding},
};
use sea_orm::{DbErr, QueryResult};
use ui::Lang;
use uuid::Uuid;

use crate::{Person, account, grant::role_label, person};

type Columns = &'static [(&'static str, &'static str)];

const PERSON: Columns = &[
    ("full_name", "identity.field.full_name"),
    ("born", "identity.field.born"),
    ("sex", "identity.field.sex"),
    ("citizen_no", "identity.field.citizen_no"),
    ("tax_no", "identity.field.tax_no"),
    ("social_no", "identity.field.social_no"),
    ("phone", "identity.field.phone"),
    ("email", "identity.field.email"),
    ("letters_in", "identity.field.lang"),
    ("entered_at", "identity.own_data.entered_at"),
];
/// What is held in rows: `$1` of the statement is the person, its columns are those told.
struct Held {
    name: &'static str,
    title: &'static str,
    columns: Columns,
    /// What each column is.
    are: &'static [Is],
    sql: &'static str,
}

/// What a column holds.
#[derive(Clone, Copy, Debug)]
enum Is {
    Text,
    Role,
    Day,
    At,
    Count,
    Yes,
}

use Is::{At, Count, Day, Role, Text, Yes};

const HELD: &[Held] = &[
    Held {
        name: "identity.account",
        title: "identity.own_data.accounts",
        columns: &[
            ("login", "identity.field.login"),
            ("display_name", "identity.field.display_name"),
            ("may_sign_in", "identity.own_data.may_sign_in"),
            ("app_since", "identity.own_data.app_since"),
            ("recovery_codes_left", "identity.own_data.recovery_left"),
            ("made_at", "identity.own_data.made_at"),
        ],
        are: &[Text, Text, Yes, At, Count, At],
        sql: "SELECT a.login, a.display_name, a.status = 'active', t.set_up_at, \
                     (SELECT count(*) FROM identity_recovery r WHERE r.account = a.id AND r.used_at IS NULL), a.created_at \
              FROM identity_account a LEFT JOIN identity_totp t ON t.account = a.id WHERE a.person = $1 ORDER BY a.login",
    },
    Held {
        name: "identity.post",
        title: "identity.own_data.posts",
        columns: &[
            ("title", "identity.post.title"),
            ("unit", "identity.post.unit"),
            ("agency", "identity.field.agency"),
            ("main", "identity.own_data.main"),
            ("from", "identity.field.from"),
            ("until", "identity.field.until"),
        ],
        are: &[Text, Text, Text, Yes, Day, Day],
        sql: "SELECT s.title, s.unit, o.full_name, s.main, s.valid_from, s.valid_to FROM identity_post s \
              JOIN org_agency o ON o.id = s.agency WHERE s.person = $1 ORDER BY s.valid_from, s.id",
    },
    Held {
        name: "identity.grant",
        title: "identity.own_data.roles",
        columns: &[
            ("login", "identity.field.login"),
            ("role", "identity.field.role"),
            ("agency", "identity.field.agency"),
            ("from", "identity.field.from"),
            ("until", "identity.field.until"),
            ("reason", "identity.field.reason"),
            ("ended_at", "identity.own_data.ended_at"),
        ],
        are: &[Text, Role, Text, Day, Day, Text, At],
        sql: "SELECT a.login, g.role, o.full_name, g.valid_from, g.valid_to, g.reason, g.ended_at \
              FROM identity_grant g JOIN identity_account a ON a.id = g.account JOIN org_agency o ON o.id = g.agency \
              WHERE a.person = $1 ORDER BY g.valid_from, g.id",
    },
    Held {
        name: "identity.delegation",
        title: "identity.own_data.loans",
        columns: &[
            ("lender", "identity.delegation.by"),
            ("borrower", "identity.delegation.to"),
            ("role", "identity.field.role"),
            ("agency", "identity.field.agency"),
            ("from", "identity.field.from"),
            ("until", "identity.field.until"),
            ("reason", "identity.field.reason"),
            ("ended_at", "identity.own_data.ended_at"),
        ],
        are: &[Text, Text, Role, Text, Day, Day, Text, At],
        sql: "SELECT l.display_name, b.display_name, g.role, o.full_name, d.valid_from, d.valid_to, d.reason, d.ended_at \
              FROM identity_delegation d JOIN identity_grant g ON g.id = d.grant_id \
              JOIN identity_account l ON l.id = d.lender JOIN identity_account b ON b.id = d.borrower \
              JOIN org_agency o ON o.id = d.agency WHERE l.person = $1 OR b.person = $1 ORDER BY d.valid_from, d.id",
    },
    Held {
        name: "identity.session",
        title: "identity.own_data.sessions",
        columns: &[
            ("device", "identity.session.device"),
            ("address", "identity.session.address"),
            ("started_at", "identity.session.started"),
            ("seen_at", "identity.session.seen"),
        ],
        are: &[Text, Text, At, At],
        sql: "SELECT s.device, s.address, s.started_at, s.seen_at FROM identity_session s \
              JOIN identity_account a ON a.id = s.account WHERE a.person = $1 ORDER BY s.started_at, s.id",
    },
    Held {
        name: "identity.passkey",
        title: "identity.own_data.passkeys",
        columns: &[
            ("name", "identity.own_data.passkey_name"),
            ("added_at", "identity.own_data.added_at"),
            ("used_at", "identity.own_data.used_at"),
        ],
        are: &[Text, At, At],
        sql: "SELECT k.name, k.created_at, k.used_at FROM identity_passkey k \
              JOIN identity_account a ON a.id = k.account WHERE a.person = $1 ORDER BY k.created_at, k.id",
    },
    Held {
        name: "identity.openid",
        title: "identity.own_data.identities",
        columns: &[
            ("issuer", "identity.own_data.issuer"),
            ("subject", "identity.own_data.subject"),
            ("linked_at", "identity.own_data.added_at"),
        ],
        are: &[Text, Text, At],
        sql: "SELECT i.issuer, i.subject, i.linked_at FROM identity_openid i \
              JOIN identity_account a ON a.id = i.account WHERE a.person = $1 ORDER BY i.linked_at, i.issuer",
    },
    Held {
        name: "identity.link",
        title: "identity.own_data.links",
        columns: &[
            ("sent_at", "identity.own_data.sent_at"),
            ("good_until", "identity.own_data.good_until"),
            ("used_at", "identity.own_data.used_at"),
        ],
        are: &[At, At, At],
        sql: "SELECT l.made_at, l.expires_at, l.used_at FROM identity_link l \
              JOIN identity_account a ON a.id = l.account WHERE a.person = $1 ORDER BY l.made_at, l.id",
    },
];

/// The identity's part.
pub(crate) fn holdings(ctx: Ctx, account: Uuid) -> Task<'static, Vec<Holding>> {
    Box::pin(async move {
        let known = account::store::find(ctx.read(), account.into()).await?.ok_or(Error::NotFound)?;
        let whose = known.person;
        let mut holdings = vec![of_person(&ctx, whose).await?];
        for held in HELD {
            let rows: Vec<Row> = ctx.read().all(held.sql, vec![whose.uuid().into()]).await?;
            let told =
                |row: Row| held.are.iter().zip(row.0).map(|(is, cell)| is.told(cell, ctx.lang())).collect();
            let rows = rows.into_iter().map(told).collect::<Result<_>>()?;
            holdings.push(Holding { name: held.name, title: held.title, columns: held.columns, rows });
        }
        Ok(holdings)
    })
}

/// A row of whatever columns, as the database has them.
struct Row(Vec<Cell>);

enum Cell {
    Empty,
    Text(String),
    Number(i64),
    Yes(bool),
}

impl FromQueryResult for Row {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let cell = |at: usize| {
            if let Ok(text) = row.try_get_by_index::<Option<String>>(at) {
                return Ok(text.map_or(Cell::Empty, Cell::Text));
            }
            // SQLite has numbers for yes and no.
            row.try_get_by_index(at).map(Cell::Number).or_else(|_| row.try_get_by_index(at).map(Cell::Yes))
        };
        (0..row.column_names().len()).map(cell).collect::<Result<_, _>>().map(Self)
    }
}

impl Is {
    /// The fact a column states.
    fn told(self, cell: Cell, lang: Lang) -> Result<Fact> {
        Ok(match (self, cell) {
            (_, Cell::Empty) => Fact::Unknown,
            (Self::Text, Cell::Text(text)) => Fact::text(text),
            (Self::Role, Cell::Text(role)) => Fact::text(role_label(lang, &role)),
            (Self::Day, Cell::Text(day)) => Fact::iso(Some(&day)),
            (Self::At, Cell::Number(at)) => Fact::at(Some(at)),
            (Self::Count, Cell::Number(n)) => Fact::Count(n),
            (Self::Yes, Cell::Number(n)) => Fact::Yes(n != 0),
            (Self::Yes, Cell::Yes(yes)) => Fact::Yes(yes),
            // Left out, it would look as if nothing were held.
            (is, _) => return Err(Error::internal(format!("a column that is {is:?} holds something else"))),
        })
    }
}

async fn of_person(ctx: &Ctx, id: Id<Person>) -> Result<Holding> {
    let person = person::store::find(ctx.read(), id).await?.ok_or(Error::NotFound)?;
    let entered = "SELECT created_at FROM identity_person WHERE id = $1";
    let entered: Option<i64> = ctx.read().scalar(entered, vec![id.uuid().into()]).await?;
    let known = person.details;
    let row = vec![
        Fact::text(known.full_name),
        Fact::day(known.born),
        known.sex.map_or(Fact::Unknown, |sex| Fact::Word(format!("identity.person.{}", sex.key()))),
        Fact::text(known.citizen_no.as_ref().map(CitizenNo::text).map(str::to_owned)),
        Fact::text(known.tax_no.as_ref().map(TaxNo::text).map(str::to_owned)),
        Fact::text(known.social_no.as_ref().map(SocialNo::text).map(str::to_owned)),
        Fact::text(known.phone.as_ref().map(|phone| phone.text().to_owned())),
        Fact::text(known.email),
        Fact::Word(format!("identity.own.{}", known.lang.code())),
        Fact::at(entered),
    ];
    Ok(Holding {
        name: "identity.person",
        title: "identity.own_data.person",
        columns: PERSON,
        rows: vec![row],
    })
}
