use kernel::{Config, Error, Result};
use openidconnect::url::{Host, Url};

/// What the province set about its provider.
#[derive(Clone)]
pub(super) struct Settings {
    pub issuer: String,
    pub client_id: String,
    pub client_secret: String,
    /// What the button says; empty for a text of the program.
    pub name: String,
    pub number_claim: String,
    pub scopes: Vec<String>,
    /// Values of `amr` or `acr` that stand for a second proof.
    pub second_proof: Vec<String>,
    pub return_to: String,
    /// Scheme and host on which people sign in through the provider.
    pub origin: String,
}

impl Settings {
    /// Nothing when the province has no provider.
    pub(super) fn of(config: &Config) -> Result<Option<Self>> {
        if config.openid_issuer.is_empty() {
            return Ok(None);
        }
        let wrong = |what: &str| Error::internal(format!("configuration: {what}"));
        let issuer = Url::parse(&config.openid_issuer).map_err(|_| wrong("openid_issuer is no address"))?;
        // Over a line others read, anybody could be the provider.
        if issuer.scheme() != "https" && !is_this_machine(&issuer) {
            return Err(wrong("openid_issuer has to begin with https://"));
        }
        if config.openid_client_id.is_empty() {
            return Err(wrong("openid_client_id is missing"));
        }
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        let origin = config.origin("");
        Ok(Some(Self {
            issuer: config.openid_issuer.clone(),
            client_id: config.openid_client_id.clone(),
            client_secret: config.openid_client_secret.clone(),
            name: config.openid_name.clone(),
            number_claim: config.openid_number_claim.clone(),
            scopes: words(&config.openid_scopes),
            second_proof: words(&config.openid_second_proof),
            return_to: format!("{origin}{}", super::RETURN_PATH),
            origin,
        }))
    }
}

fn is_this_machine(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}
