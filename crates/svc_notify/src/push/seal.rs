//! A message only one browser can read: RFC 8291 over RFC 8188 (`aes128gcm`), one record.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    hkdf::{HKDF_SHA256, KeyType, Prk, Salt},
    rand::{SecureRandom as _, SystemRandom},
};

/// Size of a record, and with it of the whole message.
const RECORD: u32 = 4096;
/// What ends the only record.
const LAST: u8 = 2;
/// Bytes of a public key, uncompressed.
const PUBLIC: usize = 65;

/// Seals a message for the browser with these keys (base64url, as it gave them). Nothing if they are no keys.
pub(super) fn seal(message: &[u8], p256dh: &str, auth: &str) -> Option<Vec<u8>> {
    let theirs = URL_SAFE_NO_PAD.decode(p256dh).ok().filter(|key| key.len() == PUBLIC)?;
    let auth = URL_SAFE_NO_PAD.decode(auth).ok().filter(|auth| auth.len() == 16)?;
    let random = SystemRandom::new();
    let private = EphemeralPrivateKey::generate(&ECDH_P256, &random).ok()?;
    let ours = private.compute_public_key().ok()?;
    let mut salt = [0; 16];
    random.fill(&mut salt).ok()?;
    let (key, nonce) = agree_ephemeral(private, &UnparsedPublicKey::new(&ECDH_P256, &theirs), |shared| {
        let prk = Salt::new(HKDF_SHA256, &auth).extract(shared);
        let input: [u8; 32] = expand(&prk, &[b"WebPush: info\0", &theirs, ours.as_ref()])?;
        let prk = Salt::new(HKDF_SHA256, &salt).extract(&input);
        let key: [u8; 16] = expand(&prk, &[b"Content-Encoding: aes128gcm\0"])?;
        let nonce: [u8; 12] = expand(&prk, &[b"Content-Encoding: nonce\0"])?;
        Some((key, nonce))
    })
    .ok()??;
    let mut record = message.to_vec();
    record.push(LAST);
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record).ok()?;
    let mut sealed = salt.to_vec();
    sealed.extend(RECORD.to_be_bytes());
    sealed.push(PUBLIC as u8);
    sealed.extend(ours.as_ref());
    sealed.extend(record);
    (sealed.len() <= RECORD as usize).then_some(sealed)
}

struct Bytes(usize);
impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(prk: &Prk, info: &[&[u8]]) -> Option<[u8; N]> {
    let mut out = [0; N];
    prk.expand(info, Bytes(N)).ok()?.fill(&mut out).ok()?;
    Some(out)
}
