//! From a code to whom the provider says it is.

use std::collections::HashMap;

use base::{CitizenNo, Timestamp};
use kernel::{Ctx, Result};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthorizationCode, ClaimsVerificationError, Nonce,
    OAuth2TokenResponse as _, PkceCodeVerifier, SubjectIdentifier, TokenResponse as _, UserInfoClaims,
    core::{CoreGenderClaim, CoreJwsSigningAlgorithm as Alg},
};
use serde::{Deserialize, Serialize};

use super::{
    flow::Flow,
    provider::{Client, Provider, Tokens},
};

/// Seconds two clocks may differ by.
const SKEW: i64 = 60;
/// Seconds since a token was made, at most: it comes straight from the provider.
const OLDEST: i64 = 10 * 60;
/// Signatures believed: those of a key only the provider has. A secret shared with it would let this program's own secret
/// sign, and `none` anybody.
const SIGNATURES: [Alg; 10] = [
    Alg::RsaSsaPkcs1V15Sha256,
    Alg::RsaSsaPkcs1V15Sha384,
    Alg::RsaSsaPkcs1V15Sha512,
    Alg::RsaSsaPssSha256,
    Alg::RsaSsaPssSha384,
    Alg::RsaSsaPssSha512,
    Alg::EcdsaP256Sha256,
    Alg::EcdsaP384Sha384,
    Alg::EcdsaP521Sha512,
    Alg::EdDsa,
];

/// Claims beyond those of the standard: among them the personal number.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Extra {
    #[serde(flatten)]
    claims: HashMap<String, serde_json::Value>,
}
impl AdditionalClaims for Extra {}

impl Extra {
    fn number(&self, claim: &str) -> Option<CitizenNo> {
        CitizenNo::parse(self.claims.get(claim)?.as_str()?).ok()
    }
}

/// Somebody the provider knows.
pub(super) struct Known {
    pub subject: String,
    pub number: Option<CitizenNo>,
    /// The provider saw a second proof.
    pub second_proof: bool,
}

/// Why an answer is not believed: for the log, never for the browser.
pub(super) struct Refused(pub String);

/// Why a token is not believed.
enum Doubt {
    /// Signed by a key that was not the provider's when its keys were read.
    Key(String),
    Other(String),
}

/// Exchanges the code and verifies what comes for it. Only what is our fault or the provider's silence is an error.
pub(super) async fn verify(
    ctx: &Ctx,
    provider: &Provider,
    flow: &Flow,
    code: String,
) -> Result<Result<Known, Refused>> {
    let mut client = provider.client(ctx.now(), false).await?;
    let http = |request| provider.fetch(request);
    let exchange = match client.exchange_code(AuthorizationCode::new(code)) {
        Ok(exchange) => exchange.set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone())),
        Err(error) => return Ok(Err(Refused(error.to_string()))),
    };
    let answer = match exchange.request_async(&http).await {
        Ok(answer) => answer,
        Err(error) => return Ok(Err(Refused(error.to_string()))),
    };
    let mut read = read_token(provider, &client, &answer, flow, ctx.now());
    if matches!(read, Err(Doubt::Key(_))) {
        client = provider.client(ctx.now(), true).await?;
        read = read_token(provider, &client, &answer, flow, ctx.now());
    }
    let (subject, number, second_proof) = match read {
        Ok(read) => read,
        Err(Doubt::Key(why) | Doubt::Other(why)) => return Ok(Err(Refused(why))),
    };
    let mut known = Known { subject: subject.as_str().to_owned(), number, second_proof };
    if known.number.is_none()
        && let Ok(asking) = client.user_info(answer.access_token().clone(), Some(subject))
    {
        // Some providers say more there than in the token. What they say there is about the same subject or nothing.
        let more: Result<UserInfoClaims<Extra, CoreGenderClaim>, _> = asking.request_async(&http).await;
        match more {
            Ok(more) => known.number = more.additional_claims().number(&provider.settings.number_claim),
            Err(error) => tracing::warn!(error = %error, "the OpenID provider says nothing more of somebody"),
        }
    }
    Ok(Ok(known))
}

type Read = (SubjectIdentifier, Option<CitizenNo>, bool);

fn read_token(
    provider: &Provider,
    client: &Client,
    answer: &Tokens,
    flow: &Flow,
    now: Timestamp,
) -> Result<Read, Doubt> {
    let doubt = |why: &str| Doubt::Other(why.to_owned());
    let token = answer.id_token().ok_or_else(|| doubt("no ID token"))?;
    let now = now.0 / 1000;
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(SIGNATURES)
        .set_time_fn(move || instant(now - SKEW))
        .set_issue_time_verifier_fn(move |made| {
            let good = (now - OLDEST - SKEW..=now + SKEW).contains(&made.timestamp());
            if good { Ok(()) } else { Err("made at another time".to_owned()) }
        });
    let claims = token.claims(&verifier, &Nonce::new(flow.nonce.clone())).map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(_) => Doubt::Key(error.to_string()),
        other => Doubt::Other(other.to_string()),
    })?;
    if let Some(expected) = claims.access_token_hash() {
        let (Ok(algorithm), Ok(key)) = (token.signing_alg(), token.signing_key(&verifier)) else {
            return Err(doubt("no key of the access token's hash"));
        };
        let made = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
        if made.ok().as_ref() != Some(expected) {
            return Err(doubt("the access token belongs to another ID token"));
        }
    }
    let trusted = |value: &str| provider.settings.second_proof.iter().any(|known| known == value);
    let second_proof = claims.auth_method_refs().is_some_and(|refs| refs.iter().any(|r| trusted(r.as_str())))
        || claims.auth_context_ref().is_some_and(|context| trusted(context.as_str()));
    let number = claims.additional_claims().number(&provider.settings.number_claim);
    Ok((claims.subject().clone(), number, second_proof))
}

fn instant(seconds: i64) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}
