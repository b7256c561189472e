//! The provider as this node knows it: its addresses and keys, read once and again when they may be others.

use std::{io, sync::Arc, time::Duration};

use base::Timestamp;
use kernel::{Error, Result};
use openidconnect::{
    ClientId, ClientSecret, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    HttpRequest, HttpResponse, IdTokenFields, IssuerUrl, RedirectUrl, StandardErrorResponse,
    StandardTokenResponse,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreRevocableToken,
        CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use tokio::sync::Mutex;

use super::{settings::Settings, verify::Extra};

/// Milliseconds after which addresses and keys are read again.
const FRESH: i64 = 60 * 60 * 1000;
/// Milliseconds that have to pass before a token signed by an unknown key is a reason to read them again.
const AGAIN: i64 = 60 * 1000;
/// Time the provider has to answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Largest answer of it, in bytes.
const LARGEST: usize = 1024 * 1024;

type IdFields = IdTokenFields<
    Extra,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

/// What the provider gives for a code.
pub(super) type Tokens = StandardTokenResponse<IdFields, CoreTokenType>;

/// The provider's client with the claims of ours.
pub(super) type Client = openidconnect::Client<
    Extra,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The provider, kept for the whole program.
pub(super) struct Provider {
    pub settings: Settings,
    http: reqwest::Client,
    known: Mutex<Option<(Timestamp, Arc<CoreProviderMetadata>)>>,
}

impl Provider {
    pub(super) fn new(settings: Settings) -> Result<Self> {
        // One for the whole process; somebody else may have set the same already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .timeout(TIMEOUT)
            // A provider that sends this machine elsewhere is none to follow.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| Error::internal(e.to_string()))?;
        Ok(Self { settings, http, known: Mutex::new(None) })
    }

    /// The client, from what is known of the provider; `again` when its keys may have changed since.
    pub(super) async fn client(&self, now: Timestamp, again: bool) -> Result<Client> {
        let metadata = self.metadata(now, again).await?;
        let secret = &self.settings.client_secret;
        let secret = (!secret.is_empty()).then(|| ClientSecret::new(secret.clone()));
        let return_to = RedirectUrl::new(self.settings.return_to.clone()).map_err(unreachable)?;
        let id = ClientId::new(self.settings.client_id.clone());
        Ok(Client::from_provider_metadata(CoreProviderMetadata::clone(&metadata), id, secret)
            .set_redirect_uri(return_to))
    }

    /// Whoever comes while it is read waits for it instead of reading it, too.
    async fn metadata(&self, now: Timestamp, again: bool) -> Result<Arc<CoreProviderMetadata>> {
        let mut known = self.known.lock().await;
        if let Some((read, metadata)) = known.as_ref()
            && now.0 - read.0 < if again { AGAIN } else { FRESH }
        {
            return Ok(Arc::clone(metadata));
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(unreachable)?;
        let found = CoreProviderMetadata::discover_async(issuer, &|request| self.fetch(request)).await;
        match (found, known.as_ref()) {
            (Ok(metadata), _) => {
                let metadata = Arc::new(metadata);
                *known = Some((now, Arc::clone(&metadata)));
                Ok(metadata)
            }
            // What was good an hour ago is better than nothing.
            (Err(error), Some((_, metadata))) => {
                tracing::warn!(error = %error, "the OpenID provider's settings could not be read again");
                Ok(Arc::clone(metadata))
            }
            (Err(error), None) => Err(unreachable(error)),
        }
    }

    /// One request to the provider.
    pub(super) fn fetch(
        &self,
        request: HttpRequest,
    ) -> impl Future<Output = io::Result<HttpResponse>> + Send + 'static {
        let http = self.http.clone();
        async move {
            let request = reqwest::Request::try_from(request).map_err(io::Error::other)?;
            let mut answer = http.execute(request).await.map_err(io::Error::other)?;
            let mut response = http::Response::builder().status(answer.status());
            for (name, value) in answer.headers() {
                response = response.header(name, value);
            }
            let mut body = Vec::new();
            while let Some(piece) = answer.chunk().await.map_err(io::Error::other)? {
                body.extend_from_slice(&piece);
                if body.len() > LARGEST {
                    return Err(io::Error::other("the answer is too large"));
                }
            }
            response.body(body).map_err(io::Error::other)
        }
    }
}

/// The provider does not answer as it should: nothing whoever signs in can put right.
fn unreachable(error: impl std::error::Error) -> Error {
    Error::internal(format!("the OpenID provider does not answer: {error}"))
}
