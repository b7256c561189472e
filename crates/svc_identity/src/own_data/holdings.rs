//! What this crate holds of the owner of an account: who they are, all their accounts, posts and roles, also those that are
//! over, and how they sign in.

use base::{CitizenNo, Id, SocialNo, TaxNo};
use kernel::{
    Ctx, Error, Result, Task,
    db::{FromQueryResult, Queries as _, Values},
    personal::{Fact, Holding},
};
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
const ACCOUNT: Columns = &[
    ("login", "identity.field.login"),
    ("display_name", "identity.field.display_name"),
    ("may_sign_in", "identity.own_data.may_sign_in"),
    ("app_since", "identity.own_data.app_since"),
    ("recovery_codes_left", "identity.own_data.recovery_left"),
    ("made_at", "identity.own_data.made_at"),
];
const POST: Columns = &[
    ("title", "identity.post.title"),
    ("unit", "identity.post.unit"),
    ("agency", "identity.field.agency"),
    ("main", "identity.own_data.main"),
    ("from", "identity.field.from"),
    ("until", "identity.field.until"),
];
const ROLE: Columns = &[
    ("login", "identity.field.login"),
    ("role", "identity.field.role"),
    ("agency", "identity.field.agency"),
    ("from", "identity.field.from"),
    ("until", "identity.field.until"),
    ("reason", "identity.field.reason"),
    ("ended_at", "identity.own_data.ended_at"),
];
const LOAN: Columns = &[
    ("lender", "identity.delegation.by"),
    ("borrower", "identity.delegation.to"),
    ("role", "identity.field.role"),
    ("agency", "identity.field.agency"),
    ("from", "identity.field.from"),
    ("until", "identity.field.until"),
    ("reason", "identity.field.reason"),
    ("ended_at", "identity.own_data.ended_at"),
];
const SESSION: Columns = &[
    ("device", "identity.session.device"),
    ("address", "identity.session.address"),
    ("started_at", "identity.session.started"),
    ("seen_at", "identity.session.seen"),
];
const PASSKEY: Columns = &[
    ("name", "identity.own_data.passkey_name"),
    ("added_at", "identity.own_data.added_at"),
    ("used_at", "identity.own_data.used_at"),
];
const OPENID: Columns = &[
    ("issuer", "identity.own_data.issuer"),
    ("subject", "identity.own_data.subject"),
    ("linked_at", "identity.own_data.added_at"),
];
const LINK: Columns = &[
    ("sent_at", "identity.own_data.sent_at"),
    ("good_until", "identity.own_data.good_until"),
    ("used_at", "identity.own_data.used_at"),
];

/// The identity's part.
pub(crate) fn holdings(ctx: Ctx, account: Uuid) -> Task<'static, Vec<Holding>> {
    Box::pin(async move {
        let known = account::store::find(ctx.read(), account.into()).await?.ok_or(Error::NotFound)?;
        let whose = known.person;
        Ok(vec![
            of_person(&ctx, whose).await?,
            accounts(&ctx, whose).await?,
            posts(&ctx, whose).await?,
            roles(&ctx, whose).await?,
            loans(&ctx, whose).await?,
            sessions(&ctx, whose).await?,
            passkeys(&ctx, whose).await?,
            identities(&ctx, whose).await?,
            links(&ctx, whose).await?,
        ])
    })
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

async fn accounts(ctx: &Ctx, whose: Id<Person>) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        login: String,
        display_name: String,
        status: String,
        app_since: Option<i64>,
        codes: i64,
        created_at: i64,
    }
    let sql = "SELECT a.login, a.display_name, a.status, t.set_up_at AS app_since, \
                      (SELECT count(*) FROM identity_recovery r WHERE r.account = a.id AND r.used_at IS NULL) AS codes, \
                      a.created_at \
               FROM identity_account a LEFT JOIN identity_totp t ON t.account = a.id WHERE a.person = $1 ORDER BY a.login";
    let rows: Vec<Row> = ctx.read().all(sql, of(whose)).await?;
    let row = |row: Row| {
        vec![
            Fact::text(row.login),
            Fact::text(row.display_name),
            Fact::Yes(row.status == "active"),
            Fact::at(row.app_since),
            Fact::Count(row.codes),
            Fact::at(Some(row.created_at)),
        ]
    };
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "identity.account", title: "identity.own_data.accounts", columns: ACCOUNT, rows })
}

async fn posts(ctx: &Ctx, whose: Id<Person>) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        title: String,
        unit: String,
        agency: String,
        main: bool,
        valid_from: String,
        valid_to: Option<String>,
    }
    let sql = "SELECT s.title, s.unit, o.full_name AS agency, s.main, s.valid_from, s.valid_to FROM identity_post s \
               JOIN org_agency o ON o.id = s.agency WHERE s.person = $1 ORDER BY s.valid_from, s.id";
    let rows: Vec<Row> = ctx.read().all(sql, of(whose)).await?;
    let row = |row: Row| {
        vec![
            Fact::text(row.title),
            Fact::text(row.unit),
            Fact::text(row.agency),
            Fact::Yes(row.main),
            Fact::iso(Some(&row.valid_from)),
            Fact::iso(row.valid_to.as_deref()),
        ]
    };
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "identity.post", title: "identity.own_data.posts", columns: POST, rows })
}

async fn roles(ctx: &Ctx, whose: Id<Person>) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        login: String,
        role: String,
        agency: String,
        valid_from: String,
        valid_to: Option<String>,
        reason: String,
        ended_at: Option<i64>,
    }
    let sql = "SELECT a.login, g.role, o.full_name AS agency, g.valid_from, g.valid_to, g.reason, g.ended_at \
               FROM identity_grant g JOIN identity_account a ON a.id = g.account JOIN org_agency o ON o.id = g.agency \
               WHERE a.person = $1 ORDER BY g.valid_from, g.id";
    let rows: Vec<Row> = ctx.read().all(sql, of(whose)).await?;
    let row = |row: Row| {
        vec![
            Fact::text(row.login),
            Fact::text(role_label(ctx.lang(), &row.role)),
            Fact::text(row.agency),
            Fact::iso(Some(&row.valid_from)),
            Fact::iso(row.valid_to.as_deref()),
            Fact::text(row.reason),
            Fact::at(row.ended_at),
        ]
    };
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "identity.grant", title: "identity.own_data.roles", columns: ROLE, rows })
}

async fn loans(ctx: &Ctx, whose: Id<Person>) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        lender: String,
        borrower: String,
        role: String,
        agency: String,
        valid_from: String,
        valid_to: String,
        reason: String,
        ended_at: Option<i64>,
    }
    let sql = "SELECT l.display_name AS lender, b.display_name AS borrower, g.role, o.full_name AS agency, d.valid_from, \
                      d.valid_to, d.reason, d.ended_at \
               FROM identity_delegation d JOIN identity_grant g ON g.id = d.grant_id \
               JOIN identity_account l ON l.id = d.lender JOIN identity_account b ON b.id = d.borrower \
               JOIN org_agency o ON o.id = d.agency WHERE l.person = $1 OR b.person = $1 ORDER BY d.valid_from, d.id";
    let rows: Vec<Row> = ctx.read().all(sql, of(whose)).await?;
    let row = |row: Row| {
        vec![
            Fact::text(row.lender),
            Fact::text(row.borrower),
            Fact::text(role_label(ctx.lang(), &row.role)),
            Fact::text(row.agency),
            Fact::iso(Some(&row.valid_from)),
            Fact::iso(Some(&row.valid_to)),
            Fact::text(row.reason),
            Fact::at(row.ended_at),
        ]
    };
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "identity.delegation", title: "identity.own_data.loans", columns: LOAN, rows })
}

async fn sessions(ctx: &Ctx, whose: Id<Person>) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        device: String,
        address: String,
        started_at: i64,
        seen_at: i64,
    }
    let sql = "SELECT s.device, s.address, s.started_at, s.seen_at FROM identity_session s \
               JOIN identity_account a ON a.id = s.account WHERE a.person = $1 ORDER BY s.started_at, s.id";
    let rows: Vec<Row> = ctx.read().all(sql, of(whose)).await?;
    let row = |row: Row| {
        let (device, address) = (Fact::text(row.device), Fact::text(row.address));
        vec![device, address, Fact::at(Some(row.started_at)), Fact::at(Some(row.seen_at))]
    };
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "identity.session", title: "identity.own_data.sessions", columns: SESSION, rows })
}

async fn passkeys(ctx: &Ctx, whose: Id<Person>) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        created_at: i64,
        used_at: Option<i64>,
    }
    let sql = "SELECT k.name, k.created_at, k.used_at FROM identity_passkey k \
               JOIN identity_account a ON a.id = k.account WHERE a.person = $1 ORDER BY k.created_at, k.id";
    let rows: Vec<Row> = ctx.read().all(sql, of(whose)).await?;
    let row = |row: Row| vec![Fact::text(row.name), Fact::at(Some(row.created_at)), Fact::at(row.used_at)];
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "identity.passkey", title: "identity.own_data.passkeys", columns: PASSKEY, rows })
}

async fn identities(ctx: &Ctx, whose: Id<Person>) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        issuer: String,
        subject: String,
        linked_at: i64,
    }
    let sql = "SELECT i.issuer, i.subject, i.linked_at FROM identity_openid i \
               JOIN identity_account a ON a.id = i.account WHERE a.person = $1 ORDER BY i.linked_at, i.issuer";
    let rows: Vec<Row> = ctx.read().all(sql, of(whose)).await?;
    let row = |row: Row| vec![Fact::text(row.issuer), Fact::text(row.subject), Fact::at(Some(row.linked_at))];
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "identity.openid", title: "identity.own_data.identities", columns: OPENID, rows })
}

async fn links(ctx: &Ctx, whose: Id<Person>) -> Result<Holding> {
    #[derive(FromQueryResult)]
    struct Row {
        made_at: i64,
        expires_at: i64,
        used_at: Option<i64>,
    }
    let sql = "SELECT l.made_at, l.expires_at, l.used_at FROM identity_link l \
               JOIN identity_account a ON a.id = l.account WHERE a.person = $1 ORDER BY l.made_at, l.id";
    let rows: Vec<Row> = ctx.read().all(sql, of(whose)).await?;
    let row =
        |row: Row| vec![Fact::at(Some(row.made_at)), Fact::at(Some(row.expires_at)), Fact::at(row.used_at)];
    let rows = rows.into_iter().map(row).collect();
    Ok(Holding { name: "identity.link", title: "identity.own_data.links", columns: LINK, rows })
}

fn of(whose: Id<Person>) -> Values {
    vec![whose.uuid().into()]
}
